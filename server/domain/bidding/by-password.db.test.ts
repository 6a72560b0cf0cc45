import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account, authorisation } from '#db/schema/accounts.ts';
import { bid, loan } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { sellProduct } from '#server/testing/products.ts';
import { openPage } from '../custody/open-page.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { closeListings } from './close-listings.ts';
import { placeBid } from './place-bid.ts';
import { placeBidByPassword } from './place-bid-by-password.ts';
import { bidsOfInvestor } from './queries.ts';

const returnUrl = 'http://127.0.0.1:9/return';
let harness: Harness;
let borrower: Borrower;
let anna: Investor;
let loanId: Uuid;

beforeAll(async () => {
  harness = await startHarness();
  borrower = await openBorrower(harness);
  anna = await openInvestor(harness, { funds: yuan(10_000) });
  const { db } = harness.wiring.pool;
  await db.delete(authorisation).where(eq(authorisation.accountId, anna.accountId));
});
beforeEach(async () => {
  harness.notifies.hold(false);
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(2_000) });
});
afterAll(() => harness?.stop());

async function begin(amount: number, requestId?: Uuid) {
  const ctx = await anna.context();
  const input = { requestId: requestId ?? ctx.newId(), loanId, amount: yuan(amount), returnUrl };
  return { ctx, input, ...(await placeBidByPassword(ctx, input)) };
}
async function theBid(bidId: Uuid) {
  const [row] = await harness.wiring.pool.db
    .select()
    .from(bid)
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId)));
  return row;
}
const held = async () => (await harness.wiring.pool.db.select().from(account).where(eq(account.id, anna.accountId)))[0];
const theLoan = async () => (await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId)))[0];
const until = (bidId: Uuid, state: string) => eventually(state, async () => (await theBid(bidId))?.state === state);
async function work(): Promise<void> {
  await harness.hurry();
  expect((await runOutbox(await harness.system(), 50)).errors).toEqual([]);
}
async function everythingAgrees(): Promise<void> {
  expect(await mirrorDifferences(harness)).toEqual([]);
  expect((await checkInvariants(harness.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
}

test('without an authorisation a bid is frozen at the bank’s page, by its notify', async () => {
  const direct = await anna.context();
  await expect(placeBid(direct, { requestId: direct.newId(), loanId, amount: yuan(500) })).rejects.toMatchObject({
    code: 'AUTHORISATION_MISSING',
  });
  const { ctx, bidId, instructionId } = await begin(500);
  expect(await theBid(bidId)).toMatchObject({ state: 'freezing', byPassword: true });
  expect((await held())?.reserved).toBe(yuan(500));
  const [own] = await bidsOfInvestor(ctx, { loanId, limit: 5 });
  expect(own?.pageOf).toBe(instructionId);
  await walkBankPages(await openPage(ctx, instructionId, 'PC'));
  await until(bidId, 'frozen');
  expect(await theLoan()).toMatchObject({ reserved: yuan(500), frozen: yuan(500) });
  expect((await held())?.reserved).toBe(0n);
  await everythingAgrees();
});

test('the same request leads to the same page, and never to a bid by authorisation', async () => {
  const { ctx, input, bidId, instructionId } = await begin(300);
  expect(await placeBidByPassword(ctx, input)).toEqual({ bidId, instructionId });
  await expect(placeBid(ctx, input)).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
});

test('when the notify is lost, the bank is asked', async () => {
  harness.notifies.hold(true);
  const { ctx, bidId, instructionId } = await begin(400);
  await walkBankPages(await openPage(ctx, instructionId, 'PC'));
  await work();
  await until(bidId, 'frozen');
  await everythingAgrees();
});

test('a page that was left holds its reservation until it has expired, and the closed listing waits for it', async () => {
  const { ctx, bidId, instructionId } = await begin(600);
  await openPage(ctx, instructionId, 'PC');
  await work();
  expect((await theBid(bidId))?.state).toBe('freezing');
  const { sql } = harness.wiring.pool;
  await sql`update loan set deadline_at = now() - interval '1 minute' where id = ${loanId}`;
  await closeListings(await harness.system());
  expect(await theLoan()).toMatchObject({ state: 'closing', reserved: yuan(600) });
  await sql`update instruction set expires_at = now() - interval '2 minutes' where id = ${instructionId}`;
  await work();
  expect(await theBid(bidId)).toMatchObject({ state: 'failed', failure: 'PAGE_LEFT' });
  expect(await theLoan()).toMatchObject({ reserved: 0n, frozen: 0n });
  await closeListings(await harness.system());
  expect((await theLoan())?.state).toBe('failed');
  await everythingAgrees();
});

test('nobody lends more than the product’s share of a loan, in however many bids', async () => {
  const code = `test-${await sellProduct(harness, { perInvestorCapPpm: ratePpm(400_000) })}`;
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(2_000), productCode: code });
  await begin(500);
  await expect(begin(400)).rejects.toMatchObject({
    code: 'AMOUNT_OVER_CAP',
    details: { capFen: '80000', leftFen: '30000' },
  });
});

test('who represents the guarantor of a loan does not lend on it', async () => {
  const { sql } = harness.wiring.pool;
  const enterprise = (await harness.system()).newId();
  await sql`insert into enterprise (id, member_id, legal_person_id, name, unified_code, masked_code, bank_license,
      contact_name, contact_phone, state, created_at)
    values (${enterprise}, ${anna.memberId}, ${anna.personId}, '担保', '-', '-', '-', '-', '-', 'active', now())`;
  await sql`update loan set guarantor_id = ${enterprise} where id = ${loanId}`;
  await expect(begin(500)).rejects.toMatchObject({ code: 'GUARANTOR_OF_LOAN' });
});
