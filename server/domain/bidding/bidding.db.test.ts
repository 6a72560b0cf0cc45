import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { addDays } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { moveClocks } from '#server/testing/time.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { cancelBid } from './cancel-bid.ts';
import { closeListings } from './close-listings.ts';
import { failLoan } from './fail-loan.ts';
import { placeBid } from './place-bid.ts';
import { bidsOfInvestor, bidsOfLoan } from './queries.ts';
import { reserveBids } from './reserve-bids.ts';

const BORROWERS_NUMBER = 77_001;
let harness: Harness;
let borrower: Borrower;
let anna: Investor;
let bert: Investor;
let loanId: Uuid;

beforeAll(async () => {
  harness = await startHarness();
  borrower = await openBorrower(harness, { number: BORROWERS_NUMBER });
  [anna, bert] = await Promise.all([
    openInvestor(harness, { funds: yuan(10_000) }),
    openInvestor(harness, { funds: yuan(10_000) }),
  ]);
});
beforeEach(async () => {
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(2_000) });
});
afterAll(() => harness?.stop());

async function placeAs(investor: Investor, amount: number, requestId?: Uuid) {
  const ctx = await investor.context();
  return placeBid(ctx, { requestId: requestId ?? ctx.newId(), loanId, amount: yuan(amount) });
}
async function theBid(bidId: Uuid) {
  const [row] = await harness.wiring.pool.db
    .select()
    .from(bid)
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId)));
  return row;
}
async function theLoan() {
  const [row] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  return row;
}
const openFreezes = async (): Promise<number> => {
  const path = `freezes?state=open&projectNo=${(await theLoan())?.projectNo}`;
  return ((await harness.control('GET', path)) as { freezes: unknown[] }).freezes.length;
};
async function work(): Promise<void> {
  await harness.hurry();
  const { errors } = await runOutbox(await harness.system(), 50);
  expect(errors).toEqual([]);
}
async function everythingAgrees(): Promise<void> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}

test('a lost answer leaves the bid freezing until the bank is asked, and freezes once', async () => {
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-after');
  const requestId = (await harness.system()).newId();
  const placed = await placeAs(anna, 500, requestId);
  expect(placed.state).toBe('freezing');
  expect(await theLoan()).toMatchObject({ reserved: yuan(500), frozen: 0n });
  await work();
  expect(await placeAs(anna, 500, requestId)).toEqual({ ...placed, state: 'frozen' });
  expect(await openFreezes()).toBe(1);
  await everythingAgrees();
});

test('a request that never arrived is sent again', async () => {
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-before');
  const placed = await placeAs(anna, 500);
  expect(placed.state).toBe('freezing');
  await eventually('frozen', async () => {
    await work();
    return (await theBid(placed.bidId))?.state === 'frozen';
  });
  expect(await openFreezes()).toBe(1);
  await everythingAgrees();
});

test('a bid that the bank refuses has failed, and its reservation ends', async () => {
  const { custody, newId } = await harness.system();
  const [row] = await harness.wiring.pool.db.select().from(account).where(eq(account.id, bert.accountId));
  const foreign = { requestNo: newId(), platformUserNo: row?.platformUserNo, bizType: 'TENDER', amount: '1500.00' };
  const elsewhere = await openListing(harness.wiring, borrower, { amount: yuan(1_500) });
  const [other] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, elsewhere));
  await custody.send('USER_AUTO_PRE_TRANSACTION', { ...foreign, projectNo: other?.projectNo });
  const spendable = (row?.available ?? 0n) - (row?.reserved ?? 0n);
  const most = Number(spendable / 100n) - (Number(spendable / 100n) % 100);
  const whole = await openListing(harness.wiring, borrower, { amount: yuan(most) });
  const ctx = await bert.context();
  const placed = await placeBid(ctx, { requestId: ctx.newId(), loanId: whole, amount: yuan(most) });
  expect(placed).toMatchObject({ state: 'failed', failure: '100014' });
  const [after] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, whole));
  expect(after).toMatchObject({ state: 'open', reserved: 0n, frozen: 0n });
  const [freed] = await harness.wiring.pool.db.select().from(account).where(eq(account.id, bert.accountId));
  expect(freed?.reserved).toBe(0n);
  await custody.send('CANCEL_PRE_TRANSACTION', {
    requestNo: newId(),
    preTransactionNo: foreign.requestNo,
    amount: '1500.00',
  });
  await everythingAgrees();
});

test('a bid is taken back while the loan is open, once, and only by its owner', async () => {
  const { bidId } = await placeAs(anna, 600);
  const ctx = await anna.context();
  const requestId = ctx.newId();
  const foreigner = await bert.context();
  await expect(cancelBid(foreigner, { requestId: foreigner.newId(), loanId, bidId })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await cancelBid(ctx, { requestId, loanId, bidId })).toEqual({ bidId, state: 'released' });
  expect(await cancelBid(ctx, { requestId, loanId, bidId })).toEqual({ bidId, state: 'released' });
  await expect(cancelBid(ctx, { requestId: ctx.newId(), loanId, bidId })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await theLoan()).toMatchObject({ reserved: 0n, frozen: 0n });
  expect(await openFreezes()).toBe(0);
  await everythingAgrees();
});

test('nobody bids on his own loan', async () => {
  const self = await openInvestor(harness, { memberId: borrower.memberId, number: BORROWERS_NUMBER });
  expect(self.personId).toBe(borrower.personId);
  await expect(placeAs(self, 500)).rejects.toMatchObject({ code: 'OWN_LOAN' });
});

test('a listing whose deadline has passed fails, and every freeze is released', async () => {
  await placeAs(anna, 500);
  await placeAs(bert, 700);
  expect(await closeListings(await harness.system())).toBe(0);
  const deadline = (await harness.system()).businessDate;
  await moveClocks(harness, addDays(deadline, 8), '00:10');
  await expect(placeAs(anna, 800)).rejects.toMatchObject({ code: 'LOAN_NOT_OPEN' });
  expect(await closeListings(await harness.system())).toBeGreaterThan(0);
  expect(await loanState(harness.wiring, loanId)).toBe('failed');
  expect(await openFreezes()).toBe(0);
  await work();
  expect(await theLoan()).toMatchObject({ reserved: 0n, frozen: 0n, projectStatus: 'MISCARRY' });
  await everythingAgrees();
});

test('a loan fails only when the bid that is still on its way has come to an end', async () => {
  const ctx = await anna.context();
  const order = { actor: anna.actor, requestId: ctx.newId(), loanId, amount: yuan(400) };
  const [answer] = await reserveBids(ctx, loanId, [order]);
  await failLoan(await harness.system(), { loanId, reason: 'withdrawn by the borrower' });
  expect(await loanState(harness.wiring, loanId)).toBe('failing');
  await eventually('failed', async () => {
    await work();
    return (await loanState(harness.wiring, loanId)) === 'failed';
  });
  expect(answer?.kind === 'taken' && (await theBid(answer.bidId))?.state).toBe('released');
  expect(await openFreezes()).toBe(0);
  await everythingAgrees();
});

test('bids are listed for everybody with masked names, and for their owner in full', async () => {
  const { bidId } = await placeAs(anna, 500);
  const [listed] = await bidsOfLoan(harness.wiring.pool, loanId, { limit: 5 });
  expect(listed).toMatchObject({ bidId, amount: yuan(500), state: 'frozen' });
  expect(listed?.investor).toContain('*');
  const own = await bidsOfInvestor(await anna.context(), { limit: 1 });
  expect(own).toMatchObject([{ bidId, loanId, loanState: 'open' }]);
});
