import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { bid, loan } from '#db/schema/loans.ts';
import { dayFile } from '#db/schema/operations.ts';
import { certificate } from '#db/schema/reconciliation.ts';
import { collection, instalment, penaltyDay } from '#db/schema/repayments.ts';
import { addDays, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { placeBid } from '../domain/bidding/place-bid.ts';
import { runOutbox } from '../domain/custody/run-outbox.ts';
import { dayRuns } from '../domain/day-end/queries.ts';
import { runDueSteps } from '../domain/day-end/run-due-steps.ts';
import { settleFullLoans } from '../domain/settlement/settle-full-loans.ts';
import { eventually } from './condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from './customers.ts';
import type { Harness } from './harness.ts';
import { fillReserve } from './kills/debt.ts';
import { loanState, openListing } from './listings.ts';
import { sellProduct } from './products.ts';
import { moveClocks } from './time.ts';

/** A night in which every step of the day end has something to do. */
export type Night = Readonly<{
  /** The day that ends. */
  date: PlainDate;
  /** Due on the next day, and its borrower has the money. */
  funded: Uuid;
  /** Due on the day itself, and nobody has anything for it. */
  penniless: Uuid;
  /** The same, and the risk reserve stands in a day later. */
  backed: Uuid;
  /** Its time is over just after midnight, with one bid. */
  expiring: Uuid;
  /** Opens just after midnight. */
  opening: Uuid;
}>;

const AMOUNT = yuan(1_000);
/** Nothing of what is lent reaches a borrower: he has what he was given before, and is charged from the first day. */
const ALL_AS_FEE = { graceDays: 0, originationFeePpm: ratePpm(990_000) };

async function settledLoan(world: Harness, who: { borrower: Borrower; investor: Investor }, productCode: string) {
  const loanId = await openListing(world.wiring, who.borrower, { amount: AMOUNT, productCode });
  const ctx = await who.investor.context();
  await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: AMOUNT });
  return loanId;
}

async function settleAll(world: Harness, loans: readonly Uuid[]): Promise<void> {
  await settleFullLoans(await world.system());
  await eventually('the loans are being repaid', async () => {
    await world.hurry();
    await runOutbox(await world.system(), 100);
    const rows = await world.wiring.pool.db.select().from(loan).where(eq(loan.projectStatus, 'REPAYING'));
    return loans.every((id) => rows.some((row) => row.id === id));
  });
}

const fallsDue = (world: Harness, loanId: Uuid, dueOn: PlainDate) =>
  world.wiring.pool.sql`update instalment set due_on = ${dueOn} where loan_id = ${loanId} and number = 1`;

/** What `prepareNight` has people pay in, the reserve's own money left out. */
export const NIGHT_FUNDS = yuan(10_500);

/** Prepares a night: it is ten o'clock on the day that will end, the day after the one that it is now. */
export async function prepareNight(world: Harness): Promise<Night> {
  const date = addDays((await world.system()).businessDate, 1);
  await moveClocks(world, date, '10:00');
  await eventually(
    'the days before are over',
    async () => (await runDueSteps(await world.system())).stuck.length === 0,
  );
  await fillReserve(world);
  const plain = `test-${await sellProduct(world, ALL_AS_FEE)}`;
  const reserve = `test-${await sellProduct(world, { ...ALL_AS_FEE, compensator: 'reserve', compensateAfterDays: 1 })}`;
  const [rich, poor, saved] = await Promise.all([
    openBorrower(world, { funds: yuan(500) }),
    openBorrower(world),
    openBorrower(world),
  ]);
  const investor = await openInvestor(world, { funds: yuan(10_000) });
  const funded = await settledLoan(world, { borrower: rich, investor }, plain);
  const penniless = await settledLoan(world, { borrower: poor, investor }, plain);
  const backed = await settledLoan(world, { borrower: saved, investor }, reserve);
  await settleAll(world, [funded, penniless, backed]);
  await fallsDue(world, funded, addDays(date, 1));
  await fallsDue(world, penniless, date);
  await fallsDue(world, backed, date);
  const expiring = await openListing(world.wiring, rich, { amount: AMOUNT, productCode: plain });
  const ctx = await investor.context();
  await placeBid(ctx, { requestId: ctx.newId(), loanId: expiring, amount: yuan(300) });
  const opening = await openListing(world.wiring, rich, { amount: AMOUNT, productCode: plain });
  const early = instantAt(addDays(date, 1), '00:05');
  await world.wiring.pool.db.update(loan).set({ deadlineAt: early }).where(eq(loan.id, expiring));
  await world.wiring.pool.db.update(loan).set({ state: 'scheduled', opensAt: early }).where(eq(loan.id, opening));
  return { date, funded, penniless, backed, expiring, opening };
}

const firstOf = async (world: Harness, loanId: Uuid) =>
  (
    await world.wiring.pool.db
      .select()
      .from(instalment)
      .where(and(eq(instalment.loanId, loanId), eq(instalment.number, 1)))
  )[0];
const collectionsOf = (world: Harness, loanId: Uuid) =>
  world.wiring.pool.db.select().from(collection).where(eq(collection.loanId, loanId));

/** Whether the night is over: its day end is through, and what it has begun has come to its end. */
export async function isNightOver(world: Harness, { date, funded, backed, expiring }: Night): Promise<boolean> {
  const [day] = await dayRuns(await world.system(), { from: date, to: date });
  const states = [(await firstOf(world, funded))?.state, (await firstOf(world, backed))?.state];
  const failed = (await loanState(world.wiring, expiring)) === 'failed';
  return day?.state === 'done' && states.join() === 'paid,compensated' && failed;
}

/** After a night, however often it was interrupted: everything it was to do has happened, and has happened once. */
export async function expectNightOnce(world: Harness, night: Night): Promise<void> {
  const { db } = world.wiring.pool;
  const next = addDays(night.date, 1);
  const [day] = await dayRuns(await world.system(), { from: night.date, to: night.date });
  expect(day).toMatchObject({ state: 'done', reconciliation: 'green' });
  expect(await firstOf(world, night.funded)).toMatchObject({ state: 'paid', paidOn: next });
  expect((await collectionsOf(world, night.funded)).map(({ state }) => state)).toEqual(['paid']);
  expect(await firstOf(world, night.penniless)).toMatchObject({ state: 'overdue', overdueOn: next });
  expect((await collectionsOf(world, night.penniless)).every(({ state }) => state === 'failed')).toBe(true);
  expect(await firstOf(world, night.backed)).toMatchObject({ state: 'compensated', compensatedOn: next });
  const paidFor = (await collectionsOf(world, night.backed)).filter(({ kind }) => kind === 'compensation');
  expect(paidFor.map(({ state }) => state)).toEqual(['paid']);
  expect((await db.select().from(penaltyDay)).map((charged) => charged.day)).toEqual([next, next]);
  expect(await loanState(world.wiring, night.expiring)).toBe('failed');
  expect(await db.select().from(bid).where(eq(bid.loanId, night.expiring))).toMatchObject([{ state: 'released' }]);
  expect(await loanState(world.wiring, night.opening)).toBe('open');
  const files = await db.select().from(dayFile).where(eq(dayFile.businessDate, night.date));
  expect(files.map(({ version }) => version)).toEqual([1, 1, 1]);
  const certificates = await db.select().from(certificate).where(eq(certificate.businessDate, night.date));
  expect(certificates.map(({ version }) => version)).toEqual([1]);
}
