import { and, eq } from 'drizzle-orm';
import { dayRelease, type ReleaseState } from '#db/schema/reconciliation.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireSecondPerson } from '../loan/four-eyes.ts';
import { requireRole } from '../loan/rules.ts';
import { dayReleaseMachine, type ReleaseEvent } from './release-states.ts';

/**
 * Lets the payouts of a red day go as another has asked, or refuses it. Another human being than who asked; what was
 * held leaves within the worker's next round.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INVALID_TRANSITION once it is decided
 */
export async function decideDayRelease(
  ctx: DomainContext<AdminActor>,
  { releaseId, accept }: Readonly<{ releaseId: Uuid; accept: boolean }>,
): Promise<{ state: ReleaseState }> {
  requireRole(ctx.actor, 'finance', 'administrator');
  return transaction(ctx, async (tx) => {
    const [asked] = await tx.select().from(dayRelease).where(eq(dayRelease.id, releaseId)).for('update');
    if (!asked) throw new DomainError('NOT_FOUND', 'nobody has asked for it');
    await requireSecondPerson(tx, ctx.actor, asked.makerId);
    const event: ReleaseEvent = accept ? 'release' : 'refuse';
    const state = transition<ReleaseState, ReleaseEvent>(dayReleaseMachine, asked.state, event);
    const [decided] = await tx
      .update(dayRelease)
      .set({ state, checkerId: ctx.actor.memberId, checkedAt: ctx.now() })
      .where(and(eq(dayRelease.id, releaseId), eq(dayRelease.state, asked.state)))
      .returning({ id: dayRelease.id });
    if (!decided) throw new DomainError('CONFLICT', 'it has been decided meanwhile');
    await recordAudit(tx, ctx, {
      verb: `${event}-day`,
      objectType: 'day-release',
      objectId: releaseId,
      fromState: asked.state,
      toState: state,
      reason: asked.reason,
      details: { date: asked.businessDate },
    });
    return { state };
  });
}
