import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { collection, instalment } from '#db/schema/repayments.ts';
import { withdrawal } from '#db/schema/withdrawals.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { leaveAt } from '#server/testing/kills/world.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { expectNightOnce, type Night, prepareNight } from '#server/testing/night.ts';
import { moveClocks } from '#server/testing/time.ts';
import { takeWithdrawal } from '#server/testing/withdrawing.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { drain } from './drain.ts';
import { type DryRun, type DryStep, dryRun } from './dry-run.ts';
import { dayRuns } from './queries.ts';
import { workByRule } from './rules-of-work.ts';
import { runDueSteps } from './run-due-steps.ts';
import { DAY_STEPS } from './steps.ts';

let world: Harness;
let night: Night;
let next: PlainDate;
let foreseen: DryRun;

beforeAll(async () => {
  world = await startHarness();
  const saver = await openInvestor(world, { funds: yuan(500) });
  night = await prepareNight(world);
  await takeWithdrawal(world, saver, PAID_OUT);
  next = addDays(night.date, 1);
}, 60_000);
afterAll(() => world.stop());

const PAID_OUT = yuan(100);
const db = () => world.wiring.pool.db;
const stepOf = (run: DryRun, name: string): DryStep | undefined => run.steps.find(({ step }) => step === name);
const firstOf = async (loanId: Uuid) =>
  (await db().select().from(instalment).where(eq(instalment.loanId, loanId)).orderBy(instalment.number))[0];

/** Dies at both places of each step that is due, one after the other; whoever comes next goes on from there. */
async function dieEverywhere(day: 0 | 1): Promise<void> {
  for (const { name } of DAY_STEPS.filter((step) => step.day === day))
    for (const place of ['begun', 'worked'] as const)
      await leaveAt(await world.system(), `day-end:${name}:${place}`, (ctx) => runDueSteps(ctx));
}

test('a process that dies at each step of an evening leaves what was asked for asked for', async () => {
  await moveClocks(world, night.date, '20:01');
  await dieEverywhere(0);
  await runDueSteps(await world.system());
  expect((await firstOf(night.penniless))?.state).toBe('due');
  const tries = await db().select().from(collection).where(eq(collection.loanId, night.penniless));
  expect(tries.every(({ state }) => state === 'failed')).toBe(true);
});

test('a dry run in the evening says what the night will do, and writes nothing', async () => {
  foreseen = await dryRun(await world.system());
  expect(foreseen).toMatchObject({ date: night.date, before: [], filesAreHere: false });
  expect(stepOf(foreseen, 'evening-collection')).toMatchObject({ state: 'done' });
  const counts = ['openings', 'overdue', 'penalty', 'collection', 'compensation', 'expiry'].map((name) => [
    name,
    stepOf(foreseen, name)?.state,
    stepOf(foreseen, name)?.count,
  ]);
  expect(counts).toEqual([
    ['openings', 'later', 1],
    ['overdue', 'later', 2],
    ['penalty', 'later', 2],
    ['collection', 'later', 3],
    ['compensation', 'later', 1],
    ['expiry', 'later', 1],
  ]);
  expect(stepOf(foreseen, 'payouts')).toMatchObject({ state: 'later', count: 1, amount: PAID_OUT });
  expect(stepOf(foreseen, 'collection')?.amount).toBeGreaterThan(stepOf(foreseen, 'overdue')?.amount ?? 0n);
});

test('one after the other dies at every step of the night, and each has its effect once', async () => {
  await moveClocks(world, next, '09:31');
  await dieEverywhere(1);
  expect(await runDueSteps(await world.system())).toMatchObject({ kind: 'ran', stuck: [] });
  const ctx = await world.system();
  expect(await drain(ctx, () => workByRule(ctx), 10_000)).toBe(true);
  await expectNightOnce(world, night);
  expect(await db().select().from(withdrawal)).toMatchObject([{ amount: PAID_OUT, errorCode: null }]);
  const released = await db().select().from(instruction).where(eq(instruction.kind, 'release-payout'));
  expect(released.map(({ state }) => state)).toEqual(['succeeded']);
  expect((await checkInvariants(world.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(await mirrorDifferences(world)).toEqual([]);
});

test('what was foreseen is what came: the instalments that were asked for, and what was charged', async () => {
  const [day] = await dayRuns(await world.system(), { from: night.date, to: night.date });
  const rowsOf = (name: string) => day?.steps.find(({ step }) => step === name)?.rows;
  // The last repetition of a step has nothing left to do: what came is read from what it wrote.
  const charged = await world.wiring.pool.sql`select count(*)::int as count from penalty_day where day = ${next}`;
  expect(charged[0]?.count).toBe(stepOf(foreseen, 'penalty')?.count);
  expect(rowsOf('collection')).toBeLessThanOrEqual(stepOf(foreseen, 'collection')?.count ?? 0);
  const dry = await dryRun(await world.system(), { date: night.date });
  expect(dry.steps.every(({ state }) => state === 'done')).toBe(true);
});
