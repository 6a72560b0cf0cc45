import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dayRun, dayStep } from '#db/schema/operations.ts';
import { instantAt, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { mintSystem } from '../actors.ts';
import { dayRuns } from './queries.ts';
import { runDueSteps } from './run-due-steps.ts';
import { takeLease } from './run-rows.ts';
import type { DayStep } from './step.ts';

let portal: LoneDatabase;
let ran: string[];
let broken: Set<string>;

const step = (name: string, lane: DayStep['lane'], day: 0 | 1, time: DayStep['time']): DayStep => ({
  name,
  lane,
  day,
  time,
  until: '23:00',
  run: async (_ctx, date) => {
    if (broken.has(name)) throw new Error(`${name} is broken`);
    if (broken.has(`${date} ${name}`)) return { waitsFor: 'something' };
    ran.push(`${date} ${name}`);
    return { rows: 1 };
  },
});
const STEPS = [
  step('evening', 'business', 0, '20:00'),
  step('files', 'books', 1, '00:10'),
  step('lines', 'books', 1, '00:10'),
  step('collection', 'business', 1, '00:10'),
  step('balances', 'books', 1, '09:10'),
];

const at = (date: string, time: string) => {
  const moment = instantAt(plainDate(date), time);
  return portal.contextFor(mintSystem(), { now: () => moment });
};

beforeAll(async () => {
  portal = await openLoneDatabase();
});
afterAll(() => portal.close());
beforeEach(async () => {
  ran = [];
  broken = new Set();
  await portal.pool.db.delete(dayStep);
  await portal.pool.db.delete(dayRun);
});

const stateOf = async (date: string): Promise<string | undefined> =>
  (await dayRuns(portal.system, { from: plainDate(date), to: plainDate(date) }))[0]?.state;

test('steps run when the business clock reaches them, in order, once', async () => {
  await runDueSteps(at('2026-03-30', '14:00'), STEPS);
  expect(ran).toEqual([]);
  await runDueSteps(at('2026-03-30', '20:00'), STEPS);
  await runDueSteps(at('2026-03-31', '00:10'), STEPS);
  expect(ran).toEqual(['2026-03-30 evening', '2026-03-30 files', '2026-03-30 lines', '2026-03-30 collection']);
  expect(await stateOf('2026-03-30')).toBe('running');
  expect(await runDueSteps(at('2026-03-31', '08:00'), STEPS)).toMatchObject({ kind: 'ran', steps: 0 });
  await runDueSteps(at('2026-03-31', '09:10'), STEPS);
  expect(ran.at(-1)).toBe('2026-03-30 balances');
  expect(await stateOf('2026-03-30')).toBe('done');
  expect(await stateOf('2026-03-31')).toBe('pending');
});

test('several days are caught up in their order', async () => {
  await runDueSteps(at('2026-03-30', '12:00'), STEPS);
  await runDueSteps(at('2026-04-02', '12:00'), STEPS);
  const days = ['2026-03-30', '2026-03-31', '2026-04-01'];
  expect(ran).toEqual(days.flatMap((date) => STEPS.map(({ name }) => `${date} ${name}`)));
});

test('files that are missing hold back the books of their day and nothing else', async () => {
  broken.add('2026-03-30 files');
  await runDueSteps(at('2026-03-30', '12:00'), STEPS);
  const progress = await runDueSteps(at('2026-04-01', '12:00'), STEPS);
  expect(progress.stuck).toEqual([{ date: '2026-03-30', step: 'files', why: 'something' }]);
  expect(ran).toContain('2026-03-30 collection');
  expect(ran).toContain('2026-03-31 balances');
  expect(ran).not.toContain('2026-03-30 lines');
  broken.clear();
  ran = [];
  await runDueSteps(at('2026-04-01', '12:01'), STEPS);
  expect(ran).toEqual(['2026-03-30 files', '2026-03-30 lines', '2026-03-30 balances']);
});

test('a step that fails says why, holds back the business after it, and is tried again', async () => {
  broken.add('collection');
  await runDueSteps(at('2026-03-30', '21:00'), STEPS);
  await runDueSteps(at('2026-04-01', '12:00'), STEPS);
  expect(ran).not.toContain('2026-03-31 evening');
  expect(ran).toContain('2026-03-31 balances');
  const [run] = await dayRuns(portal.system, { to: plainDate('2026-03-30') });
  expect(run?.steps.find((row) => row.step === 'collection')).toMatchObject({
    state: 'pending',
    error: 'collection is broken',
  });
  broken.clear();
  await runDueSteps(at('2026-04-01', '12:01'), STEPS);
  expect(await stateOf('2026-03-31')).toBe('done');
});

test('while one runs, another passes by; when its lease has run out, another goes on and it writes nothing more', async () => {
  const ctx = at('2026-03-31', '12:00');
  await runDueSteps(at('2026-03-30', '12:00'), STEPS);
  const dead = await takeLease(ctx);
  expect(dead).toBeDefined();
  expect(await runDueSteps(ctx, STEPS)).toMatchObject({ kind: 'busy', steps: 0 });
  const later = { ...ctx, realNow: () => new Date(ctx.realNow().getTime() + 31_000) };
  expect(await runDueSteps(later, STEPS)).toMatchObject({ kind: 'ran', steps: 5 });
  const fences = await portal.pool.db.select().from(dayRun).orderBy(asc(dayRun.businessDate));
  expect(fences[0]?.fence).toBe((dead?.fence ?? 0n) + 1n);
});

test('two at once do every step once', async () => {
  await runDueSteps(at('2026-03-30', '12:00'), STEPS);
  const runs = await Promise.all([1, 2, 3].map(() => runDueSteps(at('2026-04-03', '12:00'), STEPS)));
  expect(runs.filter(({ kind }) => kind === 'ran').length).toBeGreaterThan(0);
  expect(ran).toHaveLength(new Set(ran).size);
  const dates: PlainDate[] = ['2026-03-30', '2026-03-31', '2026-04-01', '2026-04-02'].map(plainDate);
  expect(ran).toHaveLength(STEPS.length * dates.length);
});
