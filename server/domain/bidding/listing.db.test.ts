import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loan } from '#db/schema/loans.ts';
import { claim, instalment } from '#db/schema/repayments.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, offerLoan, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { sellProduct } from '#server/testing/products.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { acceptOffer } from '../loan/accept-offer.ts';
import { extendListing } from '../loan/extend-listing.ts';
import { openScheduledLoans } from '../loan/open-scheduled-loans.ts';
import { loanPage } from '../loan/queries.ts';
import { scheduleListing } from '../loan/schedule-listing.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { closeEarly } from './close-early.ts';
import { closeListings } from './close-listings.ts';
import { failLoan } from './fail-loan.ts';
import { placeBid } from './place-bid.ts';

const HOUR_MS = 3_600_000;
let harness: Harness;
let borrower: Borrower;
let anna: Investor;
let productCode: string;

beforeAll(async () => {
  harness = await startHarness();
  borrower = await openBorrower(harness);
  anna = await openInvestor(harness, { funds: yuan(20_000) });
  const terms = { minimumRaisePpm: ratePpm(800_000), listingDays: 7, listingDaysMaximum: 10 };
  productCode = `test-${await sellProduct(harness, terms)}`;
});
afterAll(() => harness?.stop());

const list = () => openListing(harness.wiring, borrower, { amount: yuan(2_000), productCode });
async function bid(loanId: Uuid, amount: number): Promise<void> {
  const ctx = await anna.context();
  await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(amount) });
}
async function rowOf(loanId: Uuid) {
  const [row] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  if (!row) throw new Error('no loan');
  return row;
}
async function seen(loanId: Uuid) {
  const { deadlineAt } = await rowOf(loanId);
  if (!deadlineAt) throw new Error('no deadline');
  return { loanId, seenDeadlineAt: deadlineAt, reason: '市场变化' };
}
const officer = () => harness.staff(['loan-officer']);
async function work(): Promise<void> {
  await harness.hurry();
  expect((await runOutbox(await harness.system(), 50)).errors).toEqual([]);
}
const deadlinePasses = (loanId: Uuid) =>
  harness.wiring.pool.sql`update loan set deadline_at = now() - interval '1 minute' where id = ${loanId}`;
