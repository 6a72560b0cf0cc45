import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessClock } from '#db/schema/custody.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { instalment } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import { addDays, businessDateOf, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { readClock, setClock } from '../custody/business-clock.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { acceptOffer } from '../loan/accept-offer.ts';
import { applyForLoan } from '../loan/apply-for-loan.ts';
import { decideLoan } from '../loan/decide-loan.ts';
import { ensureProducts } from '../loan/products.ts';
import { startReview } from '../loan/start-review.ts';
import { endAbandonedTravel } from './end-abandoned-travel.ts';
import { dayRuns } from './queries.ts';
import { workByRule } from './rules-of-work.ts';
import { dayEndTick } from './tick.ts';
import { travelTo } from './travel.ts';

let world: Harness;
let investor: Investor;

beforeAll(async () => {
  world = await startHarness();
  await transaction(world.wiring.pool, async (tx) => ensureProducts(tx, await world.system()));
  investor = await openInvestor({ wiring: world.wiring }, { funds: yuan(100_000) });
}, 60_000);
afterAll(() => world.stop());

const bankNow = async (): Promise<Date> => new Date(((await world.control('GET', 'clock')) as { now: string }).now);
const isTravelling = async (): Promise<boolean> => (await readClock(world.wiring.pool.db)).travelling;

/** A day loan, fully bid for; it is settled by the next journey. */
async function fullLoan(borrower: Borrower, days: number): Promise<Uuid> {
  const products = await world.wiring.pool.db.select().from(product);
  const sold = products.find(({ code }) => code === 'short-bullet');
  if (!sold) throw new Error('no product');
  const ctx = await borrower.context();
  const { loanId } = await applyForLoan(ctx, {
    requestId: ctx.newId(),
    productId: sold.id,
    title: '周转',
    purpose: '备货',
    term: days,
    amount: yuan(10_000),
    ratePpm: ratePpm(120_000),
  });
  const officer = await world.staff(['loan-officer']);
  await startReview(officer, { loanId });
  await decideLoan(officer, { loanId, decision: 'offer', grade: 'B', reason: '同意' });
  await acceptOffer(await borrower.context(), { loanId });
  const bidder = await investor.context();
  await placeBid(bidder, { requestId: bidder.newId(), loanId, amount: yuan(10_000) });
  return loanId;
}

async function loanOf(loanId: Uuid) {
  const [row] = await world.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  const [owed] = await world.wiring.pool.db.select().from(instalment).where(eq(instalment.loanId, loanId));
  return { state: row?.state, instalment: owed };
}

test('with a real bank time does not travel', async () => {
  const ctx = { ...(await world.system()), simulator: undefined };
  await expect(travelTo(ctx, { advanceDays: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a day ahead: the bank leads, the platform follows, and the day behind is done and green', async () => {
  const ctx = await world.system();
  const seen: PlainDate[] = [];
  const { date } = await travelTo(ctx, { advanceDays: 1 }, { onBoundary: (now) => seen.push(businessDateOf(now)) });
  expect(date).toBe(addDays(ctx.businessDate, 1));
  expect(Math.abs((await bankNow()).getTime() - (await world.system()).now().getTime())).toBeLessThan(1_000);
  expect(seen.length).toBeGreaterThan(3);
  expect(await isTravelling()).toBe(false);
  const [day] = await dayRuns(ctx, { from: ctx.businessDate, to: ctx.businessDate });
  expect(day).toMatchObject({ state: 'done', reconciliation: 'green' });
  expect(day?.steps.every(({ state, error }) => state === 'done' && error === null)).toBe(true);
});

test('a loan is settled, collected on its day and repaid on the way', async () => {
  const borrower = await openBorrower({ wiring: world.wiring }, { funds: yuan(200) });
  const loanId = await fullLoan(borrower, 7);
  await travelTo(await world.system(), { advanceDays: 8 });
  const { state, instalment: owed } = await loanOf(loanId);
  expect(state).toBe('repaid');
  expect(owed).toMatchObject({ state: 'paid', paidOn: owed?.dueOn });
  expect((await checkInvariants(world.wiring.pool)).ok).toBe(true);
});

test('who cannot pay is overdue from 00:10 of the day after, and pays when money comes', async () => {
  const borrower = await openBorrower({ wiring: world.wiring });
  const loanId = await fullLoan(borrower, 7);
  await travelTo(await world.system(), { advanceDays: 7 });
  expect((await loanOf(loanId)).instalment?.state).toBe('due');
  await travelTo(await world.system(), { advanceDays: 1 });
  const late = await loanOf(loanId);
  expect(late).toMatchObject({ state: 'overdue', instalment: { state: 'overdue' } });
  expect(late.instalment?.overdueOn).toBe((await world.system()).businessDate);
  await addFunds({ wiring: world.wiring }, borrower, yuan(500));
  await workByRule(await world.system());
  expect(await loanOf(loanId)).toMatchObject({ state: 'repaid', instalment: { state: 'paid' } });
});

test('a journey that fails on the way lets dispatching go on', async () => {
  const ctx = await world.system();
  let stops = 0;
  const simulator = ctx.simulator && {
    ...ctx.simulator,
    moveTo: (moment: Date) => {
      stops += 1;
      if (stops === 2) throw new Error('the bank is gone');
      return ctx.simulator?.moveTo(moment) ?? Promise.reject(new Error('no simulator'));
    },
  };
  await expect(travelTo({ ...ctx, simulator }, { advanceDays: 1 })).rejects.toThrow('the bank is gone');
  expect(await isTravelling()).toBe(false);
  await travelTo(await world.system(), { advanceDays: 1 });
});

test('only one travels at a time, and not back', async () => {
  const ctx = await world.system();
  const journeys = await Promise.allSettled([travelTo(ctx, { advanceDays: 1 }), travelTo(ctx, { advanceDays: 1 })]);
  expect(journeys.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(journeys.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } });
  await expect(travelTo(await world.system(), { to: ctx.businessDate })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
});

test('a journey whose process was killed is ended by a worker, and the platform catches up with the bank', async () => {
  const { pool } = world.wiring;
  const ctx = await world.system();
  await ctx.simulator?.moveTo(instantAt(addDays(ctx.businessDate, 1), '10:00'));
  await transaction(pool, (tx) => setClock(tx, ctx, { travelling: true }));
  expect(await endAbandonedTravel(ctx)).toBe(false);
  await pool.db.update(businessClock).set({ changedAt: new Date(ctx.realNow().getTime() - 60_000) });
  expect(await endAbandonedTravel(ctx)).toBe(true);
  expect(await isTravelling()).toBe(false);
  for (let round = 0; round < 3; round += 1) await dayEndTick(await world.system());
  expect((await world.system()).businessDate).toBe(addDays(ctx.businessDate, 1));
  const [day] = await dayRuns(ctx, { from: ctx.businessDate, to: ctx.businessDate });
  expect(day).toMatchObject({ state: 'done', reconciliation: 'green' });
});

test('what the bank does not answer holds time up once, and not at every boundary', async () => {
  const borrower = await openBorrower({ wiring: world.wiring }, { funds: yuan(200) });
  await world.control('POST', 'faults', { service: 'ASYNC_TRANSACTION', fault: 'stuck', next: 1 });
  const loanId = await fullLoan(borrower, 7);
  const started = performance.now();
  await travelTo(await world.system(), { advanceDays: 1 }, { patienceMs: 2_000 });
  expect((await loanOf(loanId)).state).toBe('settling');
  expect(performance.now() - started).toBeLessThan(15_000);
  await world.control('DELETE', 'faults');
});
