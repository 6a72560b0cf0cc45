import { and, asc, eq, isNotNull, ne } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, journal } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import type { Compensator } from '#db/schema/products.ts';
import { collection, collectionItem, instalment, receipt } from '#db/schema/repayments.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, sum } from '#server/primitives/money.ts';
import { ratePpm, shareOf } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Guarantor, openGuarantor } from '#server/testing/enterprises.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { sellProduct } from '#server/testing/products.ts';
import { moveClocks } from '#server/testing/time.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { CHART } from '../ledger/chart.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { accruePenalties } from './accrue-penalties.ts';
import { RESERVE_TOO_SMALL } from './begin-from-reserve.ts';
import { collectDue } from './collect-due.ts';
import { compensateLate, compensateLoan } from './compensate-late.ts';
import { markOverdue } from './mark-overdue.ts';
import { owedOf, penaltyOf, totalOwed } from './owed.ts';
import { payInstalment } from './pay-instalment.ts';

const STAKES = [5_000, 3_300, 1_700] as const;
const PENALTY = ratePpm(500);
let harness: Harness;
let guarantor: Guarantor;
let investors: Investor[];
/** One loan for each of the three who may pay in a borrower's place; each borrower sees ¥1,000 of ¥10,000. */
let late: Record<'reserve' | 'direct' | 'through', Readonly<{ loanId: Uuid; borrower: Borrower }>>;

async function lend(compensator: Compensator, reserve = 0) {
  const product = await sellProduct(harness, {
    originationFeePpm: ratePpm(900_000),
    reservePpm: ratePpm(reserve),
    compensator,
    compensateAfterDays: 2,
    graceDays: 0,
    penaltyPpmPerDay: PENALTY,
  });
  const borrower = await openBorrower(harness);
  const loanId = await openListing(harness.wiring, borrower, {
    amount: yuan(10_000),
    term: 6,
    productCode: `test-${product}`,
    ...(compensator !== 'reserve' && { guarantorId: guarantor.enterpriseId }),
  });
  for (const [index, investor] of investors.entries()) {
    const ctx = await investor.context();
    await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(STAKES[index] ?? 0) });
  }
  await settleFullLoans(await harness.system());
  await eventually('the loan is repaying', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  await runOutbox(await harness.system(), 10);
  return { loanId, borrower };
}

beforeAll(async () => {
  harness = await startHarness();
  guarantor = await openGuarantor(harness, { funds: yuan(40_000) });
  investors = await Promise.all(STAKES.map(() => openInvestor(harness, { funds: yuan(16_000) })));
  late = {
    reserve: await lend('reserve', 200_000),
    direct: await lend('guarantor'),
    through: await lend('guarantor-through-borrower'),
  };
});
afterAll(() => harness?.stop());

const db = () => harness.wiring.pool.db;
const rows = (loanId: Uuid) =>
  db().select().from(instalment).where(eq(instalment.loanId, loanId)).orderBy(asc(instalment.number));
async function row(loanId: Uuid, number: number) {
  const found = (await rows(loanId)).find((each) => each.number === number);
  if (!found) throw new Error('no such row');
  return found;
}
const dueDate = async (number: number): Promise<PlainDate> => (await row(late.direct.loanId, number)).dueOn;
async function available(accountId: Uuid): Promise<Money> {
  const [found] = await db().select().from(account).where(eq(account.id, accountId));
  return found?.available ?? fen(0n);
}
const collectionsOf = (loanId: Uuid) =>
  db()
    .select()
    .from(collection)
    .where(and(eq(collection.loanId, loanId), eq(collection.kind, 'compensation')))
    .orderBy(asc(collection.createdAt), asc(collection.id));
async function receivedBy(loanId: Uuid, number: number) {
  const paid = await db()
    .select()
    .from(receipt)
    .where(and(eq(receipt.loanId, loanId), eq(receipt.instalmentNumber, number), isNotNull(receipt.paidAt)));
  return {
    principal: sum(paid.map((each) => each.principal)),
    interest: sum(paid.map((each) => each.interest)),
    penalty: sum(paid.map((each) => each.penalty)),
  };
}
async function everythingAgrees(): Promise<void> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}
/** The business of a day at its 00:10, in the order of the day end. */
async function morning(on: PlainDate) {
  await moveClocks(harness, on, '00:10');
  const ctx = await harness.system();
  await markOverdue(ctx, on);
  await accruePenalties(ctx, on);
  const collected = await collectDue(ctx, { on });
  const run = await compensateLate(ctx, { on });
  expect([...collected.errors, ...run.errors]).toEqual([]);
  return { collected: collected.paid, attempted: run.attempted, compensated: run.paid };
}
/** Mornings from a due date to the day of its compensation. */
async function mornings(number: number) {
  const dueOn = await dueDate(number);
  await morning(dueOn);
  await morning(addDays(dueOn, 1));
  return morning(addDays(dueOn, 2));
}
async function pay(who: Borrower, loanId: Uuid) {
  const ctx = await who.context();
  return payInstalment(ctx, { requestId: ctx.newId(), loanId });
}

