import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { followBank } from './follow-bank.ts';
import { runDueSteps } from './run-due-steps.ts';

/** What is stuck (no files yet, a bank that is down) is not tried again at every round of the worker. */
const REST_MS = 15_000;
let restUntilMs = 0;

/**
 * The worker's look at the calendar: runs the steps of the day end whose time the business clock has reached, also
 * those of days on which no worker ran. Any number of workers may look; one runs, the others pass by.
 * @returns how many steps were done, or 1 when the clock has jumped and the next look will see what that makes due
 */
export async function dayEndTick(ctx: DomainContext<SystemActor>): Promise<number> {
  if (await followBank(ctx)) return 1;
  const nowMs = ctx.realNow().getTime();
  if (nowMs < restUntilMs) return 0;
  const { steps, stuck } = await runDueSteps(ctx);
  restUntilMs = stuck.length > 0 ? nowMs + REST_MS : 0;
  return steps;
}
