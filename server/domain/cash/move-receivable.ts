import { and, eq } from 'drizzle-orm';
import { receivable } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type ReceivableEvent, receivableMachine } from './receivable-states.ts';

export type Receivable = typeof receivable.$inferSelect;
type Held = Pick<Receivable, 'accountId' | 'id' | 'state'>;

/**
 * Moves a locked receivable along one arrow of its table, with what changes beside the state, and records it.
 * @throws DomainError INVALID_TRANSITION, or CONFLICT when it is no longer as it was read.
 */
export async function moveReceivable(
  tx: Transaction,
  ctx: DomainContext,
  from: Held,
  event: ReceivableEvent,
  change: Partial<typeof receivable.$inferInsert> = {},
): Promise<void> {
  const state = transition(receivableMachine, from.state, event);
  const moved = await tx
    .update(receivable)
    .set({ ...change, state })
    .where(and(eq(receivable.accountId, from.accountId), eq(receivable.id, from.id), eq(receivable.state, from.state)))
    .returning({ id: receivable.id });
  if (moved.length === 0) throw new DomainError('CONFLICT', `a receivable is no longer ${from.state}`);
  await recordAudit(tx, ctx, {
    verb: `receivable-${event}`,
    objectType: 'receivable',
    objectId: from.id,
    fromState: from.state,
    toState: state,
  });
}
