import { and, eq, inArray, lte, or, sql } from 'drizzle-orm';
import { counter } from '#db/schema/operations.ts';
import { instalment } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import { setClock } from '#server/domain/custody/business-clock.ts';
import { arrivalOn } from '#server/domain/day-end/boundaries.ts';
import { type NextStop, travelThrough } from '#server/domain/day-end/travel-through.ts';
import { ensureProducts } from '#server/domain/loan/products.ts';
import { ensureScoreRules } from '#server/domain/score/first-rules.ts';
import { addDays, businessDateOf, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import { realNow } from '../clock.ts';
import type { Environment } from '../environment.ts';
import type { Secrets } from '../secrets.ts';
import { openWiring, type Wiring } from '../wiring.ts';
import type { Command } from './command.ts';
import { noOptions } from './options.ts';
import { withSecrets } from './portal-access.ts';
import { gatherPeople, type People } from './world/people.ts';
import { LOANS, WORLD_DAYS } from './world/plan.ts';
import { playPlatformMoney } from './world/platform-money.ts';
import { listLoan, playBids } from './world/play-loan.ts';
import { playWithdrawals } from './world/play-withdrawals.ts';
import { inLanes, type Stage, stageOf } from './world/stage.ts';

/** Row of `counter` that says how far the world is: 1 being made, 2 there. */
const MARK = 'demo-world';
/** When people act on a day: with the end of the morning's day end. */
const HOUR = '09:10';
const LANES = 3;

export type WorldOptions = Readonly<{
  /** Days of the world's past; loans planned for later days are left out. */
  days?: number;
  /** Called with each line of progress. */
  onProgress?: (line: string) => void;
}>;

/** Takes the right to make the world. False when it is there; throws when a half-made one is. */
async function claimWorld(wiring: Wiring): Promise<boolean> {
  return transaction(wiring.pool, async (tx) => {
    const claimed = await tx.insert(counter).values({ name: MARK, last: 1 }).onConflictDoNothing().returning();
    if (claimed.length > 0) return true;
    const [row] = await tx.select().from(counter).where(sql`${counter.name} = ${MARK}`);
    if (row?.last === 2) return false;
    throw new Error('the demo world is half made: npm run reset starts anew');
  });
}

const finishWorld = (wiring: Wiring): Promise<unknown> =>
  transaction(wiring.pool, (tx) => tx.update(counter).set({ last: 2 }).where(sql`${counter.name} = ${MARK}`));

/** The bank has seen no business yet, so it may begin on any day; the platform follows. */
async function beginOn(stage: Stage): Promise<void> {
  const ctx = await stage.system();
  if (!ctx.simulator) throw new Error('a world can be made with the bank simulator only');
  const now = await ctx.simulator.moveTo(instantAt(stage.start, HOUR));
  await transaction(ctx, async (tx) => {
    await setClock(tx, ctx, { now });
    await ensureProducts(tx, await stage.line('products').contextFor(ctx.actor));
    await ensureScoreRules(tx, await stage.line('score-rules').contextFor(ctx.actor));
  });
}

/** Whether an instalment is owed, or falls due by a date. */
async function isOwing(stage: Stage, by?: PlainDate): Promise<boolean> {
  const owed = inArray(instalment.state, ['due', 'overdue']);
  const falling = by && and(eq(instalment.state, 'scheduled'), lte(instalment.dueOn, by));
  const rows = await stage.wiring.pool.db
    .select({ number: instalment.number })
    .from(instalment)
    .where(or(owed, falling))
    .limit(1);
  return rows.length > 0;
}

/**
 * To a moment, morning by morning. The evening's and midnight's boundaries are stops only when somebody owes: else the
 * platform has nothing to do there, and the bank passes them by itself.
 */
async function travelOn(stage: Stage, to: Date): Promise<void> {
  const nextStop: NextStop = async (there) => {
    const today = there.businessDate;
    const tomorrow = addDays(today, 1);
    const evening = (await isOwing(stage)) ? [instantAt(today, '20:00')] : [];
    const midnight = (await isOwing(stage, tomorrow)) ? [instantAt(tomorrow, '00:10')] : [];
    const stops = [instantAt(today, HOUR), ...evening, ...midnight, instantAt(tomorrow, HOUR)];
    const next = stops.find((stop) => stop > there.now());
    if (there.now() >= to) return undefined;
    return next && next < to ? next : to;
  };
  await travelThrough(await stage.system(), nextStop);
}

async function playDays(stage: Stage, people: People, days: number, progress: (line: string) => void): Promise<void> {
  const planned = LOANS.map((loan, index) => ({ ...loan, number: index + 1 })).filter(({ day }) => day <= days);
  for (const day of [...new Set(planned.map((loan) => loan.day))].sort((left, right) => left - right)) {
    await travelOn(stage, instantAt(addDays(stage.start, day), HOUR));
    const ofDay = planned.filter((one) => one.day === day);
    // One after the other, since each takes the next human number; the bids of different loans need no order.
    const listed = [];
    for (const loan of ofDay) listed.push(await listLoan(stage, people, loan, loan.number));
    await inLanes(listed, LANES, (loan) => playBids(stage, people, loan));
    await playWithdrawals(stage, people, day);
    progress(`day ${day} of ${days}`);
  }
}

async function makeWorld(wiring: Wiring, { days = WORLD_DAYS, onProgress = () => {} }: WorldOptions): Promise<void> {
  const today: PlainDate = businessDateOf(realNow());
  const stage = stageOf(wiring, addDays(today, -days));
  await beginOn(stage);
  const people = await gatherPeople(stage);
  await playPlatformMoney(stage, people);
  onProgress('people');
  await playDays(stage, people, days, onProgress);
  await travelOn(stage, arrivalOn(today, realNow()));
}

/** Makes the world on an open wiring. @returns false when it was there already */
export async function seedWiring(wiring: Wiring, options: WorldOptions = {}): Promise<boolean> {
  if (!(await claimWorld(wiring))) return false;
  await makeWorld(wiring, options);
  await finishWorld(wiring);
  return true;
}

/** Nothing of a world is worth waiting for the disk: one that a power failure cuts off is made anew. */
function hasty(environment: Environment): Environment {
  if (!environment.databaseUrl) return environment;
  const url = new URL(environment.databaseUrl);
  url.searchParams.set('synchronous_commit', 'off');
  return { ...environment, databaseUrl: url.href };
}

/**
 * Makes the short world by the real verbs against a running simulator: 45 days up to today, about twenty loans, the
 * ten demo people. The same each time relative to its first day. Does nothing when the world is there.
 * @param environment its databaseUrl names the migrated database; its simulatorUrl a simulator without business
 * @throws Error for a half-made world, or a bank with business of its own
 */
export async function seedWorld(
  environment: Environment,
  secrets: Secrets,
  onProgress: (line: string) => void = () => {},
): Promise<void> {
  const wiring = await openWiring(hasty(environment), secrets, { applicationName: 'manbiao-seed' });
  try {
    await seedWiring(wiring, { onProgress });
  } finally {
    await wiring.close();
  }
}

/** `seed`: makes the demo world where there is none. */
export const command: Command = async (args, input) => {
  noOptions(args);
  return withSecrets(input, async (environment, secrets) => {
    const wiring = await openWiring(hasty(environment), secrets, { applicationName: 'manbiao-seed' });
    try {
      return { value: { seeded: await seedWiring(wiring, { onProgress: input.progress }) }, good: true };
    } finally {
      await wiring.close();
    }
  });
};
