import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor, SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { requireOtherPerson } from '../loan/four-eyes.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { requireRole } from '../loan/rules.ts';
import { beginFailing } from './end-listing.ts';

/**
 * Ends a listing without settlement: every freeze is released, then the loan has failed and the bank closes its
 * project. Bids that are still freezing are released as soon as the bank has frozen them.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID (no reason), INVALID_TRANSITION.
 */
export async function failLoan(
  ctx: DomainContext<AdminActor | SystemActor>,
  input: { loanId: Uuid; reason: string },
): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === 'admin') requireRole(actor, 'loan-officer', 'risk-officer');
  const reason = input.reason.trim();
  if (reason === '') throw new DomainError('INPUT_INVALID', 'a cancellation needs a reason', { field: 'reason' });
  const releases = await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, input.loanId);
    if (actor.kind === 'admin') await requireOtherPerson(tx, actor, loan);
    return beginFailing(tx, ctx, loan, reason);
  });
  ctx.failpoint('loan.failing');
  await dispatchMany(ctx, releases);
}
