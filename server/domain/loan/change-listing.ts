import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireOtherPerson } from './four-eyes.ts';
import { type Loan, lockLoan } from './move-loan.ts';
import { requireRole } from './rules.ts';

/** What an officer changes about an open listing, and the deadline he had before his eyes when he decided. */
export type ListingChange = Readonly<{ loanId: Uuid; seenDeadlineAt: Date; reason: string }>;

/** @throws DomainError INPUT_INVALID (field reason). */
function requireReason(reason: string): string {
  const given = reason.trim();
  if (given === '') throw new DomainError('INPUT_INVALID', 'it needs a reason', { field: 'reason' });
  return given;
}

/**
 * Locks an open listing for an officer who decides on it, as he saw it.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID (reason), LOAN_NOT_OPEN (ended, or not begun),
 * CONFLICT (somebody else has moved the deadline).
 */
export async function lockListing(
  tx: Transaction,
  ctx: DomainContext<AdminActor>,
  input: ListingChange,
): Promise<{ loan: Loan; reason: string }> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const reason = requireReason(input.reason);
  const loan = await lockLoan(tx, input.loanId);
  await requireOtherPerson(tx, ctx.actor, loan);
  if (loan.state !== 'open' || loan.deadlineAt === null || loan.deadlineAt <= ctx.now()) {
    throw new DomainError('LOAN_NOT_OPEN', 'the listing is not open');
  }
  if (loan.deadlineAt.getTime() !== input.seenDeadlineAt.getTime()) {
    throw new DomainError('CONFLICT', 'somebody else has moved the deadline');
  }
  return { loan, reason };
}
