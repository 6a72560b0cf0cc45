import { eq } from 'drizzle-orm';
import { businessClock } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { setClock } from '../custody/business-clock.ts';

/** A journey that has not stirred for this long has lost its process. */
export const ABANDONED_MS = 30_000;

/**
 * Ends a journey whose process is gone, so that dispatching goes on. @returns whether there was one; false while a
 * living one goes on
 */
export async function endAbandonedTravel(ctx: DomainContext<SystemActor>): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const [row] = await tx.select().from(businessClock).where(eq(businessClock.travelling, true)).for('update');
    if (!row || ctx.realNow().getTime() - row.changedAt.getTime() < ABANDONED_MS) return false;
    await setClock(tx, ctx, { travelling: false });
    return true;
  });
}
