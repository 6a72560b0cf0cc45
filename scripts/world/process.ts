import { BootError } from '#server/environment.ts';

/** Prints what went wrong: a sentence for what the person can mend, the whole error for what only we can. */
export function tell(error: unknown): void {
  console.error(error instanceof BootError ? error.message : error);
}

/** Ends the process with 1 and a sentence when `work` fails. */
export function orExplain(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    tell(error);
    process.exit(1);
  });
}

/**
 * Lets `stop` run once when the process is asked to end: by a signal, or by losing the supervisor that started it.
 * Signals that follow are ignored: npm and the terminal both pass them on.
 */
export function stopWhenAsked(stop: () => Promise<void>): void {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        tell(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once);
  process.once('disconnect', once);
}

/** Tells the supervisor, if there is one, that the work has begun. */
export const ready = (): void => {
  process.send?.('ready');
};

/** Calls `stop` once the process that started this one has gone without a word, as after kill -9. */
export function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 1_000);
  timer.unref();
}
