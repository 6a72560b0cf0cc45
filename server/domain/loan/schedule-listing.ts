import { and, eq } from 'drizzle-orm';
import { type LoanState, loan as loanTable } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireOtherPerson } from './four-eyes.ts';
import { lockLoan } from './move-loan.ts';
import { requireRole } from './rules.ts';

/** Before the opening its hour may be set and moved; the bank is told of the project all the same, and before. */
const BEFORE_OPENING: readonly LoanState[] = ['offered', 'approved', 'registering', 'scheduled'];
const FARTHEST_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Sets the hour at which a loan opens for bids, at most thirty days ahead; one that has come opens it with the next
 * round of work. The listing's days run from then on.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID (opensAt), INVALID_TRANSITION (open already, or
 * not yet offered).
 */
export async function scheduleListing(
  ctx: DomainContext<AdminActor>,
  input: { loanId: Uuid; opensAt: Date },
): Promise<void> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const { loanId, opensAt } = input;
  const farthest = ctx.now().getTime() + FARTHEST_DAYS * DAY_MS;
  if (Number.isNaN(opensAt.getTime()) || opensAt.getTime() > farthest) {
    throw new DomainError('INPUT_INVALID', 'the opening is too far ahead', {
      field: 'opensAt',
      longest: FARTHEST_DAYS,
    });
  }
  await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    await requireOtherPerson(tx, ctx.actor, loan);
    if (!BEFORE_OPENING.includes(loan.state)) {
      throw new DomainError('INVALID_TRANSITION', `the opening of a loan that is ${loan.state} is not set`);
    }
    const [set] = await tx
      .update(loanTable)
      .set({ opensAt })
      .where(and(eq(loanTable.id, loan.id), eq(loanTable.state, loan.state)))
      .returning({ id: loanTable.id });
    if (!set) throw new DomainError('CONFLICT', `loan ${loan.number} is no longer ${loan.state}`);
    await recordAudit(tx, ctx, {
      verb: 'schedule-listing',
      objectType: 'loan',
      objectId: loan.id,
      fromState: loan.state,
      toState: loan.state,
      details: { opensAt: opensAt.toISOString() },
    });
  });
}
