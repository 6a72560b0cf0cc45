import type { DomainContext } from '../context.ts';

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** When a refused trade is sent again: 5 s after its first try, then twice as long each time, ten minutes at most. */
export function retryAt(ctx: Pick<DomainContext, 'realNow'>, attempts: number): Date {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1));
  return new Date(ctx.realNow().getTime() + pause);
}
