import { eq } from 'drizzle-orm';
import { applicationDraft } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ZERO } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { once } from '../once.ts';
import { applicationRow } from './application-row.ts';
import { activeBorrower, lockOwnLoan } from './borrower.ts';
import { requireWithinCaps } from './borrowing.ts';
import { moveLoan } from './move-loan.ts';
import { productOf, productOnSale } from './product-on-sale.ts';
import type { Application } from './rules.ts';

export type Resubmission = Application & Readonly<{ requestId: Uuid; loanId: Uuid; productId: Uuid }>;

/**
 * Hands a returned application in again, changed as the borrower likes; what was kept of the changes ends here. It may keep the version of its product that
 * it was begun under; another product must be on sale.
 * @throws DomainError as applyForLoan; NOT_FOUND (another's loan), INVALID_TRANSITION when it was not returned
 */
export function resubmitApplication(
  ctx: DomainContext<BorrowerActor>,
  input: Resubmission,
): Promise<{ loanId: Uuid; state: string }> {
  const { requestId, ...asked } = input;
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'resubmit-application', input: asked }, async () => {
      const loan = await lockOwnLoan(tx, ctx.actor, input.loanId);
      if (loan.state !== 'returned') throw new DomainError('INVALID_TRANSITION', 'only what was returned comes again');
      const borrower = await activeBorrower(tx, ctx.actor);
      const sold =
        input.productId === loan.productId
          ? await productOf(tx, loan.productId)
          : await productOnSale(tx, input.productId, ctx.businessDate);
      const row = await applicationRow(tx, borrower, sold, input);
      const declared = row.declaredDebt ?? ZERO;
      await requireWithinCaps(tx, borrower, { asked: row.amount, declared, except: loan.id });
      const details = { amountFen: row.amount.toString(), ratePpm: row.ratePpm, term: row.term };
      const { state } = await moveLoan(
        tx,
        ctx,
        loan,
        'submit',
        { verb: 'resubmit-application', details },
        { ...row, grade: null, approvedBy: null, submittedAt: ctx.now() },
      );
      await tx.delete(applicationDraft).where(eq(applicationDraft.loanId, loan.id));
      return { loanId: loan.id, state };
    }),
  );
}
