import { type Logger, pino } from 'pino';
import type { Wiring } from '../wiring.ts';
import { TICKS } from './ticks.ts';
import { workRounds } from './worker.ts';

export type Worker = Readonly<{
  /** Ends after the work in hand, which takes as long as the bank's answers do. */
  stop: () => Promise<void>;
}>;

const PACE = { idleMs: 500, afterErrorMs: 2_000 };

/** Starts the worker in this process: the outbox and everything that happens by rule. */
export function startWorker(
  wiring: Wiring,
  log: Logger = pino({ name: 'worker', level: process.env.LOG_LEVEL ?? 'info' }),
  pace = PACE,
): Worker {
  const stop = new AbortController();
  const running = workRounds(wiring, TICKS, stop.signal, log, pace);
  log.info('the worker runs');
  return {
    stop: async () => {
      stop.abort();
      await running;
      log.info('the worker has stopped');
    },
  };
}
