import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { reconciliation } from '#db/schema/reconciliation.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { travelTo } from '../day-end/travel.ts';
import { confirmFiles } from './confirm-files.ts';

let harness: Harness;
let first: PlainDate;
beforeAll(async () => {
  harness = await startHarness();
  first = (await harness.system()).businessDate;
  await openInvestor(harness, { funds: yuan(77) });
  // The day ends meet a bank that answers nothing to their word for the files.
  await harness.fault('CONFIRM_CHECKFILE', 'http-500', { next: 1_000 });
  await travelTo(await harness.system(), { to: addDays(first, 2) }, { patienceMs: 200 });
}, 60_000);
afterAll(() => harness.stop());

/** As a worker that comes so many hours later, when the lease of the one before has run out. */
async function later(hours: number, failpoint?: string): Promise<DomainContext<SystemActor>> {
  const ctx = await harness.system();
  const realNow = (): Date => new Date(ctx.realNow().getTime() + hours * 3_600_000);
  const leave = (name: string): void => {
    if (name === failpoint) throw new Error(`left at ${name}`);
  };
  return { ...ctx, realNow, failpoint: leave };
}
const said = async (date: PlainDate) =>
  (await harness.wiring.pool.db.select().from(instruction).where(eq(instruction.kind, 'confirm-files'))).filter(
    ({ subject }) => subject.fileDate === date,
  );

test.each([
  [0, 'confirm-files.asked'],
  [1, 'confirm-files.concluding'],
])('day %i, left at %s: the bank has our word once, and the step has its end', async (day, failpoint) => {
  const date = addDays(first, day);
  expect(await said(date)).toMatchObject([{ state: 'unknown' }]);
  await harness.control('DELETE', 'faults');
  await confirmFiles(await later(1, failpoint), date).catch(() => {});
  expect(await confirmFiles(await later(2), date)).toBe('confirmed');
  expect(await confirmFiles(await later(3), date)).toBe('confirmed');
  expect(await said(date)).toMatchObject([{ state: 'succeeded' }]);
});

test('a red day is not confirmed, and a signed one is', async () => {
  const date = addDays(first, 2);
  const { db } = harness.wiring.pool;
  const setState = (state: 'red' | 'signed') =>
    db
      .insert(reconciliation)
      .values({ businessDate: date, state, finishedAt: new Date() })
      .onConflictDoUpdate({ target: reconciliation.businessDate, set: { state } });
  await setState('red');
  expect(await confirmFiles(await harness.system(), date)).toBe('open');
  expect(await said(date)).toEqual([]);
  await setState('signed');
  // The bank has no files of a day that is not over and refuses; the next time it is said anew.
  expect(await confirmFiles(await harness.system(), date)).toBe('waiting');
  expect(await confirmFiles(await harness.system(), date)).toBe('waiting');
  expect((await said(date)).map(({ state }) => state)).toEqual(['failed', 'failed']);
});
