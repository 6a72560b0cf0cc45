import { and, eq } from 'drizzle-orm';
import { type LoanState, loanDecision } from '#db/schema/loans.ts';
import type { Grade } from '#db/schema/products.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { isBeyondScore } from './beyond-score.ts';
import { carryOutDecision, type Decision } from './carry-out-decision.ts';
import { requireOtherPerson } from './four-eyes.ts';
import { type Loan, lockLoan } from './move-loan.ts';
import { offeredTerms, requireOffer } from './offered-terms.ts';
import { productOf } from './product-on-sale.ts';
import { requireRole } from './rules.ts';

export type LoanDecision = Readonly<{
  loanId: Uuid;
  decision: 'offer' | 'return' | 'reject';
  /** With an offer: what the borrower asked for when absent. */
  amount?: Money;
  /** With an offer: what the borrower asked for when absent, or the grade's price where the product has prices. */
  ratePpm?: RatePpm;
  term?: number;
  /** Demanded with an offer. */
  grade?: Grade;
  reason: string;
}>;

async function requireNoneProposed(tx: Transaction, loanId: Uuid): Promise<void> {
  const [proposed] = await tx
    .select({ id: loanDecision.id })
    .from(loanDecision)
    .where(and(eq(loanDecision.loanId, loanId), eq(loanDecision.state, 'proposed')));
  if (proposed) throw new DomainError('CONFLICT', 'a decision waits for a second person');
}

async function compose(tx: Transaction, loan: Loan, input: LoanDecision, reason: string): Promise<Decision> {
  const { decision } = input;
  const plain = { decision, reason, amount: null, ratePpm: null, term: null, grade: null, needsSecond: false };
  if (decision !== 'offer') return plain;
  const sold = await productOf(tx, loan.productId);
  const terms = offeredTerms(sold, loan, input);
  await requireOffer(tx, loan, sold, terms);
  const isLarge = sold.secondReviewAbove !== null && terms.amount > sold.secondReviewAbove;
  const needsSecond = isLarge || (await isBeyondScore(tx, loan.id, terms.amount));
  return { ...plain, ...terms, needsSecond };
}

/**
 * Decides on an application under review. An offer, whose amount, rate and term may differ from what was asked for,
 * waits for the borrower's acceptance; above the product's threshold, or beyond what the score allows, it waits for a
 * second officer first.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID, AMOUNT_BELOW_MINIMUM, BORROWING_CAP_EXCEEDED,
 * TOTAL_BORROWING_CAP_EXCEEDED, INVALID_TRANSITION, CONFLICT while a decision waits for its second person
 */
export async function decideLoan(
  ctx: DomainContext<AdminActor>,
  input: LoanDecision,
): Promise<{ loanId: Uuid; state: LoanState; decisionId: Uuid }> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const reason = input.reason.trim();
  if (reason === '') throw new DomainError('INPUT_INVALID', 'a decision needs a reason', { field: 'reason' });
  return transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, input.loanId);
    if (loan.state !== 'reviewing') throw new DomainError('INVALID_TRANSITION', 'only what is under review is decided');
    await requireOtherPerson(tx, ctx.actor, loan);
    await requireNoneProposed(tx, loan.id);
    const decision = await compose(tx, loan, input, reason);
    const decisionId = ctx.newId();
    const proposed = { proposedBy: ctx.actor.memberId, proposedAt: ctx.now() };
    const settled = decision.needsSecond
      ? { state: 'proposed' as const }
      : { state: 'confirmed' as const, decidedBy: ctx.actor.memberId, decidedAt: ctx.now() };
    await tx.insert(loanDecision).values({ loanId: loan.id, id: decisionId, ...decision, ...proposed, ...settled });
    if (!decision.needsSecond) {
      const { state } = await carryOutDecision(tx, ctx, loan, decision, ctx.actor.memberId);
      return { loanId: loan.id, state, decisionId };
    }
    await recordAudit(tx, ctx, {
      verb: 'decide-loan',
      objectType: 'loan-decision',
      objectId: decisionId,
      toState: 'proposed',
      reason,
      details: { loanId: loan.id, amountFen: decision.amount?.toString() ?? null, ratePpm: decision.ratePpm },
    });
    return { loanId: loan.id, state: loan.state, decisionId };
  });
}
