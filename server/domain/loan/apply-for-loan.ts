import { loan } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ZERO } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { once } from '../once.ts';
import { applicationRow } from './application-row.ts';
import { activeBorrower } from './borrower.ts';
import { requireWithinCaps } from './borrowing.ts';
import { closeDraft } from './close-draft.ts';
import { nextNumber } from './next-number.ts';
import { productOnSale } from './product-on-sale.ts';
import type { Application } from './rules.ts';
import { loanMachine } from './states.ts';

export type LoanApplication = Application &
  Readonly<{
    requestId: Uuid;
    productId: Uuid;
    /** The draft that it was written in: it ends here, and its documents become the application's. */
    draftId?: Uuid;
  }>;

/**
 * Hands in an application for a loan of a product.
 * @throws DomainError ACCOUNT_NOT_OPEN, NOT_FOUND or CONFLICT (product), INPUT_INVALID, AMOUNT_NOT_POSITIVE,
 * AMOUNT_BELOW_MINIMUM, BORROWING_CAP_EXCEEDED, TOTAL_BORROWING_CAP_EXCEEDED, REQUEST_ID_REUSED.
 */
export function applyForLoan(ctx: DomainContext<BorrowerActor>, input: LoanApplication): Promise<{ loanId: Uuid }> {
  const { requestId, ...asked } = input;
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'apply-for-loan', input: asked }, async () => {
      const borrower = await activeBorrower(tx, ctx.actor);
      const sold = await productOnSale(tx, input.productId, ctx.businessDate);
      const row = await applicationRow(tx, borrower, sold, input);
      await requireWithinCaps(tx, borrower, { asked: row.amount, declared: row.declaredDebt ?? ZERO });
      const number = await nextNumber(tx, 'L', ctx.businessDate);
      const loanId = ctx.newId();
      const state = loanMachine.draft.submit;
      await tx.insert(loan).values({
        ...row,
        id: loanId,
        number,
        projectNo: number.replace('-', ''),
        borrowerAccountId: borrower.accountId,
        borrowerPersonId: borrower.personId,
        state,
        submittedAt: ctx.now(),
        createdAt: ctx.now(),
      });
      if (input.draftId) await closeDraft(tx, ctx.actor, input.draftId, loanId);
      await recordAudit(tx, ctx, {
        verb: 'apply-for-loan',
        objectType: 'loan',
        objectId: loanId,
        fromState: 'draft',
        toState: state,
        details: { number, amountFen: input.amount.toString() },
      });
      return { loanId };
    }),
  );
}
