import { and, eq } from 'drizzle-orm';
import { type LoanState, loanDecision } from '#db/schema/loans.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { carryOutDecision } from './carry-out-decision.ts';
import { requireOtherPerson, requireSecondPerson } from './four-eyes.ts';
import { lockLoan } from './move-loan.ts';
import { requireOffer } from './offered-terms.ts';
import { productOf } from './product-on-sale.ts';
import { requireRole } from './rules.ts';

export type DecisionAnswer = Readonly<{
  loanId: Uuid;
  decisionId: Uuid;
  answer: 'confirm' | 'refuse';
  /** Demanded with a refusal. */
  words: string;
}>;

/** The decision that waits, with the second person's word written to it. The caller has locked the loan. */
async function closeProposal(tx: Transaction, ctx: DomainContext<AdminActor>, input: DecisionAnswer) {
  const waiting = and(
    eq(loanDecision.loanId, input.loanId),
    eq(loanDecision.id, input.decisionId),
    eq(loanDecision.state, 'proposed'),
  );
  const [proposed] = await tx.select({ proposedBy: loanDecision.proposedBy }).from(loanDecision).where(waiting);
  if (proposed) await requireSecondPerson(tx, ctx.actor, proposed.proposedBy);
  const state = input.answer === 'confirm' ? ('confirmed' as const) : ('refused' as const);
  const [closed] = await tx
    .update(loanDecision)
    .set({ state, decidedBy: ctx.actor.memberId, decidedAt: ctx.now(), answer: input.words.trim() || null })
    .where(waiting)
    .returning();
  if (!closed) throw new DomainError('CONFLICT', 'this decision does not wait for anybody');
  return closed;
}

/**
 * The second person's word on a decision above the product's threshold: confirmed it is carried out, refused the
 * application stays under review.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON (the proposer or the borrower himself), CONFLICT, INPUT_INVALID,
 * BORROWING_CAP_EXCEEDED, TOTAL_BORROWING_CAP_EXCEEDED, INVALID_TRANSITION
 */
export async function answerDecision(
  ctx: DomainContext<AdminActor>,
  input: DecisionAnswer,
): Promise<{ loanId: Uuid; state: LoanState }> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  if (input.answer === 'refuse' && input.words.trim() === '') {
    throw new DomainError('INPUT_INVALID', 'a refusal needs words', { field: 'words' });
  }
  return transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, input.loanId);
    await requireOtherPerson(tx, ctx.actor, loan);
    const decision = await closeProposal(tx, ctx, input);
    await recordAudit(tx, ctx, {
      verb: 'answer-decision',
      objectType: 'loan-decision',
      objectId: decision.id,
      fromState: 'proposed',
      toState: decision.state,
      ...(decision.answer !== null && { reason: decision.answer }),
      details: { loanId: loan.id },
    });
    if (input.answer === 'refuse') return { loanId: loan.id, state: loan.state };
    const { amount, ratePpm, term } = decision;
    if (amount !== null && ratePpm !== null && term !== null) {
      await requireOffer(tx, loan, await productOf(tx, loan.productId), { amount, ratePpm, term });
    }
    const { state } = await carryOutDecision(tx, ctx, loan, decision, ctx.actor.memberId);
    return { loanId: loan.id, state };
  });
}
