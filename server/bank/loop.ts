import { setTimeout as delay } from 'node:timers/promises';
import { report } from './report.ts';

export type Loop = { wake: () => void; stop: () => Promise<void> };

const AFTER_AN_ERROR_MS = 500;

/**
 * Runs `sweep` again and again, one at a time. The sweep answers in how many milliseconds it wants to run next;
 * `wake` makes that now. An error is told and the loop goes on.
 */
export function makeLoop(name: string, sweep: () => Promise<number>): Loop {
  let stopped = false;
  let interrupt = new AbortController();
  let woken = false;

  const run = async (): Promise<void> => {
    while (!stopped) {
      woken = false;
      const pauseMs = await sweep().catch((error: unknown) => {
        if (!stopped) report(name, error);
        return AFTER_AN_ERROR_MS;
      });
      if (stopped || woken) continue;
      interrupt = new AbortController();
      await delay(pauseMs, undefined, { signal: interrupt.signal }).catch(() => {});
    }
  };

  let running: Promise<void> | undefined;
  return {
    wake: () => {
      woken = true;
      running ??= run();
      interrupt.abort();
    },
    stop: async () => {
      stopped = true;
      interrupt.abort();
      await running;
    },
  };
}
