import { and, eq } from 'drizzle-orm';
import { withdrawal } from '#db/schema/withdrawals.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type WithdrawalEvent, withdrawalMachine } from './withdrawal-states.ts';

export type Withdrawal = typeof withdrawal.$inferSelect;
export type WithdrawalChange = Partial<typeof withdrawal.$inferInsert>;

/** The withdrawal of a WITHDRAW instruction, locked; undefined for any other instruction. */
export async function lockWithdrawal(tx: Transaction, instructionId: Uuid): Promise<Withdrawal | undefined> {
  const [row] = await tx.select().from(withdrawal).where(eq(withdrawal.instructionId, instructionId)).for('update');
  return row;
}

/**
 * Moves a locked withdrawal along one arrow of its table, with what changes beside the state, and records it.
 * @returns the row as it then stands
 * @throws DomainError INVALID_TRANSITION, or CONFLICT when it is no longer as it was read
 */
export async function moveWithdrawal(
  tx: Transaction,
  ctx: DomainContext,
  from: Withdrawal,
  event: WithdrawalEvent,
  how: Readonly<{ change?: WithdrawalChange; reason?: string }> = {},
): Promise<Withdrawal> {
  const state = transition(withdrawalMachine, from.state, event);
  const [moved] = await tx
    .update(withdrawal)
    .set({ ...how.change, state })
    .where(and(eq(withdrawal.accountId, from.accountId), eq(withdrawal.id, from.id), eq(withdrawal.state, from.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', `a withdrawal is no longer ${from.state}`);
  await recordAudit(tx, ctx, {
    verb: `withdrawal-${event}`,
    objectType: 'withdrawal',
    objectId: from.id,
    fromState: from.state,
    toState: state,
    reason: how.reason,
  });
  return moved;
}
