import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instalment, penaltyDay, receipt } from '#db/schema/repayments.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, minus, plus, sum } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { sellProduct } from '#server/testing/products.ts';
import { moveClocks } from '#server/testing/time.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { penaltySql } from '../loan/owed-sql.ts';
import { loansOfBorrower } from '../loan/queries.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { accruePenalties } from './accrue-penalties.ts';
import { collectDue } from './collect-due.ts';
import { collectFunded } from './collect-funded.ts';
import { collectNow } from './collect-now.ts';
import { markOverdue } from './mark-overdue.ts';
import { overdueLoans } from './overdue-loans.ts';
import { penaltyOf } from './owed.ts';
import { owedNow } from './owed-now.ts';
import { payInstalment } from './pay-instalment.ts';
import { paymentsOfLoan } from './payments.ts';
import { claimsOfInvestor } from './queries.ts';

const STAKES = [5_000, 3_300, 1_700] as const;
let harness: Harness;
let borrower: Borrower;
let investors: Investor[];
let loanId: Uuid;

/** A loan of ¥10,000 of which its borrower sees ¥3,000: less than the first of three instalments. */
beforeAll(async () => {
  harness = await startHarness();
  borrower = await openBorrower(harness);
  investors = await Promise.all(STAKES.map(() => openInvestor(harness, { funds: yuan(6_000) })));
  const productId = await sellProduct(harness, {
    originationFeePpm: ratePpm(700_000),
    graceDays: 1,
    partialPayments: true,
  });
  loanId = await openListing(harness.wiring, borrower, {
    amount: yuan(10_000),
    term: 3,
    productCode: `test-${productId}`,
  });
  for (const [index, investor] of investors.entries()) {
    const ctx = await investor.context();
    await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(STAKES[index] ?? 0) });
  }
  await settleFullLoans(await harness.system());
  await eventually('the loan is repaying', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  await runOutbox(await harness.system(), 10);
});
afterAll(() => harness?.stop());

async function row(number: number) {
  const [found] = await harness.wiring.pool.db
    .select()
    .from(instalment)
    .where(and(eq(instalment.loanId, loanId), eq(instalment.number, number)));
  if (!found) throw new Error('no such instalment');
  return found;
}
const dueDate = async (number: number): Promise<PlainDate> => (await row(number)).dueOn;
const receiptsOf = (number: number) =>
  harness.wiring.pool.db
    .select()
    .from(receipt)
    .where(and(eq(receipt.loanId, loanId), eq(receipt.instalmentNumber, number), isNotNull(receipt.paidAt)))
    .orderBy(asc(receipt.claimId));
async function everythingAgrees(): Promise<void> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}
/** The business of a day at its 00:10, in the order of the day end. */
async function morning(on: PlainDate) {
  await moveClocks(harness, on, '00:10');
  const ctx = await harness.system();
  const missed = await markOverdue(ctx, on);
  const charged = await accruePenalties(ctx, on);
  const { attempted, paid, errors } = await collectDue(ctx, { on });
  expect(errors).toEqual([]);
  return { missed, charged, attempted, paid };
}
async function pay(amount?: bigint) {
  const ctx = await borrower.context();
  const input = { requestId: ctx.newId(), loanId };
  return payInstalment(ctx, amount === undefined ? input : { ...input, amount: fen(amount) });
}

test('what is there on the due day is taken, interest first, and the rest stays due', async () => {
  expect(await morning(await dueDate(1))).toEqual({ missed: 0, charged: 0, attempted: 1, paid: 1 });
  const first = await row(1);
  expect(first).toMatchObject({ state: 'due', interestPaid: first.interest, penaltyPaid: 0n });
  expect(plus(first.interestPaid, first.principalPaid)).toBe(yuan(3_000));
  await everythingAgrees();
  await moveClocks(harness, await dueDate(1), '20:00');
  const evening = await collectDue(await harness.system(), { on: await dueDate(1) });
  expect(evening).toMatchObject({ attempted: 1, paid: 0 });
});

