import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireOtherPerson } from './four-eyes.ts';
import { lockLoan, moveLoan } from './move-loan.ts';
import { requireRole } from './rules.ts';

/** Takes a submitted application up. @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INVALID_TRANSITION. */
export async function startReview(ctx: DomainContext<AdminActor>, input: { loanId: Uuid }): Promise<void> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, input.loanId);
    await requireOtherPerson(tx, ctx.actor, loan);
    await moveLoan(tx, ctx, loan, 'review', { verb: 'start-review' });
  });
}
