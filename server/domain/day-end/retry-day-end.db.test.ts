import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { audit, dayRun, dayStep } from '#db/schema/operations.ts';
import { instantAt, plainDate } from '#server/primitives/calendar.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { mintAdmin, mintSystem, type StaffRole } from '../actors.ts';
import { dayRuns, isRetryAsked } from './queries.ts';
import { retryDayEnd } from './retry-day-end.ts';
import { runDueSteps } from './run-due-steps.ts';
import type { DayStep } from './step.ts';

let portal: LoneDatabase;
let ran: string[];
let broken: string | undefined;
const DATE = plainDate('2026-03-30');
const NOON = () => instantAt(plainDate('2026-03-31'), '12:00');

const step = (name: string, lane: DayStep['lane']): DayStep => ({
  name,
  lane,
  day: 1,
  time: '00:10',
  until: '01:00',
  run: async () => {
    if (broken === name) return { waitsFor: 'something' };
    ran.push(name);
    return { rows: 1 };
  },
});
const STEPS = [step('files', 'books'), step('collection', 'business'), step('lines', 'books'), step('result', 'books')];

beforeAll(async () => {
  portal = await openLoneDatabase();
});
afterAll(() => portal.close());
beforeEach(async () => {
  ran = [];
  broken = undefined;
  await portal.pool.db.delete(dayStep);
  await portal.pool.db.delete(dayRun);
  const eve = () => instantAt(DATE, '12:00');
  await runDueSteps(portal.contextFor(mintSystem(), { now: eve }), STEPS);
});

const run = () => runDueSteps(portal.contextFor(mintSystem(), { now: NOON }), STEPS);
const staff = (...roles: StaffRole[]) =>
  portal.contextFor(mintAdmin({ memberId: portal.system.newId(), roles }), { now: NOON });
const retry = (name: string, ...roles: StaffRole[]) => retryDayEnd(staff(...roles), { date: DATE, step: name }, STEPS);

test('what is stuck is tried at once when finance asks, and who asked is written down', async () => {
  broken = 'lines';
  await run();
  const rested = portal.system.realNow();
  expect(await isRetryAsked(portal.system, rested)).toBe(false);
  const [day] = await dayRuns(portal.contextFor(mintSystem(), { now: NOON }), { to: DATE });
  expect(day?.steps.map(({ step, retry }) => [step, retry])).toEqual([
    ['files', null],
    ['collection', null],
    ['lines', 'stuck'],
    ['result', null],
  ]);
  expect(await retry('lines', 'finance')).toEqual({ reopened: [] });
  expect(await isRetryAsked(portal.system, new Date(rested.getTime() - 1))).toBe(true);
  const [written] = await portal.pool.db.select().from(audit).where(eq(audit.verb, 'retry-day-end'));
  expect(written).toMatchObject({ actorKind: 'admin', details: { date: DATE, step: 'lines' } });
});

test('books that are done are made again from a step on, business is not', async () => {
  await run();
  ran = [];
  expect(await retry('lines', 'administrator')).toEqual({ reopened: ['lines', 'result'] });
  expect((await dayRuns(portal.system, { to: DATE }))[0]?.state).toBe('running');
  await run();
  expect(ran).toEqual(['lines', 'result']);
  expect((await dayRuns(portal.system, { to: DATE }))[0]?.state).toBe('done');
  await expect(retry('collection', 'finance')).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
});

test('nobody retries what has not begun, what is not there, or without being finance', async () => {
  await expect(retry('files', 'finance')).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await expect(retry('nothing', 'finance')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await run();
  await expect(retry('files', 'auditor')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
