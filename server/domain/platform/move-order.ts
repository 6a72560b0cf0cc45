import { and, eq } from 'drizzle-orm';
import { platformOrder } from '#db/schema/platform.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type PlatformOrderEvent, platformOrderMachine } from './states.ts';

export type PlatformOrder = typeof platformOrder.$inferSelect;

/** @throws DomainError NOT_FOUND */
export async function lockOrder(tx: Transaction, orderId: Uuid): Promise<PlatformOrder> {
  const [order] = await tx.select().from(platformOrder).where(eq(platformOrder.id, orderId)).for('update');
  if (!order) throw new DomainError('NOT_FOUND', 'no such order');
  return order;
}

/**
 * Moves a locked order along one arrow of its table, with what changes beside the state, and records it.
 * @throws DomainError INVALID_TRANSITION, or CONFLICT when it is no longer as it was read
 */
export async function moveOrder(
  tx: Transaction,
  ctx: DomainContext,
  from: PlatformOrder,
  event: PlatformOrderEvent,
  change: Partial<typeof platformOrder.$inferInsert> = {},
): Promise<PlatformOrder> {
  const state = transition(platformOrderMachine, from.state, event);
  const [moved] = await tx
    .update(platformOrder)
    .set({ ...change, state })
    .where(and(eq(platformOrder.id, from.id), eq(platformOrder.state, from.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', `the order is no longer ${from.state}`);
  await recordAudit(tx, ctx, {
    verb: `platform-order-${event}`,
    objectType: 'platform-order',
    objectId: from.id,
    fromState: from.state,
    toState: state,
    reason: from.reason,
  });
  return moved;
}
