import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { instalment, receipt } from '#db/schema/repayments.ts';
import { addDays, businessDateOf, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum } from '#server/primitives/money.ts';
import { eventually } from '#server/testing/condition.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { moveClocks } from '#server/testing/time.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { advanceProjects } from '../loan/advance-projects.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { collectDue } from './collect-due.ts';
import { collectFunded } from './collect-funded.ts';
import { payInstalment } from './pay-instalment.ts';
import { claimsOfInvestor, receiptsOfInvestor, upcomingReceipts } from './queries.ts';

let harness: Harness;
let borrower: Borrower;
let investors: Investor[];
let loanId: Uuid;

beforeAll(async () => {
  harness = await startHarness();
  borrower = await openBorrower(harness);
  investors = await Promise.all([1, 2, 3].map(() => openInvestor(harness, { funds: yuan(20_000) })));
});
afterAll(() => harness?.stop());

const one = (index: number): Investor => {
  const found = investors[index];
  if (!found) throw new Error('no such investor');
  return found;
};
async function bidOf(index: number, amount: number) {
  const ctx = await one(index).context();
  return placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(amount) });
}
async function theLoan() {
  const [row] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  if (!row) throw new Error('no loan');
  return row;
}
const rows = () =>
  harness.wiring.pool.db.select().from(instalment).where(eq(instalment.loanId, loanId)).orderBy(asc(instalment.number));
async function dueDate(number: number): Promise<PlainDate> {
  const row = (await rows())[number - 1];
  if (!row) throw new Error('no such instalment');
  return row.dueOn;
}
const project = async () =>
  (await harness.control('GET', `projects/${(await theLoan()).projectNo}`)) as Record<string, unknown>;
async function everythingAgrees(): Promise<void> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}

test('a loan is applied for, offered, accepted, registered at the bank and open', async () => {
  loanId = await openListing(harness.wiring, borrower, { amount: yuan(10_000), term: 3 });
  expect(await theLoan()).toMatchObject({ state: 'open', projectStatus: 'COLLECTING', grade: 'B', frozen: 0n });
  expect(await project()).toMatchObject({ status: 'COLLECTING' });
});

test('bids are frozen at the bank, and the last fen makes the loan full', async () => {
  expect(await bidOf(0, 5_000)).toMatchObject({ state: 'frozen' });
  expect(await bidOf(1, 3_300)).toMatchObject({ state: 'frozen' });
  await everythingAgrees();
  await expect(bidOf(2, 1_650)).rejects.toMatchObject({ code: 'AMOUNT_OFF_STEP' });
  expect(await bidOf(2, 1_700)).toMatchObject({ state: 'frozen' });
  expect(await loanState(harness.wiring, loanId)).toBe('full');
  await everythingAgrees();
});

