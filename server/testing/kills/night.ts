import { expect } from 'vitest';
import { addDays } from '#server/primitives/calendar.ts';
import { plus } from '#server/primitives/money.ts';
import { dayRuns } from '../../domain/day-end/queries.ts';
import { DAY_STEPS } from '../../domain/day-end/steps.ts';
import type { Failpoint } from '../../domain/failpoints.ts';
import { expectNightOnce, isNightOver, NIGHT_FUNDS, type Night, prepareNight } from '../night.ts';
import { moveClocks } from '../time.ts';
import { RESERVE } from './debt.ts';
import { LONG } from './reach.ts';
import { type Prepare, WORK } from './scene.ts';
import { startWorld, type World } from './world.ts';

const nights = new WeakMap<World, Night>();

function nightIn(world: World): Night {
  const found = nights.get(world);
  if (!found) throw new Error('no night has been prepared in this world');
  return found;
}

/** A world in which a day is about to end on which every step has something to do. */
export async function startNight(program: string): Promise<World> {
  const started = await startWorld(program);
  const world = { ...started, funds: plus(started.funds, plus(NIGHT_FUNDS, RESERVE)) };
  nights.set(world, await prepareNight(world));
  return world;
}

/** Where a short run kills: before a step that moves money, after two that write, and before the last word on a day. */
const BRIEFLY: readonly Failpoint[] = [
  ...(['day-end:penalty:worked', 'day-end:collection:begun'] as const),
  ...(['day-end:our-files:worked', 'day-end:certificate:begun'] as const),
];

/** Both places of each step of an evening (0) or of the night after it (1), in their order. */
const placesOf = (day: 0 | 1): Failpoint[] =>
  DAY_STEPS.filter((step) => step.day === day).flatMap(({ name }): Failpoint[] => [
    `day-end:${name}:begun`,
    `day-end:${name}:worked`,
  ]);
export const EVENING: readonly Failpoint[] = LONG ? placesOf(0) : ['day-end:evening-collection:worked'];
export const NIGHT: readonly Failpoint[] = LONG ? placesOf(1) : BRIEFLY;

/** Ten past eight of the evening: what is due today is asked for once more. */
export const evening: Prepare = async (world) => {
  const { date, funded } = nightIn(world);
  await moveClocks(world, date, '20:10');
  const stateNow = async () => {
    const [day] = await dayRuns(await world.system(), { from: date, to: date });
    return day?.steps.find(({ step }) => step === 'evening-collection')?.state;
  };
  return {
    objectId: funded,
    order: WORK,
    since: (await world.system()).newId(),
    instructions: {},
    isOver: async () => (await stateNow()) === 'done',
    verify: async () => expect(await stateNow()).toBe('done'),
  };
};

/** Half past nine of the next morning: the whole night is to be caught up. */
export const wholeNight: Prepare = async (world) => {
  const night = nightIn(world);
  await moveClocks(world, addDays(night.date, 1), '09:31');
  return {
    objectId: night.funded,
    order: WORK,
    since: (await world.system()).newId(),
    instructions: { 'freeze-collection': 1, distribute: 1 },
    isOver: () => isNightOver(world, night),
    verify: () => expectNightOnce(world, night),
  };
};

/** A journey to the next day, on which the bank is ahead of the platform for a moment at each stop. */
export const travelling: Prepare = async (world) => {
  const { date, opening } = nightIn(world);
  const [from, to] = [addDays(date, 1), addDays(date, 2)];
  const arrived = async () => {
    const [day] = await dayRuns(await world.system(), { from, to: from });
    return day?.state === 'done' && day.reconciliation === 'green' && (await world.system()).businessDate === to;
  };
  return {
    objectId: opening,
    order: { do: 'travel', to },
    since: (await world.system()).newId(),
    instructions: {},
    isOver: arrived,
    verify: async (answer) => {
      expect(answer).toMatchObject({ kind: 'done', result: { date: to } });
      const { now } = (await world.control('GET', 'clock')) as { now: string };
      expect(Math.abs(new Date(now).getTime() - (await world.system()).now().getTime())).toBeLessThan(3_000);
    },
  };
};
