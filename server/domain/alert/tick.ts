import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { watchAll } from './watch-all.ts';
import { WATCHES } from './watches.ts';

/** What raises alerts is looked at this often, machine clock. */
const REST_MS = 10_000;
let restUntilMs = 0;

/** The worker's look for alerts, every ten seconds. @returns how many were raised or ended */
export async function alertTick(ctx: DomainContext<SystemActor>): Promise<number> {
  const nowMs = ctx.realNow().getTime();
  if (nowMs < restUntilMs) return 0;
  restUntilMs = nowMs + REST_MS;
  return watchAll(ctx, WATCHES);
}