test('two days after the due date each compensator pays principal and interest, and no penalty', async () => {
  const dueOn = await dueDate(1);
  expect(await morning(dueOn)).toEqual({ collected: 0, attempted: 0, compensated: 0 });
  expect(await morning(addDays(dueOn, 1))).toEqual({ collected: 0, attempted: 0, compensated: 0 });
  const [reserveBefore, guarantorBefore] = [
    await available(CHART.compensation.id),
    await available(guarantor.accountId),
  ];
  expect(reserveBefore).toBe(yuan(2_000));
  const borrowersBefore = await Promise.all(Object.values(late).map(({ borrower }) => available(borrower.accountId)));
  expect(await morning(addDays(dueOn, 2))).toEqual({ collected: 0, attempted: 3, compensated: 3 });
  for (const [way, { loanId }] of Object.entries(late)) {
    const first = await row(loanId, 1);
    expect(first).toMatchObject({
      state: 'compensated',
      compensatorAccountId: way === 'reserve' ? CHART.compensation.id : guarantor.accountId,
      compensatedOn: addDays(dueOn, 2),
      principalCompensated: first.principal,
      interestCompensated: first.interest,
      penaltyAtCompensation: penaltyOf(first, PENALTY),
      principalPaid: 0n,
    });
    expect(first.penaltyFenDays).toBe(2n * (first.principal + first.interest));
    expect(await receivedBy(loanId, 1)).toEqual({ principal: first.principal, interest: first.interest, penalty: 0n });
    expect(await loanState(harness.wiring, loanId)).toBe('overdue');
  }
  const one = await row(late.direct.loanId, 1);
  const each = plus(one.principal, one.interest);
  expect(await available(CHART.compensation.id)).toBe(minus(reserveBefore, each));
  expect(await available(guarantor.accountId)).toBe(minus(minus(guarantorBefore, each), each));
  expect(await Promise.all(Object.values(late).map(({ borrower }) => available(borrower.accountId)))).toEqual(
    borrowersBefore,
  );
  await everythingAgrees();
});

test('through the borrower the money comes to him and goes on in the same trade', async () => {
  const lines = await db()
    .select({ amount: journal.amount })
    .from(journal)
    .where(and(eq(journal.loanId, late.through.loanId), eq(journal.kind, 'COMPENSATORY')))
    .orderBy(asc(journal.lineNumber));
  const [toBorrower, ...toInvestors] = lines.map(({ amount }) => amount);
  expect(toInvestors).toHaveLength(STAKES.length);
  expect(sum(toInvestors)).toBe(toBorrower);
});

test('the same day again pays nothing again', async () => {
  const run = await compensateLate(await harness.system(), { on: addDays(await dueDate(1), 2) });
  expect(run).toEqual({ attempted: 0, paid: 0, errors: [] });
});

test('what the borrower pays then goes to the guarantor first, with the penalty from that day on', async () => {
  const { loanId, borrower } = late.direct;
  await morning(addDays(await dueDate(1), 3));
  const before = await row(loanId, 1);
  const { compensator, investors: toInvestors } = owedOf(before, PENALTY);
  const total = penaltyOf(before, PENALTY);
  expect(compensator.penalty).toBe(minus(total, shareOf(fen(2n * (before.principal + before.interest)), PENALTY)));
  expect(toInvestors).toMatchObject({ principal: 0n, interest: 0n, penalty: minus(total, compensator.penalty) });
  await addFunds(harness, borrower, yuan(800));
  const guarantorBefore = await available(guarantor.accountId);
  expect(await pay(borrower, loanId)).toMatchObject({ state: 'paid' });
  expect(await available(guarantor.accountId)).toBe(
    sum([guarantorBefore, compensator.principal, compensator.interest, compensator.penalty]),
  );
  expect(await row(loanId, 1)).toMatchObject({
    state: 'recovered',
    principalRecovered: before.principal,
    interestRecovered: before.interest,
    penaltyRecovered: compensator.penalty,
    penaltyPaid: toInvestors.penalty,
  });
  expect((await receivedBy(loanId, 1)).penalty).toBe(toInvestors.penalty);
  expect(await loanState(harness.wiring, loanId)).toBe('repaying');
  await everythingAgrees();
});

