import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, authorisation } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { collection, instalment, receipt, replacedInstalment } from '#db/schema/repayments.ts';
import { addDays, businessDateOf, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, sum } from '#server/primitives/money.ts';
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
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { accruePenalties } from './accrue-penalties.ts';
import { collectDue } from './collect-due.ts';
import { earlyOutcome, quotePart, quotePayoff } from './early-quotes.ts';
import { earlyReceipts } from './early-receipts.ts';
import { markOverdue } from './mark-overdue.ts';
import { payOff } from './pay-off.ts';
import { prepay } from './prepay.ts';
import type { Keep } from './reschedule.ts';

const STAKES = [5_000, 3_300, 1_700] as const;
let harness: Harness;
let borrower: Borrower;
let late: Borrower;
let investors: Investor[];
let valueDate: PlainDate;
/** Paid off in its first period; prepaid in parts; paid off while the bank is slow; paid off late. */
let loans: { whole: Uuid; parts: Uuid; slow: Uuid; late: Uuid };

async function lend(to: Borrower, productCode: string): Promise<Uuid> {
  const loanId = await openListing(harness.wiring, to, { amount: yuan(10_000), term: 6, productCode });
  for (const [index, investor] of investors.entries()) {
    const ctx = await investor.context();
    await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(STAKES[index] ?? 0) });
  }
  await settleFullLoans(await harness.system());
  await eventually('the loan is repaying', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  await runOutbox(await harness.system(), 10);
  return loanId;
}

beforeAll(async () => {
  harness = await startHarness();
  [borrower, late] = await Promise.all([openBorrower(harness, { funds: yuan(3_000) }), openBorrower(harness)]);
  investors = await Promise.all(STAKES.map(() => openInvestor(harness, { funds: yuan(21_000) })));
  const fees = { prepaymentFeePpm: ratePpm(10_000), prepaymentFeeInvestorPpm: ratePpm(600_000) };
  const code = `test-${await sellProduct(harness, fees)}`;
  const dear = `test-${await sellProduct(harness, { ...fees, originationFeePpm: ratePpm(900_000) })}`;
  loans = {
    whole: await lend(borrower, code),
    parts: await lend(borrower, code),
    slow: await lend(borrower, code),
    late: await lend(late, dear),
  };
  valueDate = (await theLoan(loans.whole)).valueDate ?? businessDateOf(new Date(0));
});
afterAll(() => harness?.stop());

async function theLoan(loanId: Uuid) {
  const [row] = await harness.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  if (!row) throw new Error('no loan');
  return row;
}
const rows = (loanId: Uuid) =>
  harness.wiring.pool.db.select().from(instalment).where(eq(instalment.loanId, loanId)).orderBy(asc(instalment.number));
async function rowOf(loanId: Uuid, number: number) {
  const found = (await rows(loanId)).find((row) => row.number === number);
  if (!found) throw new Error('no such row');
  return found;
}
async function available(accountId: Uuid): Promise<Money> {
  const [row] = await harness.wiring.pool.db.select().from(account).where(eq(account.id, accountId));
  return row?.available ?? fen(0n);
}
async function everythingAgrees(): Promise<void> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}
async function morning(on: PlainDate): Promise<void> {
  await moveClocks(harness, on, '00:10');
  const ctx = await harness.system();
  await markOverdue(ctx, on);
  await accruePenalties(ctx, on);
  expect((await collectDue(ctx, { on })).errors).toEqual([]);
}
async function payoffQuoted(who: Borrower, loanId: Uuid, on: PlainDate) {
  return quotePayoff(await who.context(), { loanId, on });
}
async function payItOff(who: Borrower, loanId: Uuid, quoted: { on: PlainDate; total: Money }) {
  const ctx = await who.context();
  return payOff(ctx, { requestId: ctx.newId(), loanId, on: quoted.on, total: quoted.total });
}
async function prepayPart(loanId: Uuid, part: Money, keep: Keep) {
  const ctx = await borrower.context();
  const { keepTerm, keepInstalment } = await quotePart(ctx, { loanId, on: ctx.businessDate, part });
  const quoted = keep === 'term' ? keepTerm : keepInstalment;
  if (!quoted) throw new Error('both ways are one');
  const { on, total } = quoted;
  expect(await prepay(ctx, { requestId: ctx.newId(), loanId, on, total, part, keep })).toMatchObject({ state: 'paid' });
  return quoted;
}

