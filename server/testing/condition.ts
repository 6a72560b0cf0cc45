import { setTimeout as delay } from 'node:timers/promises';

/**
 * Looks until `look` gives something other than undefined or false, and returns it.
 * @throws Error naming `what` when nothing came within the deadline
 */
export async function eventually<Result>(
  what: string,
  look: () => Promise<Result | undefined | false> | Result | undefined | false,
  deadlineMs = 15_000,
): Promise<Result> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > until) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await delay(20);
  }
}
