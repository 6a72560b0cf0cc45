import type { loanDecision } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { type Loan, moveLoan } from './move-loan.ts';

export type Decision = Pick<
  typeof loanDecision.$inferSelect,
  'decision' | 'reason' | 'amount' | 'ratePpm' | 'term' | 'grade' | 'needsSecond'
>;

/** What was asked for, wherever the offer differs from it. */
const requestedBefore = (loan: Loan, { amount, ratePpm, term }: Decision) => ({
  requestedAmount: amount !== null && amount !== loan.amount ? loan.amount : null,
  requestedRatePpm: ratePpm !== null && ratePpm !== loan.ratePpm ? loan.ratePpm : null,
  requestedTerm: term !== null && term !== loan.term ? loan.term : null,
});

/** Moves a locked loan as was decided, with the terms of the offer in place of those asked for. */
export function carryOutDecision(
  tx: Transaction,
  ctx: DomainContext<AdminActor>,
  loan: Loan,
  decision: Decision,
  approvedBy: Uuid,
): Promise<Loan> {
  const { amount, ratePpm, term, grade, reason } = decision;
  const details = { amountFen: amount?.toString() ?? null, ratePpm, term, grade };
  const record = { verb: 'decide-loan', reason, details };
  if (decision.decision !== 'offer' || amount === null || ratePpm === null || term === null) {
    return moveLoan(tx, ctx, loan, decision.decision, record, { approvedBy: null, decisionReason: reason });
  }
  const offered = { amount, ratePpm, term, grade, approvedBy, decisionReason: reason };
  return moveLoan(tx, ctx, loan, 'offer', record, { ...offered, ...requestedBefore(loan, decision) });
}
