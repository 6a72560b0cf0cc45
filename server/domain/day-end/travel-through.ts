import { setTimeout as delay } from 'node:timers/promises';
import { businessClock } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { setClock } from '../custody/business-clock.ts';
import type { SimulatorControl } from '../custody/simulator.ts';
import { drain, untilNothingIsSent } from './drain.ts';
import { ABANDONED_MS } from './end-abandoned-travel.ts';
import { workByRule } from './rules-of-work.ts';
import { runDueSteps } from './run-due-steps.ts';

type Ctx = DomainContext<SystemActor>;

/** How long, in real time, a moment waits for what the bank does not answer; and those after one that waited in vain. */
const PATIENCE_MS = 10_000;
const LITTLE_PATIENCE_MS = 500;
const HEARTBEAT_MS = 5_000;
/** Between looks at a day end that another process is running. */
const BUSY_MS = 50;

/** Marks that time travels. A journey whose process was killed is taken over. */
async function setOff(ctx: Ctx): Promise<void> {
  await transaction(ctx, async (tx) => {
    await tx.insert(businessClock).values({ id: 1, changedAt: ctx.realNow() }).onConflictDoNothing();
    const [row] = await tx.select().from(businessClock).for('update');
    const fresh = row && ctx.realNow().getTime() - row.changedAt.getTime() < ABANDONED_MS;
    if (row?.travelling && fresh) throw new DomainError('CONFLICT', 'time is travelling already');
    await setClock(tx, ctx, { travelling: true });
  });
}

const arrive = (ctx: Ctx): Promise<void> => transaction(ctx, (tx) => setClock(tx, ctx, { travelling: false }));

/**
 * Runs what is due at this moment, then carries out what it has begun, with the worker's other rules in between.
 * @returns the patience that is left for the next moment
 */
async function workAt(ctx: Ctx, patienceMs: number): Promise<number> {
  const until = performance.now() + patienceMs;
  while ((await runDueSteps(ctx)).kind === 'busy' && performance.now() < until) await delay(BUSY_MS);
  const answered = await drain(ctx, () => workByRule(ctx), patienceMs);
  return answered ? patienceMs : Math.min(patienceMs, LITTLE_PATIENCE_MS);
}

/** The bank at a moment, or as far beyond as its own clock has run while the stop before was worked at. */
async function moveBank(simulator: SimulatorControl, moment: Date): Promise<Date> {
  try {
    return await simulator.moveTo(moment);
  } catch (error) {
    const now = await simulator.now();
    if (now >= moment) return now;
    throw error;
  }
}

/** Moves the bank to a moment and takes its time over. @returns a context of that moment */
async function passTo(ctx: Ctx, simulator: SimulatorControl, moment: Date): Promise<Ctx> {
  const now = await moveBank(simulator, moment);
  ctx.failpoint('travel:moved');
  await transaction(ctx, (tx) => setClock(tx, ctx, { now }));
  return ctx.renewed();
}

export type JourneyOptions = Readonly<{ patienceMs?: number; onBoundary?: (now: Date) => void }>;

/** Where a journey goes next, seen from where it is; undefined at its end. */
export type NextStop = (there: Ctx) => Date | undefined | Promise<Date | undefined>;

/**
 * Passes moments in their order, the bank ahead and the platform after it, each with what is due there. Nothing new is
 * dispatched meanwhile but by the journey's own steps, and dispatching goes on at the end whatever happens.
 * @returns the context of the moment arrived at
 * @throws DomainError FORBIDDEN without a simulator, CONFLICT while time travels, BANK_UNREACHABLE, BANK_REFUSED
 */
export async function travelThrough(ctx: Ctx, nextStop: NextStop, options: JourneyOptions = {}): Promise<Ctx> {
  const { simulator } = ctx;
  if (!simulator) throw new DomainError('FORBIDDEN', 'with a real bank time does not travel');
  let patienceMs = options.patienceMs ?? PATIENCE_MS;
  await setOff(ctx);
  const beat = setInterval(() => {
    void transaction(ctx, (tx) => setClock(tx, ctx, {})).catch(() => {});
  }, HEARTBEAT_MS);
  try {
    await untilNothingIsSent(ctx, patienceMs);
    let there = await ctx.renewed();
    patienceMs = await workAt(there, patienceMs);
    for (let stop = await nextStop(there); stop; stop = await nextStop(there)) {
      there = await passTo(there, simulator, stop);
      patienceMs = await workAt(there, patienceMs);
      options.onBoundary?.(there.now());
    }
    return there;
  } finally {
    clearInterval(beat);
    await arrive(ctx);
  }
}
