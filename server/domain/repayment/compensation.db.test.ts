import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, journal } from '#db/schema/accounts.ts';
import { loan } from '#db/schema/loans.ts';
import { instalment } from '#db/schema/repayments.ts';
import { writeOff } from '#db/schema/write-offs.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, sum } from '#server/primitives/money.ts';
import { ratePpm, shareOf } from '#server/primitives/rate.ts';
import { BACKED_PENALTY, BACKED_STAKES, disagreements, lendBacked, receivedOf } from '#server/testing/backed-loans.ts';
import { addFunds, type Borrower, type Investor, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Guarantor, openGuarantor } from '#server/testing/enterprises.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState } from '#server/testing/listings.ts';
import { moveClocks } from '#server/testing/time.ts';
import { CHART } from '../ledger/chart.ts';
import { accruePenalties } from './accrue-penalties.ts';
import { RESERVE_TOO_SMALL } from './begin-from-reserve.ts';
import { collectDue } from './collect-due.ts';
import { compensateLate, compensateLoan } from './compensate-late.ts';
import { coverageOf } from './coverage.ts';
import { decideWriteOff } from './decide-write-off.ts';
import { markOverdue } from './mark-overdue.ts';
import { owedOf, penaltyOf, totalOf, totalOwed } from './owed.ts';
import { owedNow } from './owed-now.ts';
import { payInstalment } from './pay-instalment.ts';
import { proposeWriteOff } from './propose-write-off.ts';
import { failedCompensations, recourseForStaff, recourseOfGuarantor, writeOffDesk } from './recourse.ts';

let harness: Harness;
let guarantor: Guarantor;
let investors: Investor[];
/** One loan for each of the three who may pay in a borrower's place; each borrower sees ¥1,000 of ¥10,000. */
let late: Record<'reserve' | 'direct' | 'through', Readonly<{ loanId: Uuid; borrower: Borrower }>>;

