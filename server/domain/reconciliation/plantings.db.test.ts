import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chanceFrom } from '#server/cli/world/chance.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { correct } from '#server/testing/plantings/correct.ts';
import { livePlantings } from '#server/testing/plantings/live-plantings.ts';
import { writePage } from '#server/testing/plantings/page.ts';
import { type Planting, shuffled } from '#server/testing/plantings/planting.ts';
import { PLANTINGS } from '#server/testing/plantings/plantings.ts';
import { Tally } from '#server/testing/plantings/tally.ts';
import { complaint, play, takeBack } from '#server/testing/plantings/trial.ts';
import { type PlantingWorld, startPlantingWorld } from '#server/testing/plantings/world.ts';
import { travelTo } from '../day-end/travel.ts';
import { reconcileDay } from './reconcile-day.ts';

/** PLANTINGS_SEED plants the same again, PLANTINGS says how many; the long run plants a thousand and more. */
const SEED = Number.parseInt(process.env.PLANTINGS_SEED ?? '20260331', 10);
const COUNT = Number.parseInt(process.env.PLANTINGS ?? (process.env.LONG === '1' ? '1000' : '25'), 10);

/** How often each is planted alone. */
const ALONE = Number.parseInt(process.env.PLANTINGS_ALONE ?? (process.env.LONG === '1' ? '12' : '0'), 10);

/** Of so many trials one is corrected by two people: that takes the most time. */
const CORRECTED = Number.parseInt(process.env.PLANTINGS_CORRECTED ?? '3', 10);

let world: PlantingWorld;
const tally = new Tally();
beforeAll(async () => {
  world = await startPlantingWorld();
}, 120_000);
afterAll(async () => {
  console.info(`seed ${SEED}\n${tally.table()}`);
  if (process.env.LONG === '1') writePage(tally, SEED);
  await world?.stop();
});

const reconcile = async (day: PlainDate) => (await reconcileDay(await world.harness.system(), day)).breaks;

/** Plants on a day, looks, and puts the world back. @returns what went wrong */
async function tried(
  seed: number,
  wanted: readonly Planting[],
  corrected: boolean,
): Promise<{ planted: number; text?: string }> {
  const day = world.days[seed % world.days.length] ?? (await world.harness.system()).businessDate;
  try {
    const trial = await play(world, { seed, day, wanted }, reconcile);
    const end = corrected ? await correct(world, day) : undefined;
    tally.count(trial, end);
    const text = complaint(trial, end);
    if (text) console.error(text);
    return { planted: trial.grown.length, text };
  } finally {
    await takeBack(world);
  }
}

test('the world is green before anything is planted', async () => {
  for (const day of world.days) expect(await reconcile(day)).toEqual([]);
  await takeBack(world);
});

const eachAlone = (): void => {
  test.each(PLANTINGS.map((planting) => [planting.layer, planting.name, planting] as const))(
    '%s: %s is found where it was planted, and nowhere else',
    async (_layer, _name, planting) => {
      const complaints: string[] = [];
      for (let seed = SEED; seed < SEED + ALONE; seed += 1) {
        const { text } = await tried(seed, [planting], true);
        if (text) complaints.push(text);
      }
      expect(complaints.join('\n')).toBe('');
    },
  );
};
if (ALONE > 0) describe('alone, at several places', eachAlone);

test(
  `${COUNT} plantings at random places, some together: found is what was planted`,
  async () => {
    const chance = chanceFrom(SEED);
    const complaints: string[] = [];
    for (let seed = SEED, planted = 0; planted < COUNT; seed += 1) {
      const wanted = shuffled(chance, PLANTINGS).slice(0, 1 + chance.below(6));
      const made = await tried(seed, wanted, (seed - SEED) % CORRECTED === 0);
      planted += made.planted;
      if (made.text) complaints.push(made.text);
    }
    expect(complaints.join('\n')).toBe('');
  },
  60_000 + COUNT * 5_000,
);

test('a day on which the bank goes wrong by itself', async () => {
  const { businessDate: day } = await world.harness.system();
  const live = { seed: SEED, day, wanted: livePlantings(world) };
  const trial = await play(world, live, async () => {
    await travelTo(await world.harness.system(), { advanceDays: 1 }, { patienceMs: 300 });
    return reconcile(day);
  });
  const end = await correct(world, day);
  tally.count(trial, end);
  expect(complaint(trial, end)).toBeUndefined();
});
