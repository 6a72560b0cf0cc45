import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { mintSystem } from '../domain/actors.ts';
import { readClock } from '../domain/custody/business-clock.ts';
import { endAbandonedTravel } from '../domain/day-end/end-abandoned-travel.ts';
import type { Wiring } from '../wiring.ts';
import type { Tick } from './ticks.ts';

export type Pace = Readonly<{
  /** Between rounds that found nothing to do. */
  idleMs: number;
  /** After a round in which something failed. */
  afterErrorMs: number;
}>;

/** An error without its parameters: they may hold what has no place in a log. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? error.cause : error;
  const parts = error instanceof AggregateError ? { parts: error.errors.slice(0, 5).map(describe) } : {};
  return { error: cause.message, name: cause.name, stack: cause.stack?.split('\n').slice(1, 6).join('\n'), ...parts };
}

/** One round of all ticks; one that fails does not keep the others from running. */
async function round(wiring: Wiring, ticks: readonly Tick[], stop: AbortSignal, log: Logger) {
  const result = { done: 0, failed: false };
  for (const tick of ticks) {
    if (stop.aborted) break;
    try {
      result.done += await tick.run(await wiring.contextFor(mintSystem()));
    } catch (error) {
      result.failed = true;
      log.error({ tick: tick.name, ...describe(error) }, 'a tick failed');
    }
  }
  return result;
}

/**
 * Whether time travels: then the traveller runs the steps, and workers rest. A journey whose process is gone is ended.
 * A silent database counts as travelling.
 */
async function mustRest(wiring: Wiring, log: Logger): Promise<boolean> {
  try {
    if (!(await readClock(wiring.pool.db)).travelling) return false;
    return !(await endAbandonedTravel(await wiring.contextFor(mintSystem())));
  } catch (error) {
    log.error(describe(error), 'the clock cannot be read');
    return true;
  }
}

/**
 * Runs the ticks round and round by the machine's clock, at once again while there is work, until `stop`; resolves
 * when the round under way has ended. Any number may run beside each other: what they share lives in tables.
 */
export async function workRounds(
  wiring: Wiring,
  ticks: readonly Tick[],
  stop: AbortSignal,
  log: Logger,
  pace: Pace,
): Promise<void> {
  while (!stop.aborted) {
    const { done, failed } = (await mustRest(wiring, log))
      ? { done: 0, failed: false }
      : await round(wiring, ticks, stop, log);
    if (done > 0 && !failed) continue;
    await delay(failed ? pace.afterErrorMs : pace.idleMs, undefined, { signal: stop }).catch(() => {});
  }
}