async function everythingAgrees(): Promise<void> {
  expect(await mirrorDifferences(harness)).toEqual([]);
  expect((await checkInvariants(harness.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
}

test('an officer sets the hour of the opening; the bank knows the project before, and nobody bids before', async () => {
  const loanId = await offerLoan(harness.wiring, borrower, { amount: yuan(2_000), productCode });
  const by = await officer();
  const opensAt = new Date(by.now().getTime() + HOUR_MS);
  await expect(
    scheduleListing(by, { loanId, opensAt: new Date(by.now().getTime() + 31 * 24 * HOUR_MS) }),
  ).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { field: 'opensAt' } });
  await scheduleListing(by, { loanId, opensAt });
  expect(await acceptOffer(await borrower.context(), { loanId })).toMatchObject({ state: 'scheduled' });
  expect(await rowOf(loanId)).toMatchObject({ projectStatus: 'COLLECTING', opensAt });
  await expect(bid(loanId, 500)).rejects.toMatchObject({ code: 'LOAN_NOT_OPEN' });
  expect(await openScheduledLoans(await harness.system())).toBe(0);
  await scheduleListing(by, { loanId, opensAt: new Date(by.now().getTime() - 1_000) });
  expect(await openScheduledLoans(await harness.system())).toBe(1);
  await expect(scheduleListing(by, { loanId, opensAt })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await failLoan(by, { loanId, reason: '重新安排' });
});

test('a borrower chooses the hour of the opening within seven days; an officer may change it, and his stands', async () => {
  const loanId = await offerLoan(harness.wiring, borrower, { amount: yuan(2_000), productCode });
  const [ctx, by] = [await borrower.context(), await officer()];
  const inHours = (hours: number) => new Date(ctx.now().getTime() + hours * HOUR_MS);
  await expect(acceptOffer(ctx, { loanId, opensAt: inHours(7 * 24 + 1) })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    details: { field: 'opensAt', longest: 7 },
  });
  const opensAt = inHours(30);
  expect(await acceptOffer(ctx, { loanId, opensAt })).toMatchObject({ state: 'scheduled' });
  expect(await rowOf(loanId)).toMatchObject({ opensAt });
  const sooner = inHours(2);
  await scheduleListing(by, { loanId, opensAt: sooner });
  expect(await rowOf(loanId)).toMatchObject({ state: 'scheduled', opensAt: sooner });
  await failLoan(by, { loanId, reason: '借款人撤回' });

  const other = await offerLoan(harness.wiring, borrower, { amount: yuan(2_000), productCode });
  await scheduleListing(by, { loanId: other, opensAt: sooner });
  await acceptOffer(ctx, { loanId: other, opensAt });
  expect(await rowOf(other)).toMatchObject({ state: 'scheduled', opensAt: sooner });
  await failLoan(by, { loanId: other, reason: '借款人撤回' });
});

test('a listing is extended within the product’s longest one', async () => {
  const loanId = await list();
  const before = await seen(loanId);
  const by = await officer();
  await expect(extendListing(by, { ...before, days: 4 })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    details: { field: 'days', longestDays: 10 },
  });
  await expect(extendListing(by, { ...before, reason: ' ', days: 1 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  const { deadlineAt } = await extendListing(by, { ...before, days: 3 });
  expect(deadlineAt.getTime() - before.seenDeadlineAt.getTime()).toBe(72 * HOUR_MS);
  await expect(extendListing(by, { ...before, days: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  const auditor = await harness.staff(['auditor']);
  await expect(closeEarly(auditor, await seen(loanId))).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('of two officers, one extending and one closing at the same moment, one wins', async () => {
  const loanId = await list();
  const [before, extending, closing] = [await seen(loanId), await officer(), await officer()];
  const ends = await Promise.allSettled([
    extendListing(extending, { ...before, days: 1 }),
    closeEarly(closing, before),
  ]);
  expect(ends.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  const lost = ends.find((end) => end.status === 'rejected');
  expect(['CONFLICT', 'LOAN_NOT_OPEN']).toContain(lost?.status === 'rejected' && lost.reason.code);
});

test('closed early with enough raised, the loan becomes what was raised and is lent out', async () => {
  const loanId = await list();
  await bid(loanId, 1_700);
  expect(await closeEarly(await officer(), await seen(loanId))).toEqual({ state: 'full' });
  expect(await rowOf(loanId)).toMatchObject({ amount: yuan(1_700), listedAmount: yuan(2_000), frozen: yuan(1_700) });
  const { db } = harness.wiring.pool;
  expect(await loanPage({ db }, loanId)).toMatchObject({ amount: yuan(1_700), listedAmount: yuan(2_000) });
  await settleFullLoans(await harness.system());
  await eventually('the bank knows that it is being repaid', async () => {
    await work();
    return (await rowOf(loanId)).projectStatus === 'REPAYING';
  });
  const rows = await harness.wiring.pool.db.select().from(instalment).where(eq(instalment.loanId, loanId));
  expect(sum(rows.map(({ principal }) => principal))).toBe(yuan(1_700));
  const claims = await harness.wiring.pool.db.select().from(claim).where(eq(claim.loanId, loanId));
  expect(claims.map(({ stake }) => stake)).toEqual([yuan(1_700)]);
  await everythingAgrees();
});

test('ended with too little, it fails; ended while a bid is on its way, it waits for it first', async () => {
  const loanId = await list();
  await bid(loanId, 1_500);
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-after');
  await bid(loanId, 100);
  await deadlinePasses(loanId);
  await closeListings(await harness.system());
  expect(await loanState(harness.wiring, loanId)).toBe('closing');
  await work();
  expect(await rowOf(loanId)).toMatchObject({ state: 'closing', frozen: yuan(1_600) });
  await closeListings(await harness.system());
  expect(await rowOf(loanId)).toMatchObject({ state: 'full', amount: yuan(1_600) });

  const poor = await list();
  await bid(poor, 1_500);
  await deadlinePasses(poor);
  await closeListings(await harness.system());
  expect(await loanState(harness.wiring, poor)).toBe('failed');
  expect(await rowOf(poor)).toMatchObject({ amount: yuan(2_000), listedAmount: null, reserved: 0n });
  await everythingAgrees();
});

test('a listing is cancelled by staff with a reason, before its opening too', async () => {
  const loanId = await list();
  await bid(loanId, 500);
  const by = await officer();
  await expect(failLoan(by, { loanId, reason: '' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await failLoan(by, { loanId, reason: '借款人撤回' });
  expect(await loanState(harness.wiring, loanId)).toBe('failed');
  await everythingAgrees();
});
