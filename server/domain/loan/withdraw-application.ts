import { and, eq } from 'drizzle-orm';
import { applicationDraft, type LoanState, loanDecision } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockOwnLoan } from './borrower.ts';
import { moveLoan } from './move-loan.ts';

/**
 * Takes an application back, at any stage before the bank is told of it; what was proposed about it, and what
 * was kept of changes to it, falls with it.
 * Withdrawing again what is withdrawn changes nothing.
 * @throws DomainError NOT_FOUND, INVALID_TRANSITION.
 */
export async function withdrawApplication(
  ctx: DomainContext<BorrowerActor>,
  input: { loanId: Uuid },
): Promise<{ loanId: Uuid; state: LoanState }> {
  return transaction(ctx, async (tx) => {
    const loan = await lockOwnLoan(tx, ctx.actor, input.loanId);
    if (loan.state === 'withdrawn') return { loanId: loan.id, state: loan.state };
    const { state } = await moveLoan(tx, ctx, loan, 'withdraw', { verb: 'withdraw-application' });
    await tx
      .update(loanDecision)
      .set({ state: 'refused', decidedAt: ctx.now() })
      .where(and(eq(loanDecision.loanId, loan.id), eq(loanDecision.state, 'proposed')));
    await tx.delete(applicationDraft).where(eq(applicationDraft.loanId, loan.id));
    return { loanId: loan.id, state };
  });
}
