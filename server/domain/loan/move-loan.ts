import { and, eq } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import { type AuditRecord, recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type LoanEvent, loanMachine } from './states.ts';

export type Loan = typeof loan.$inferSelect;
type LoanChange = Partial<typeof loan.$inferInsert>;

/** Locks one loan before anything else of its family. @throws DomainError NOT_FOUND. */
export async function lockLoan(tx: Transaction, loanId: Uuid): Promise<Loan> {
  const [found] = await tx.select().from(loan).where(eq(loan.id, loanId)).for('update');
  if (!found) throw new DomainError('NOT_FOUND', 'no such loan');
  return found;
}

/**
 * Moves a locked loan along one arrow of its table, with what changes beside the state, and records it.
 * @throws DomainError INVALID_TRANSITION, or CONFLICT when the loan is no longer as it was read.
 */
export async function moveLoan(
  tx: Transaction,
  ctx: DomainContext,
  from: Loan,
  event: LoanEvent,
  record: Pick<AuditRecord, 'verb' | 'reason' | 'details'>,
  change: LoanChange = {},
): Promise<Loan> {
  const state = transition(loanMachine, from.state, event);
  const [moved] = await tx
    .update(loan)
    .set({ ...change, state })
    .where(and(eq(loan.id, from.id), eq(loan.state, from.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', `loan ${from.number} is no longer ${from.state}`);
  await recordAudit(tx, ctx, {
    ...record,
    objectType: 'loan',
    objectId: from.id,
    fromState: from.state,
    toState: state,
  });
  return moved;
}
