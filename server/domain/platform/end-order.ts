import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireSecondPerson } from '../loan/four-eyes.ts';
import { requireRole } from '../loan/rules.ts';
import { lockOrder, moveOrder } from './move-order.ts';

/**
 * Ends an order that has not gone to the bank: another member of staff refuses what was proposed; its maker takes it
 * back, also after it was approved.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INVALID_TRANSITION
 */
export async function endOrder(
  ctx: DomainContext<AdminActor>,
  { orderId, how }: Readonly<{ orderId: Uuid; how: 'refuse' | 'withdraw' }>,
): Promise<void> {
  requireRole(ctx.actor, 'finance', 'administrator');
  await transaction(ctx, async (tx) => {
    const order = await lockOrder(tx, orderId);
    const endedAt = ctx.now();
    if (how === 'refuse') {
      await requireSecondPerson(tx, ctx.actor, order.makerId);
      await moveOrder(tx, ctx, order, 'refuse', { checkerId: ctx.actor.memberId, checkedAt: endedAt, endedAt });
      return;
    }
    if (order.makerId !== ctx.actor.memberId) throw new DomainError('FORBIDDEN', 'only its maker takes it back');
    await moveOrder(tx, ctx, order, 'withdraw', { endedAt });
  });
}
