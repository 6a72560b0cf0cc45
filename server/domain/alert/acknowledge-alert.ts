import { and, eq, isNull } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';

/**
 * Says that somebody sees to an open alert, with a note on how. It stays open until what raised it is over.
 * @throws DomainError FORBIDDEN, NOT_FOUND, CONFLICT when it has ended or somebody has done so already
 */
export async function acknowledgeAlert(
  ctx: DomainContext<AdminActor>,
  { alertId, note }: Readonly<{ alertId: Uuid; note: string }>,
): Promise<void> {
  requireRole(ctx.actor, 'finance', 'administrator');
  await transaction(ctx, async (tx) => {
    const [known] = await tx.select({ id: alert.id }).from(alert).where(eq(alert.id, alertId));
    if (!known) throw new DomainError('NOT_FOUND', 'no such alert');
    const [taken] = await tx
      .update(alert)
      .set({ acknowledgedBy: ctx.actor.memberId, acknowledgedAt: ctx.now(), note })
      .where(and(eq(alert.id, alertId), isNull(alert.endedAt), isNull(alert.acknowledgedAt)))
      .returning({ id: alert.id });
    if (!taken) throw new DomainError('CONFLICT', 'the alert has ended, or somebody sees to it already');
    await recordAudit(tx, ctx, {
      verb: 'acknowledge-alert',
      objectType: 'alert',
      objectId: alertId,
      fromState: 'open',
      toState: 'acknowledged',
      reason: note,
    });
  });
}
