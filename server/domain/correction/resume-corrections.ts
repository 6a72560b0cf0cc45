import { and, asc, eq, isNull, lte, or } from 'drizzle-orm';
import { correction } from '#db/schema/reconciliation.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { applyCorrection } from './apply-correction.ts';

/** Longer than applying takes: whoever has not ended it by then is gone, or could not reach the bank. */
const PAUSE_MS = 60_000;

/** Goes on with approved corrections that nobody is at: their process was killed, or the bank was away. @returns how many */
export async function resumeCorrections(ctx: DomainContext<SystemActor>): Promise<number> {
  const rested = or(isNull(correction.triedAt), lte(correction.triedAt, new Date(ctx.realNow().getTime() - PAUSE_MS)));
  const rows = await ctx.db
    .select({ id: correction.id })
    .from(correction)
    .where(and(eq(correction.state, 'approved'), rested))
    .orderBy(asc(correction.id));
  let ended = 0;
  for (const { id } of rows) {
    try {
      const { state } = await applyCorrection(ctx, id);
      if (state !== 'approved') ended += 1;
    } catch {
      // The bank cannot be reached or its file cannot be read: it stays approved and is tried again.
    }
  }
  return ended;
}