test('settlement brings the money to the borrower, the fee to own funds, and makes claims and a schedule', async () => {
  expect(await settleFullLoans(await harness.system())).toBe(1);
  await eventually('the loan is repaying', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  const after = await theLoan();
  expect(after.valueDate).toBe(businessDateOf(after.settledAt ?? new Date(0)));
  expect(sum((await rows()).map(({ principal }) => principal))).toBe(yuan(10_000));
  await runOutbox(await harness.system(), 10);
  expect(await theLoan()).toMatchObject({ projectStatus: 'REPAYING' });
  expect(await project()).toMatchObject({ status: 'REPAYING' });
  const bids = await harness.wiring.pool.db.select({ state: bid.state }).from(bid).where(eq(bid.loanId, loanId));
  expect(new Set(bids.map(({ state }) => state))).toEqual(new Set(['settled']));
  await everythingAgrees();
  const income = (await harness.control('GET', 'accounts/SYS_GENERATE_004')) as { availableAmount: string };
  expect(income.availableAmount).toBe('150.00');
});

test('the due instalment is collected by standing authorisation and shared among the investors to the fen', async () => {
  const on = await dueDate(1);
  await moveClocks(harness, on, '00:10');
  expect(await upcomingReceipts(await one(0).context(), { until: on })).toMatchObject([{ instalmentNumber: 1 }]);
  expect(await collectDue(await harness.system(), { on })).toEqual({
    fellDue: 1,
    missed: 0,
    attempted: 1,
    paid: 1,
    errors: [],
  });
  const [first] = await rows();
  expect(first).toMatchObject({ state: 'paid', paidOn: on });
  const receipts = await harness.wiring.pool.db.select().from(receipt).where(eq(receipt.loanId, loanId));
  expect(sum(receipts.map(({ principal }) => principal))).toBe(first?.principal);
  expect(sum(receipts.map(({ interest }) => interest))).toBe(first?.interest);
  const [mine] = await receiptsOfInvestor(await one(0).context(), { limit: 5 });
  expect(mine).toMatchObject({ instalmentNumber: 1, businessDate: on });
  await everythingAgrees();
  expect(await collectDue(await harness.system(), { on })).toMatchObject({ attempted: 0, paid: 0 });
});

test('refused by the bank the instalment stays due, is overdue the next day, and the loan with it', async () => {
  const on = await dueDate(2);
  await moveClocks(harness, on, '00:10');
  await freezeElsewhere();
  expect(await collectDue(await harness.system(), { on })).toMatchObject({ fellDue: 1, attempted: 1, paid: 0 });
  expect((await rows())[1]).toMatchObject({ state: 'due', collectionId: null });
  const tomorrow = addDays(on, 1);
  await moveClocks(harness, tomorrow, '00:10');
  expect(await collectDue(await harness.system(), { on: tomorrow })).toMatchObject({
    missed: 1,
    attempted: 1,
    paid: 0,
  });
  expect((await rows())[1]).toMatchObject({ state: 'overdue', overdueOn: tomorrow });
  expect(await loanState(harness.wiring, loanId)).toBe('overdue');
  await releaseElsewhere();
  await everythingAgrees();
});

test('the borrower pays it himself, once for one request, and the loan is cured', async () => {
  const ctx = await borrower.context();
  const requestId = ctx.newId();
  const first = await payInstalment(ctx, { requestId, loanId });
  expect(first.state).toBe('paid');
  expect(await payInstalment(ctx, { requestId, loanId })).toEqual(first);
  expect(await loanState(harness.wiring, loanId)).toBe('repaying');
  await expect(pay()).rejects.toMatchObject({ code: 'NOTHING_DUE' });
  await everythingAgrees();
});

test('without enough money the last one stays due, until money comes', async () => {
  const on = await dueDate(3);
  await moveClocks(harness, on, '00:10');
  expect(await collectDue(await harness.system(), { on })).toMatchObject({ fellDue: 1, attempted: 1, paid: 0 });
  await expect(pay()).rejects.toMatchObject({ code: 'AMOUNT_OVER_BALANCE' });
  expect(await collectFunded(await harness.system())).toBe(0);
  await addFunds(harness, borrower, yuan(400));
  expect(await collectFunded(await harness.system())).toBe(1);
  expect((await rows()).map(({ state }) => state)).toEqual(['paid', 'paid', 'paid']);
  expect(await collectFunded(await harness.system())).toBe(0);
  await everythingAgrees();
});

test('when everything is paid the loan is repaid, its project finished, and each investor has his stake back', async () => {
  expect(await theLoan()).toMatchObject({ state: 'repaid', projectStatus: 'FINISH' });
  expect(await advanceProjects(await harness.system())).toBe(0);
  expect(await project()).toMatchObject({ status: 'FINISH' });
  for (const investor of investors) {
    const [claim] = await claimsOfInvestor(await investor.context());
    expect(claim?.outstanding).toBe(0n);
    expect(claim?.receivedPrincipal).toBe(claim?.stake);
  }
});

const elsewhere = 'a-freeze-that-we-do-not-know';

/** Somebody else's freeze takes the borrower's money at the bank, so that the bank refuses ours. */
async function freezeElsewhere(): Promise<void> {
  const { custody } = await harness.system();
  const [row] = await harness.wiring.pool.db.select().from(account).where(eq(account.id, borrower.accountId));
  const answer = await custody.send('USER_AUTO_PRE_TRANSACTION', {
    requestNo: elsewhere,
    platformUserNo: row?.platformUserNo,
    bizType: 'REPAYMENT',
    amount: '6000.00',
    projectNo: (await theLoan()).projectNo,
  });
  expect(answer.kind).toBe('success');
}

async function releaseElsewhere(): Promise<void> {
  const { custody, newId } = await harness.system();
  const cancel = { requestNo: newId(), preTransactionNo: elsewhere, amount: '6000.00' };
  expect((await custody.send('CANCEL_PRE_TRANSACTION', cancel)).kind).toBe('success');
}

async function pay() {
  const ctx = await borrower.context();
  return payInstalment(ctx, { requestId: ctx.newId(), loanId });
}