test('a reserve that is too small pays nothing, and says so', async () => {
  const { loanId } = late.reserve;
  const before = await available(CHART.compensation.id);
  const { direct } = late;
  await morning(await dueDate(2));
  await morning(addDays(await dueDate(2), 1));
  await moveClocks(harness, addDays(await dueDate(2), 2), '00:10');
  expect(await compensateLoan(await harness.system(), loanId)).toEqual({ attempted: 1, paid: 0 });
  const [, second] = await collectionsOf(loanId);
  expect(second).toMatchObject({ state: 'failed', failure: RESERVE_TOO_SMALL, freezeRequestNo: null });
  expect(await row(loanId, 2)).toMatchObject({ state: 'overdue', principalCompensated: 0n });
  expect(await available(CHART.compensation.id)).toBe(before);
  expect(await row(direct.loanId, 2)).toMatchObject({ state: 'overdue' });
});

test('of a payment and a compensation at once one is made, never both', async () => {
  const { loanId, borrower } = late.direct;
  await addFunds(harness, borrower, yuan(1_700));
  const system = await harness.system();
  await Promise.allSettled([pay(borrower, loanId), compensateLoan(system, loanId)]);
  const second = await row(loanId, 2);
  const forIt = await db()
    .select({ collectionId: collectionItem.collectionId })
    .from(collectionItem)
    .innerJoin(collection, eq(collection.id, collectionItem.collectionId))
    .where(
      and(
        eq(collectionItem.loanId, loanId),
        eq(collectionItem.instalmentNumber, 2),
        eq(collectionItem.beneficiary, 'investors'),
        eq(collection.state, 'paid'),
        ne(collectionItem.principal, fen(0n)),
      ),
    );
  expect(forIt).toHaveLength(1);
  expect(plus(second.principalPaid, second.principalCompensated)).toBe(second.principal);
  expect(await receivedBy(loanId, 2)).toMatchObject({ principal: second.principal, interest: second.interest });
  await everythingAgrees();
});

test('two in a row change nothing, three make the whole rest fall due to the guarantor', async () => {
  const { loanId } = late.through;
  expect(await compensateLoan(await harness.system(), loanId)).toEqual({ attempted: 1, paid: 1 });
  expect((await rows(loanId)).map(({ state }) => state)).toEqual([
    ...['compensated', 'compensated', 'scheduled', 'scheduled', 'scheduled', 'scheduled'],
  ]);
  await mornings(3);
  const all = await rows(loanId);
  expect(all.map(({ state }) => state)).toEqual([
    ...['compensated', 'compensated', 'compensated', 'paid', 'paid', 'paid', 'compensated'],
  ]);
  const [, , , ...rest] = all;
  const accelerated = all.at(-1);
  expect(accelerated).toMatchObject({ kind: 'acceleration', dueOn: addDays(await dueDate(3), 2) });
  expect(rest.slice(0, 3).map(({ principal, interest }) => principal + interest)).toEqual([0n, 0n, 0n]);
  expect(sum(all.map(({ principal }) => principal))).toBe(yuan(10_000));
  expect(accelerated?.interest).toBeGreaterThan(0n);
  await everythingAgrees();
});

test('when the borrower has paid all of it back, the loan is repaid and closed at the bank', async () => {
  const { loanId, borrower } = late.through;
  await addFunds(harness, borrower, yuan(11_000));
  const before = await available(guarantor.accountId);
  const owed = sum((await rows(loanId)).map((each) => totalOwed(each, PENALTY)));
  const investorsPart = sum((await rows(loanId)).map((each) => owedOf(each, PENALTY).investors.penalty));
  for (const number of [1, 2, 3, 7]) {
    expect(await pay(borrower, loanId)).toMatchObject({ state: 'paid' });
    expect(await row(loanId, number)).toMatchObject({ state: 'recovered' });
  }
  expect(await available(guarantor.accountId)).toBe(plus(before, minus(owed, investorsPart)));
  const [closed] = await db().select().from(loan).where(eq(loan.id, loanId));
  expect(closed).toMatchObject({ state: 'repaid', projectStatus: 'FINISH' });
  await everythingAgrees();
});
