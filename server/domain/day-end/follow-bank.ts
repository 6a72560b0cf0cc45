import { transaction } from '#db/transaction.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { setClock } from '../custody/business-clock.ts';

/** Two clocks on one machine differ by the time it takes to ask. */
const SAME_WITHIN_MS = 2_000;
const BETWEEN_LOOKS_MS = 2_000;
let nextLookMs = 0;

/**
 * The bank leads: when somebody has moved the simulator's clock at its own desk, the platform's follows. Looks every
 * two seconds at the most; a bank that does not answer changes nothing. @returns whether the clock was moved
 */
export async function followBank(ctx: DomainContext<SystemActor>): Promise<boolean> {
  const realMs = ctx.realNow().getTime();
  if (!ctx.simulator || realMs < nextLookMs) return false;
  nextLookMs = realMs + BETWEEN_LOOKS_MS;
  const now = await ctx.simulator.now().catch(() => undefined);
  if (!now || Math.abs(now.getTime() - ctx.now().getTime()) <= SAME_WITHIN_MS) return false;
  await transaction(ctx, (tx) => setClock(tx, ctx, { now }));
  return true;
}