beforeAll(async () => {
  harness = await startHarness();
  guarantor = await openGuarantor(harness, { funds: yuan(40_000) });
  const guarantorId = guarantor.enterpriseId;
  investors = await Promise.all(BACKED_STAKES.map(() => openInvestor(harness, { funds: yuan(16_000) })));
  late = {
    reserve: await lendBacked(harness, { compensator: 'reserve', investors, reservePpm: ratePpm(200_000) }),
    direct: await lendBacked(harness, { compensator: 'guarantor', investors, guarantorId }),
    through: await lendBacked(harness, { compensator: 'guarantor-through-borrower', investors, guarantorId }),
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
const receivedBy = (loanId: Uuid, number: number) => receivedOf(harness, loanId, number);
const everythingAgrees = async (): Promise<void> => expect(await disagreements(harness)).toEqual([]);
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
      penaltyAtCompensation: penaltyOf(first, BACKED_PENALTY),
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
  expect(toInvestors).toHaveLength(BACKED_STAKES.length);
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
  const { compensator, investors: toInvestors } = owedOf(before, BACKED_PENALTY);
  const total = penaltyOf(before, BACKED_PENALTY);
  expect(compensator.penalty).toBe(
    minus(total, shareOf(fen(2n * (before.principal + before.interest)), BACKED_PENALTY)),
  );
  const said = await owedNow(await borrower.context(), { loanId });
  expect(said.rows).toMatchObject([{ number: 1, compensated: true, compensator: guarantor.facts.name }]);
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
  await morning(await dueDate(2));
  await morning(addDays(await dueDate(2), 1));
  await moveClocks(harness, addDays(await dueDate(2), 2), '00:10');
  expect(await compensateLoan(await harness.system(), loanId)).toEqual({ attempted: 1, paid: 0 });
  const auditor = await harness.staff(['auditor']);
  expect(await failedCompensations(auditor)).toMatchObject([{ loanId, failure: RESERVE_TOO_SMALL, payer: null }]);
  expect(await row(loanId, 2)).toMatchObject({ state: 'overdue', principalCompensated: 0n });
  expect(await available(CHART.compensation.id)).toBe(before);
  expect(await row(late.direct.loanId, 2)).toMatchObject({ state: 'overdue' });
});

test('a loan says who stands behind it, and how far that reaches', async () => {
  const [through, direct, reserve] = await Promise.all(
    [late.through, late.direct, late.reserve].map(({ loanId }) => coverageOf(harness.wiring.pool, [loanId])),
  );
  const owed = async (loanId: Uuid) =>
    sum((await rows(loanId)).map((each) => owedOf(each, BACKED_PENALTY).investors.principal));
  const outstanding = { reserve: await owed(late.reserve.loanId), direct: await owed(late.direct.loanId) };
  const balance = await available(guarantor.accountId);
  expect(reserve).toMatchObject([
    { by: 'reserve', limit: null, standsFor: outstanding.reserve, balance: await available(CHART.compensation.id) },
  ]);
  expect(direct).toMatchObject([
    { by: 'guarantor', name: guarantor.facts.name, limit: yuan(1_000_000), balance, outstanding: outstanding.direct },
  ]);
  expect([reserve?.[0]?.enough, direct?.[0]?.enough]).toEqual([false, true]);
  const open = sum((await recourseOfGuarantor(await guarantor.context())).map((each) => each.open));
  const both = plus(outstanding.direct, await owed(late.through.loanId));
  expect(through).toMatchObject([{ throughBorrower: true, standsFor: plus(both, open) }]);
});

test('of a payment and a compensation at once one is made, never both', async () => {
  const { loanId, borrower } = late.direct;
  await addFunds(harness, borrower, yuan(1_700));
  const system = await harness.system();
  await Promise.allSettled([pay(borrower, loanId), compensateLoan(system, loanId)]);
  const second = await row(loanId, 2);
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
  const owed = sum((await rows(loanId)).map((each) => totalOwed(each, BACKED_PENALTY)));
  const investorsPart = sum((await rows(loanId)).map((each) => owedOf(each, BACKED_PENALTY).investors.penalty));
  for (const number of [1, 2, 3, 7]) {
    expect(await pay(borrower, loanId)).toMatchObject({ state: 'paid' });
    expect(await row(loanId, number)).toMatchObject({ state: 'recovered' });
  }
  expect(await available(guarantor.accountId)).toBe(plus(before, minus(owed, investorsPart)));
  const [closed] = await db().select().from(loan).where(eq(loan.id, loanId));
  expect(closed).toMatchObject({ state: 'repaid', projectStatus: 'FINISH' });
  await everythingAgrees();
});

test('a loan is written off by two, late enough, and what comes in then is split: the reserve first', async () => {
  const { loanId, borrower } = late.reserve;
  const maker = await harness.staff(['risk-officer']);
  await expect(proposeWriteOff(maker, { loanId, reason: '失联' })).rejects.toMatchObject({
    code: 'WRITE_OFF_TOO_EARLY',
  });
  const day = addDays(await dueDate(1), 91);
  await moveClocks(harness, day, '09:00');
  const proposing = await harness.staff(['risk-officer'], maker.actor.memberId);
  await proposeWriteOff(proposing, { loanId, reason: '失联，抵押物已处置' });
  expect((await writeOffDesk(proposing)).decisions).toMatchObject([{ loanId, state: 'proposed', isOwn: true }]);
  await expect(decideWriteOff(proposing, { loanId, confirm: true })).rejects.toMatchObject({ code: 'SAME_PERSON' });
  const alone = { state: 'confirmed', decidedBy: maker.actor.memberId } as const;
  await expect(db().update(writeOff).set(alone).where(eq(writeOff.loanId, loanId))).rejects.toThrow();
  const other = await harness.staff(['finance']);
  await decideWriteOff(other, { loanId, confirm: true });
  expect(await loanState(harness.wiring, loanId)).toBe('written-off');
  const written = (await rows(loanId)).filter(({ state }) => state === 'written-off');
  expect(sum((await rows(loanId)).map(({ principal }) => principal))).toBe(yuan(10_000));
  expect(written.at(-1)).toMatchObject({ kind: 'acceleration', dueOn: day });
  const [decided] = await db().select().from(writeOff).where(eq(writeOff.loanId, loanId));
  const owed = written.map((each) => owedOf(each, BACKED_PENALTY));
  expect(decided).toMatchObject({
    state: 'confirmed',
    owedToCompensator: sum(owed.map(({ compensator }) => totalOf(compensator))),
    owedToInvestors: sum(owed.map(({ investors }) => totalOf(investors))),
  });
  await everythingAgrees();
  await addFunds(harness, borrower, yuan(2_000));
  const [reserveBefore, there] = [await available(CHART.compensation.id), await available(borrower.accountId)];
  const ctx = await borrower.context();
  expect(await payInstalment(ctx, { requestId: ctx.newId(), loanId, amount: there })).toMatchObject({ state: 'paid' });
  const forReserve = decided?.owedToCompensator ?? fen(0n);
  expect(await available(CHART.compensation.id)).toBe(plus(reserveBefore, forReserve));
  const firstOf = await row(loanId, 1);
  expect(await recourseForStaff(other)).toContainEqual(
    expect.objectContaining({ loanId, payer: null, recovered: plus(firstOf.principal, firstOf.interest), open: 0n }),
  );
  const after = await rows(loanId);
  const paid = (each: (typeof after)[number]) => each.principalPaid + each.interestPaid + each.penaltyPaid;
  expect(after.reduce((total, each) => total + paid(each), 0n)).toBe(there - forReserve);
  expect(after.find(({ number }) => number === 2)?.interestPaid).toBe(0n);
  expect(after.every(({ state }) => ['written-off', 'paid', 'recovered'].includes(state))).toBe(true);
  expect(await loanState(harness.wiring, loanId)).toBe('written-off');
  await everythingAgrees();
});
