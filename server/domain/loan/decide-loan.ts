import { eq } from 'drizzle-orm';
import { type Grade, product } from '#db/schema/products.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireOtherPerson } from './four-eyes.ts';
import { type Loan, lockLoan, moveLoan } from './move-loan.ts';
import { requireRate, requireRole } from './rules.ts';

export type LoanDecision = Readonly<{
  loanId: Uuid;
  decision: 'offer' | 'return' | 'reject';
  /** With an offer: what the borrower asked for when absent. */
  ratePpm?: RatePpm;
  /** Demanded with an offer. */
  grade?: Grade;
  reason: string;
}>;

type OfferedTerms = { ratePpm?: RatePpm; grade?: Grade };

async function termsOffered(tx: Transaction, loan: Loan, input: LoanDecision): Promise<OfferedTerms> {
  if (!input.grade) throw new DomainError('INPUT_INVALID', 'an offer needs a grade', { field: 'grade' });
  const [sold] = await tx.select().from(product).where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  const rate = input.ratePpm ?? loan.ratePpm;
  requireRate(sold, rate);
  return { ratePpm: rate, grade: input.grade };
}

/**
 * Decides on an application under review; an offer waits for the borrower's acceptance.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID, INVALID_TRANSITION.
 */
export async function decideLoan(ctx: DomainContext<AdminActor>, input: LoanDecision): Promise<void> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const reason = input.reason.trim();
  if (reason === '') throw new DomainError('INPUT_INVALID', 'a decision needs a reason', { field: 'reason' });
  await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, input.loanId);
    await requireOtherPerson(tx, ctx.actor, loan);
    const terms: OfferedTerms = input.decision === 'offer' ? await termsOffered(tx, loan, input) : {};
    await moveLoan(
      tx,
      ctx,
      loan,
      input.decision,
      { verb: 'decide-loan', reason, details: { ratePpm: terms.ratePpm ?? null, grade: terms.grade ?? null } },
      { ...terms, approvedBy: input.decision === 'offer' ? ctx.actor.memberId : null, decisionReason: reason },
    );
  });
}