test('the day after it is late, and the day of grace is not charged', async () => {
  const after = addDays(await dueDate(1), 1);
  expect(await morning(after)).toMatchObject({ missed: 1, charged: 0, attempted: 1, paid: 0 });
  expect(await row(1)).toMatchObject({ state: 'overdue', overdueOn: after, penaltyFenDays: 0n });
  expect(await loanState(harness.wiring, loanId)).toBe('overdue');
});

test('from the next day on what is left is charged, once a day however often', async () => {
  const dueOn = await dueDate(1);
  expect(await morning(addDays(dueOn, 2))).toMatchObject({ charged: 1 });
  expect(await accruePenalties(await harness.system(), addDays(dueOn, 2))).toBe(0);
  expect(await morning(addDays(dueOn, 3))).toMatchObject({ charged: 1 });
  const late = await row(1);
  const left = minus(plus(late.principal, late.interest), yuan(3_000));
  const days = await harness.wiring.pool.db.select().from(penaltyDay).where(eq(penaltyDay.loanId, loanId));
  expect(days.map(({ day, base }) => [day, base])).toEqual([
    [addDays(dueOn, 2), left],
    [addDays(dueOn, 3), left],
  ]);
  expect(late).toMatchObject({ penaltyFenDays: 2n * left, penaltyThrough: addDays(dueOn, 3) });
  await everythingAgrees();
});

test('what is owed is said to its borrower by its parts and days, and stands at the desk', async () => {
  const late = await row(1);
  const ctx = await borrower.context();
  const { rows, total, partialPayments } = await owedNow(ctx, { loanId });
  const penalty = penaltyOf(late, ratePpm(500));
  const left = minus(plus(late.principal, late.interest), yuan(3_000));
  expect(partialPayments).toBe(true);
  expect(rows).toMatchObject([{ number: 1, daysLate: 3, interest: 0n, principal: left, penalty, compensated: false }]);
  expect(rows[0]?.penaltyDays.map(({ penalty: ofDay }) => ofDay)).toEqual([19n, 19n]);
  expect(total).toBe(plus(left, penalty));
  expect(await loansOfBorrower(ctx)).toMatchObject([{ nextAmount: total, dueAmount: total, nextState: 'overdue' }]);
  const payments = await paymentsOfLoan(ctx, { loanId });
  expect(payments.at(-1)).toMatchObject({ state: 'paid', amount: yuan(3_000), interest: late.interest });
  expect(payments[0]).toMatchObject({ state: 'failed', trigger: 'due', failure: '100014' });
  const officer = await harness.staff(['finance']);
  const expected = { loanId, daysLate: 3, bucket: '1-30', owed: total, penalty, instalments: 1, underWay: false };
  expect(await overdueLoans(officer)).toMatchObject([{ ...expected, last: { state: 'failed' } }]);
  const asked = { requestId: officer.newId(), loanId };
  const tried = await collectNow(officer, asked);
  expect(tried).toMatchObject({ state: 'failed' });
  expect(await collectNow(officer, asked)).toEqual(tried);
  for (const investor of investors) {
    const [mine] = await claimsOfInvestor(await investor.context());
    expect(mine).toMatchObject({ lateSince: late.dueOn, nextDueOn: late.dueOn });
  }
});

test('the database rounds a penalty as the domain does, ties too', async () => {
  for (const penaltyFenDays of [0n, 999n, 1_000n, 1_001n, 3_000n, 5_000n, 7_000n, 123_456_789_012_345n]) {
    const one = sql`(select ${penaltyFenDays.toString()}::bigint as penalty_fen_days) i`;
    const [said] = await harness.wiring.pool.db.execute<{ penalty: string }>(
      sql`select ${penaltySql(sql`i`, sql`500`)}::text as penalty from ${one}`,
    );
    expect(BigInt(said?.penalty ?? -1)).toBe(penaltyOf({ penaltyFenDays }, ratePpm(500)));
  }
});