test('what was quoted on the value date for a day is what is settled on that day, once for one request', async () => {
  const on = addDays(valueDate, 10);
  const quoted = await payoffQuoted(borrower, loans.whole, on);
  expect(quoted).toMatchObject({
    principal: yuan(10_000),
    due: 0n,
    fee: { total: yuan(100), investors: yuan(60), platform: yuan(40) },
  });
  await moveClocks(harness, on, '10:00');
  const before = await available(borrower.accountId);
  const ctx = await borrower.context();
  const input = { requestId: ctx.newId(), loanId: loans.whole, on, total: quoted.total };
  const paid = await payOff(ctx, input);
  expect(paid.state).toBe('paid');
  expect(await payOff(ctx, input)).toEqual(paid);
  expect(minus(before, await available(borrower.accountId))).toBe(quoted.total);
  await runOutbox(await harness.system(), 10);
  expect(await theLoan(loans.whole)).toMatchObject({ state: 'repaid', projectStatus: 'FINISH' });
  expect(await rowOf(loans.whole, 7)).toMatchObject({
    kind: 'payoff',
    state: 'paid',
    dueOn: on,
    principal: yuan(10_000),
    interest: quoted.interest,
    fee: yuan(100),
    feePaid: yuan(100),
  });
  await everythingAgrees();
});

test('each investor has his stake, his interest to the day and his share of the fee; what there was is kept', async () => {
  const { db } = harness.wiring.pool;
  const received = await db.select().from(receipt).where(eq(receipt.loanId, loans.whole)).orderBy(asc(receipt.claimId));
  expect(received.map((row) => row.principal).sort()).toEqual([...STAKES].map(yuan).sort());
  expect(sum(received.map((row) => row.fee))).toBe(yuan(60));
  const old = await db.select().from(replacedInstalment).where(eq(replacedInstalment.loanId, loans.whole));
  expect(sum(old.map((row) => row.principal))).toBe(yuan(10_000));
  expect(sum((await rows(loans.whole)).map((row) => row.principal))).toBe(yuan(10_000));
  expect((await rows(loans.whole)).slice(0, 6).map(({ state, principal }) => [state, principal])).toEqual(
    Array(6).fill(['paid', 0n]),
  );
});

test('the investor is shown what it brought him and what of the schedule will not come', async () => {
  const first = investors[0];
  if (!first) throw new Error('no investor');
  const [mine] = await earlyReceipts(await first.context(), { limit: 5 });
  const row = await rowOf(loans.whole, 7);
  const old = await harness.wiring.pool.db
    .select()
    .from(replacedInstalment)
    .where(eq(replacedInstalment.loanId, loans.whole));
  const forgone = minus(sum(old.map(({ interest }) => interest)), row.interest);
  expect(mine).toMatchObject({ kind: 'payoff', on: row.dueOn, principal: yuan(5_000), fee: yuan(30) });
  expect((mine?.forgone ?? 0n) * 2n - forgone).toBeLessThanOrEqual(1n);
  expect((mine?.forgone ?? 0n) * 2n - forgone).toBeGreaterThanOrEqual(-1n);
});

