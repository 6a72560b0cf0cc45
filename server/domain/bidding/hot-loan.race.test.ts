import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { bid, loan } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum, toDecimalText } from '#server/primitives/money.ts';
import { type Crowd, writeCrowd } from '#server/testing/crowd.ts';
import { openBorrower, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { openListing } from '#server/testing/listings.ts';
import type { InvestorActor } from '../actors.ts';
import { placeBid } from './place-bid.ts';

const INVESTORS = 500;
const ROOM = 166;
const EACH = yuan(1_000);
let harness: Harness;
let crowd: Crowd;
let loanId: Uuid;

/**
 * The borrower and his loan come by the real verbs and pages. The 500 investors are written straight into both books,
 * ours as the owner of the tables and the bank's by its control API: their pages would take minutes.
 */
beforeAll(async () => {
  harness = await startHarness({ poolSize: 16 });
  const borrower = await openBorrower(harness);
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(1_000 * ROOM), term: 12 });
  crowd = await writeCrowd(harness.ownerUrl, await harness.system(), { size: INVESTORS, available: EACH });
  await harness.control('POST', 'members', {
    members: crowd.platformUserNos.map((platformUserNo) => ({
      platformUserNo,
      userRole: 'INVESTOR',
      authList: 'TENDER',
      amount: toDecimalText(EACH),
    })),
  });
});
afterAll(() => harness?.stop());

type Answer = { actor: InvestorActor; said: string };

/** One request as it comes in, with a context of its own, and what it was answered. */
async function ask(actor: InvestorActor, requestId: Uuid): Promise<Answer> {
  try {
    const ctx = await harness.contextFor(actor);
    const { bidId } = await placeBid(ctx, { requestId, loanId, amount: EACH });
    return { actor, said: bidId };
  } catch (error) {
    return { actor, said: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
  }
}

test('500 investors ask three times each at once: exactly full, nothing twice, the bank holds what we hold', async () => {
  const { newId } = await harness.system();
  const asked = crowd.investors.flatMap((actor) => {
    const requestId = newId();
    return [1, 2, 3].map(() => ask(actor, requestId));
  });
  const answers = await Promise.all(asked);

  const said = new Map<Uuid, Set<string>>();
  for (const answer of answers) {
    const before = said.get(answer.actor.memberId) ?? new Set();
    said.set(answer.actor.memberId, before.add(answer.said));
  }
  const alike = [...said.values()].map((words) => [...words]);
  expect(alike.filter((words) => words.length !== 1)).toEqual([]);
  const refused = alike.flat().filter((word) => word.startsWith('AMOUNT_'));
  expect(new Set(refused)).toEqual(new Set(['AMOUNT_OVER_REMAINING']));
  expect(refused.length).toBe(INVESTORS - ROOM);

  const { db } = harness.wiring.pool;
  const [row] = await db.select().from(loan).where(eq(loan.id, loanId));
  expect(row).toMatchObject({ state: 'full', frozen: row?.amount, reserved: row?.amount });
  const bids = await db.select().from(bid).where(eq(bid.loanId, loanId));
  expect(bids.length).toBe(ROOM);
  expect(new Set(bids.map(({ investorAccountId }) => investorAccountId)).size).toBe(ROOM);
  expect(new Set(bids.map(({ state }) => state))).toEqual(new Set(['frozen']));
  expect(sum(bids.map(({ amount }) => amount))).toBe(row?.amount);

  const path = `freezes?state=open&projectNo=${row?.projectNo}`;
  const { freezes } = (await harness.control('GET', path)) as { freezes: { requestNo: string; amount: string }[] };
  const theirs = freezes.map(({ requestNo, amount }) => `${requestNo} ${amount}`).sort();
  expect(theirs).toEqual(bids.map((one) => `${one.freezeRequestNo} ${toDecimalText(one.amount)}`).sort());
  const accounts = await db.select().from(account).where(eq(account.role, 'INVESTOR'));
  expect(accounts.filter(({ reserved }) => reserved !== 0n)).toEqual([]);
  expect(sum(accounts.map(({ frozen }) => frozen))).toBe(row?.amount);
}, 60_000);