test('a day after one on which the bank could not be asked is not charged', async () => {
  const dueOn = await dueDate(1);
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-before', { next: 1_000 });
  await moveClocks(harness, addDays(dueOn, 4), '00:10');
  expect(await accruePenalties(await harness.system(), addDays(dueOn, 4))).toBe(1);
  await collectDue(await harness.system(), { on: addDays(dueOn, 4) });
  expect(await row(1)).toMatchObject({ state: 'collecting' });
  await moveClocks(harness, addDays(dueOn, 5), '00:10');
  expect(await accruePenalties(await harness.system(), addDays(dueOn, 5))).toBe(0);
  await harness.control('DELETE', 'faults');
  await eventually('the bank has answered', async () => {
    await harness.hurry();
    await runOutbox(await harness.system(), 10);
    return (await row(1)).state === 'overdue';
  });
  expect(await accruePenalties(await harness.system(), addDays(dueOn, 5))).toBe(0);
});

test('paid on that day, the penalty is shared among the investors to the fen and the loan is cured', async () => {
  const owedBefore = await row(1);
  await addFunds(harness, borrower, yuan(100));
  expect(await collectFunded(await harness.system())).toBe(1);
  const part = await row(1);
  // 3 days of ¥380.xx at 0.05 % a day, half-even on the total; penalty first, then principal.
  const penalty = (owedBefore.penaltyFenDays * 500n + 500_000n) / 1_000_000n;
  expect(part).toMatchObject({ state: 'overdue', penaltyPaid: penalty });
  expect(minus(part.principalPaid, owedBefore.principalPaid)).toBe(minus(yuan(100), fen(penalty)));
  await addFunds(harness, borrower, yuan(400));
  expect(await collectFunded(await harness.system())).toBe(1);
  expect(await row(1)).toMatchObject({ state: 'paid', penaltyPaid: penalty });
  expect(await loanState(harness.wiring, loanId)).toBe('repaying');
  const receipts = await receiptsOf(1);
  const of = (investor: Investor) =>
    sum(receipts.filter((one) => one.investorAccountId === investor.accountId).map((one) => one.penalty));
  expect(sum(investors.map(of))).toBe(penalty);
  for (const [index, investor] of investors.entries()) {
    const exact = (penalty * BigInt(STAKES[index] ?? 0)) / 10_000n;
    expect([exact, exact + 1n]).toContain(of(investor));
  }
  await everythingAgrees();
});

test('two instalments are late together, the newer by the tries for the older', async () => {
  await morning(await dueDate(2));
  expect(await morning(addDays(await dueDate(2), 1))).toMatchObject({ missed: 1 });
  await morning(await dueDate(3));
  expect(await morning(addDays(await dueDate(3), 1))).toMatchObject({ missed: 1, charged: 1 });
  expect(await morning(addDays(await dueDate(3), 2))).toMatchObject({ missed: 0, charged: 2 });
  expect([(await row(2)).state, (await row(3)).state]).toEqual(['overdue', 'overdue']);
  await everythingAgrees();
});

test('an amount of the borrower’s own goes to the oldest first, over several instalments', async () => {
  await addFunds(harness, borrower, yuan(7_000));
  await expect(pay(0n)).rejects.toMatchObject({ code: 'AMOUNT_NOT_POSITIVE' });
  await expect(pay(1_000_000n)).rejects.toMatchObject({ code: 'AMOUNT_OVER_OWED' });
  expect(await pay(50_000n)).toMatchObject({ state: 'paid' });
  const second = await row(2);
  expect(second).toMatchObject({ state: 'overdue', interestPaid: second.interest });
  expect((await row(3)).penaltyPaid).toBe(0n);
  expect(await pay(400_000n)).toMatchObject({ state: 'paid' });
  expect(await row(2)).toMatchObject({ state: 'paid' });
  expect(await row(3)).toMatchObject({ state: 'overdue' });
  expect((await row(3)).penaltyPaid).toBeGreaterThan(0n);
  expect(await loanState(harness.wiring, loanId)).toBe('overdue');
  await everythingAgrees();
});

test('two payments at once take the money once, and the last fen ends the loan', async () => {
  const answers = await Promise.allSettled([pay(), pay()]);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await row(3)).toMatchObject({ state: 'paid' });
  await eventually('the project is finished', async () => {
    await runOutbox(await harness.system(), 10);
    return (await loanState(harness.wiring, loanId)) === 'repaid';
  });
  await everythingAgrees();
});
