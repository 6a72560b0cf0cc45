import type { LoanState } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockOwnLoan } from './borrower.ts';
import { moveLoan } from './move-loan.ts';

/** Says no to an offer, which ends the application. Saying it again changes nothing. @throws DomainError NOT_FOUND, INVALID_TRANSITION. */
export async function declineOffer(
  ctx: DomainContext<BorrowerActor>,
  input: { loanId: Uuid },
): Promise<{ loanId: Uuid; state: LoanState }> {
  return transaction(ctx, async (tx) => {
    const loan = await lockOwnLoan(tx, ctx.actor, input.loanId);
    if (loan.state === 'declined') return { loanId: loan.id, state: loan.state };
    const { state } = await moveLoan(tx, ctx, loan, 'decline', { verb: 'decline-offer' });
    return { loanId: loan.id, state };
  });
}
