import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { followBank } from './follow-bank.ts';
import { isRetryAsked } from './queries.ts';
import { runDueSteps } from './run-due-steps.ts';

/** What is stuck (no files yet, a bank that is down) is not tried again at every round of the worker. */
const REST_MS = 15_000;
let restingSince: Date | undefined;

/** Rests after a try in which something was stuck, unless somebody asks for the next one. */
async function isResting(ctx: DomainContext<SystemActor>): Promise<boolean> {
  if (!restingSince || ctx.realNow().getTime() - restingSince.getTime() >= REST_MS) return false;
  return !(await isRetryAsked(ctx, restingSince));
}

/**
 * The worker's look at the calendar: runs the steps of the day end whose time the business clock has reached, also
 * those of days on which no worker ran. Any number of workers may look; one runs, the others pass by.
 * @returns how many steps were done, or 1 when the clock has jumped and the next look will see what that makes due
 */
export async function dayEndTick(ctx: DomainContext<SystemActor>): Promise<number> {
  if (await followBank(ctx)) return 1;
  if (await isResting(ctx)) return 0;
  const began = ctx.realNow();
  const { steps, stuck } = await runDueSteps(ctx);
  restingSince = stuck.length > 0 ? began : undefined;
  return steps;
}
