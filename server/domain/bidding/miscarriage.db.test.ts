import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { bid, loan } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { settleLoan } from '../settlement/settle-loan.ts';
import { cancelBid } from './cancel-bid.ts';
import { failLoan } from './fail-loan.ts';
import { placeBid } from './place-bid.ts';

let harness: Harness;
let borrower: Borrower;
let anna: Investor;
let bert: Investor;
let loanId: Uuid;
let bids: Uuid[];

beforeAll(async () => {
  harness = await startHarness();
  borrower = await openBorrower(harness);
  [anna, bert] = await Promise.all([
    openInvestor(harness, { funds: yuan(20_000) }),
    openInvestor(harness, { funds: yuan(20_000) }),
  ]);
});
beforeEach(async () => {
  harness.notifies.hold(false);
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(2_000) });
  bids = [await bidBy(anna, 700), await bidBy(bert, 500)];
});
afterAll(() => harness?.stop());

async function bidBy(investor: Investor, amount: number): Promise<Uuid> {
  const ctx = await investor.context();
  return (await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(amount) })).bidId;
}
async function theLoan() {
  const [row] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  if (!row) throw new Error('no loan');
  return row;
}
async function work(): Promise<void> {
  await harness.hurry();
  expect((await runOutbox(await harness.system(), 50)).errors).toEqual([]);
}
const miscarry = async () =>
  (await harness.control('POST', `projects/${(await theLoan()).projectNo}/miscarry`)) as { freezes: number };
const untilFailed = () =>
  eventually('the loan has failed', async () => {
    await work();
    return (await loanState(harness.wiring, loanId)) === 'failed';
  });
/** Each bid released, its money given back by one posting, and the books as the bank has them. */
async function expectReleasedOnce(): Promise<void> {
  const { db, pool } = { db: harness.wiring.pool.db, pool: harness.wiring.pool };
  expect(await theLoan()).toMatchObject({ state: 'failed', reserved: 0n, frozen: 0n, projectStatus: 'MISCARRY' });
  const rows = await db.select().from(bid).where(eq(bid.loanId, loanId)).orderBy(asc(bid.id));
  expect(rows.map(({ id, state }) => [id, state])).toEqual(bids.map((id) => [id, 'released']));
  const released = await db
    .select()
    .from(journal)
    .where(and(eq(journal.loanId, loanId), eq(journal.kind, 'RELEASE')))
    .orderBy(asc(journal.bidId));
  expect(released.map(({ bidId }) => bidId)).toEqual(bids);
  expect(await mirrorDifferences(harness)).toEqual([]);
  expect((await checkInvariants(pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
}
const told = () => eventually('the bank’s word is taken', async () => (await theLoan()).projectStatus === 'MISCARRY');

test('a project that the bank gives up by itself fails its loan, and every freeze is released once', async () => {
  expect((await miscarry()).freezes).toBe(2);
  await told();
  expect(await loanState(harness.wiring, loanId)).toBe('failing');
  await untilFailed();
  await expectReleasedOnce();
  const [said] = await harness.wiring.pool.db
    .select()
    .from(instruction)
    .where(and(eq(instruction.loanId, loanId), eq(instruction.kind, 'bank-miscarriage')));
  const releases = await harness.wiring.pool.db
    .select()
    .from(journal)
    .where(and(eq(journal.loanId, loanId), eq(journal.kind, 'RELEASE')));
  expect(releases.map(({ occurredAt }) => occurredAt)).toEqual([said?.transactionAt, said?.transactionAt]);
});

test('a cancellation of ours that came first, its answer lost, and then the bank gives the project up', async () => {
  await harness.fault('CANCEL_PRE_TRANSACTION', 'drop-after');
  const ctx = await anna.context();
  await cancelBid(ctx, { requestId: ctx.newId(), loanId, bidId: bids[0] as Uuid });
  expect((await miscarry()).freezes).toBe(1);
  await told();
  await untilFailed();
  await expectReleasedOnce();
});

test('a cancellation of ours that comes too late, before and after we hear of it', async () => {
  await harness.fault('CANCEL_PRE_TRANSACTION', 'drop-before');
  const ctx = await anna.context();
  await cancelBid(ctx, { requestId: ctx.newId(), loanId, bidId: bids[0] as Uuid });
  expect((await miscarry()).freezes).toBe(2);
  await told();
  await untilFailed();
  await expectReleasedOnce();
});

test('releases of ours that the bank refuses because it has released already, before it says so', async () => {
  harness.notifies.hold(true);
  await miscarry();
  await failLoan(await harness.system(), { loanId, reason: 'cancelled' });
  await work();
  expect(await loanState(harness.wiring, loanId)).toBe('failing');
  harness.notifies.hold(false);
  await told();
  await untilFailed();
  await expectReleasedOnce();
});

test('a bid that was still on its way when the bank gave the project up comes back like the others', async () => {
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-after');
  bids.push(await bidBy(anna, 300));
  await miscarry();
  await told();
  await untilFailed();
  await expectReleasedOnce();
});

test('a full loan whose trade finds the project given up gives everything back', async () => {
  bids.push(await bidBy(anna, 800));
  expect(await loanState(harness.wiring, loanId)).toBe('full');
  await harness.fault('ASYNC_TRANSACTION', 'miscarry');
  await settleLoan(await harness.staff(['loan-officer']), { loanId });
  await told();
  await untilFailed();
  await expectReleasedOnce();
});