test('refuses another day’s quote, another total, another’s loan and more than the authorisation allows', async () => {
  const on = addDays(valueDate, 10);
  const later = await payoffQuoted(borrower, loans.parts, addDays(on, 1));
  const now = await payoffQuoted(borrower, loans.parts, on);
  const changed = { code: 'QUOTE_CHANGED', details: { totalFen: now.total.toString() } };
  await expect(payItOff(borrower, loans.parts, later)).rejects.toMatchObject(changed);
  await expect(payItOff(borrower, loans.parts, { on, total: plus(now.total, fen(1n)) })).rejects.toMatchObject(changed);
  await expect(payoffQuoted(late, loans.parts, on)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(payItOff(late, loans.parts, now)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(payoffQuoted(borrower, loans.parts, addDays(on, -1))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  const { db } = harness.wiring.pool;
  const given = and(eq(authorisation.accountId, borrower.accountId), eq(authorisation.kind, 'REPAYMENT'));
  const [granted] = await db.select().from(authorisation).where(given);
  await db
    .update(authorisation)
    .set({ amountLimit: yuan(10_000) })
    .where(given);
  await expect(payItOff(borrower, loans.parts, now)).rejects.toMatchObject({ code: 'AMOUNT_OVER_AUTHORISATION' });
  await db
    .update(authorisation)
    .set({ amountLimit: granted?.amountLimit ?? null })
    .where(given);
  expect(await db.select().from(collection).where(eq(collection.loanId, loans.parts))).toEqual([]);
});

test('a part with the instalment kept: the same instalment as before, less interest, fewer rows', async () => {
  const before = await rows(loans.parts);
  const quoted = await prepayPart(loans.parts, yuan(4_000), 'instalment');
  const after = await rows(loans.parts);
  expect(after.at(-1)).toMatchObject({ number: 7, kind: 'prepayment', state: 'paid', principal: yuan(4_000) });
  expect(after.slice(0, 6).map(({ principal, interest }) => [principal, interest])).toEqual(
    quoted.rows.map(({ principal, interest }) => [principal, interest]),
  );
  const level = (row: (typeof before)[number] | undefined) => (row ? row.principal + row.interest : 0n);
  expect(level(after[1])).toBe(level(before[1]));
  expect(level(after[5])).toBe(0n);
  expect(await loanState(harness.wiring, loans.parts)).toBe('repaying');
  await everythingAgrees();
});

test('another part the same day with the term kept, and a payment that the bank refuses leaves the schedule alone', async () => {
  await prepayPart(loans.parts, yuan(1_000), 'term');
  const before = await rows(loans.parts);
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'refusal');
  const ctx = await borrower.context();
  const { keepTerm } = await quotePart(ctx, { loanId: loans.parts, on: ctx.businessDate, part: yuan(500) });
  const asked = { on: keepTerm.on, total: keepTerm.total, part: yuan(500), keep: 'term' } as const;
  const failed = await prepay(ctx, { requestId: ctx.newId(), loanId: loans.parts, ...asked });
  expect(failed.state).toBe('failed');
  await harness.control('DELETE', 'faults');
  expect(await rows(loans.parts)).toEqual(before);
  await everythingAgrees();
});

test('a row that falls due while a payoff waits for the bank is not collected twice', async () => {
  const dueOn = (await rowOf(loans.slow, 1)).dueOn;
  await moveClocks(harness, addDays(dueOn, -1), '23:00');
  const quoted = await payoffQuoted(borrower, loans.slow, addDays(dueOn, -1));
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-before');
  const begun = await payItOff(borrower, loans.slow, quoted);
  const outcome = async () => earlyOutcome(await borrower.context(), { ...begun, loanId: loans.slow });
  expect([begun.state, await outcome()]).toEqual(['freezing', { state: 'freezing' }]);
  await expect(payItOff(borrower, loans.slow, quoted)).rejects.toMatchObject({ code: 'CONFLICT' });
  await harness.control('DELETE', 'faults');
  await morning(dueOn);
  expect(await rowOf(loans.slow, 1)).toMatchObject({ state: 'due', principalPaid: 0n });
  await eventually('the bank has answered', async () => {
    await harness.hurry();
    await runOutbox(await harness.system(), 10);
    return (await loanState(harness.wiring, loans.slow)) === 'repaid';
  });
  expect(await outcome()).toEqual({ state: 'paid' });
  expect(await rowOf(loans.slow, 1)).toMatchObject({ state: 'paid', principal: 0n, interest: 0n });
  expect(await rowOf(loans.slow, 7)).toMatchObject({ dueOn: addDays(dueOn, -1), principal: yuan(10_000) });
  await everythingAgrees();
});

test('on a due day before its collection a payoff takes that instalment whole, and nothing more is collected', async () => {
  expect(await rowOf(loans.parts, 1)).toMatchObject({ state: 'paid' });
  const second = await rowOf(loans.parts, 2);
  const beforehand = await payoffQuoted(borrower, loans.parts, second.dueOn);
  await moveClocks(harness, second.dueOn, '00:05');
  const quoted = await payoffQuoted(borrower, loans.parts, second.dueOn);
  expect(quoted).toMatchObject({ total: beforehand.total, interest: second.interest, due: 0n });
  expect((await payItOff(borrower, loans.parts, quoted)).state).toBe('paid');
  expect(await loanState(harness.wiring, loans.parts)).toBe('repaid');
  await moveClocks(harness, second.dueOn, '00:10');
  await collectDue(await harness.system(), { on: second.dueOn });
  const paid = await harness.wiring.pool.db
    .select()
    .from(collection)
    .where(and(eq(collection.loanId, loans.parts), eq(collection.state, 'paid')));
  expect(paid.map(({ kind }) => kind).sort()).toEqual(['instalment', 'payoff', 'prepayment', 'prepayment']);
  await everythingAgrees();
});

test('of an overdue loan the late instalments are paid first, with their penalty as it was quoted', async () => {
  for (let day = 0; day < 2; day += 1) {
    await morning(addDays((await late.context()).businessDate, 1));
  }
  expect((await rows(loans.late)).map(({ state }) => state).slice(0, 3)).toEqual(['overdue', 'overdue', 'scheduled']);
  await addFunds(harness, late, yuan(11_000));
  const on = addDays((await late.context()).businessDate, 1);
  const expected = await payoffQuoted(late, loans.late, on);
  expect(expected.duePenalty).toBeGreaterThan(0n);
  await moveClocks(harness, on, '00:10');
  const ctx = await harness.system();
  await accruePenalties(ctx, on);
  const quoted = await payoffQuoted(late, loans.late, on);
  expect(quoted.total).toBe(expected.total);
  expect((await payItOff(late, loans.late, quoted)).state).toBe('paid');
  expect(await loanState(harness.wiring, loans.late)).toBe('repaid');
  const paid = await rows(loans.late);
  expect(new Set(paid.map(({ state }) => state))).toEqual(new Set(['paid']));
  expect(sum(paid.map((row) => row.penaltyPaid))).toBe(quoted.duePenalty);
  await everythingAgrees();
});
