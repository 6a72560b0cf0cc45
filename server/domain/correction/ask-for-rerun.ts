import { eq } from 'drizzle-orm';
import { dayRun } from '#db/schema/operations.ts';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';

/**
 * Writes down who has the checks of a date made again.
 * @throws DomainError FORBIDDEN (finance and administrators), NOT_FOUND for a date that has no day end
 */
export async function askForRerun(ctx: DomainContext<AdminActor>, date: PlainDate): Promise<void> {
  requireRole(ctx.actor, 'finance', 'administrator');
  await transaction(ctx, async (tx) => {
    const [run] = await tx.select({ date: dayRun.businessDate }).from(dayRun).where(eq(dayRun.businessDate, date));
    if (!run) throw new DomainError('NOT_FOUND', `no day end of ${date}`, { date });
    await recordAudit(tx, ctx, {
      verb: 'run-checks-again',
      objectType: 'day-end',
      objectId: ctx.newId(),
      details: { date },
    });
  });
}
