import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { deductFrozen, freezeForReceivables, returnToReserve } from './receivable-steps.ts';

/**
 * Collects what members owe for recharges that were taken back, before anything else takes their money: frozen at the
 * bank, deducted to own funds, returned to the risk reserve. As much as there is; the rest when more has come. Many
 * processes may run it at the same time, and each step goes on where another process has left off.
 * @returns how many steps were taken
 */
export async function collectReceivables(ctx: DomainContext<SystemActor>): Promise<number> {
  let steps = 0;
  for (const step of [freezeForReceivables, deductFrozen, returnToReserve]) {
    const asked = await step(ctx);
    ctx.failpoint('receivable.asked');
    await dispatchMany(ctx, asked);
    steps += asked.length;
  }
  return steps;
}
