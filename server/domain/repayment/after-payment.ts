import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import { advanceLoan } from './advance-loan.ts';
import { applyAcceleration } from './apply-acceleration.ts';
import { applyEarly } from './apply-early.ts';
import { owedTerms } from './begin-instalments.ts';
import type { Collection } from './collections.ts';
import { payItems } from './pay-items.ts';

/** When the last trade of a collection has succeeded: its instalments are credited, and the loan goes on. */
export async function afterPayment(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  paid: Collection,
  at: Date,
): Promise<void> {
  const { penaltyPpmPerDay } = await owedTerms(tx, loan);
  await payItems(tx, ctx, loan, paid, penaltyPpmPerDay, at);
  await applyEarly(tx, ctx, loan, paid, at);
  await applyAcceleration(tx, ctx, paid, at);
  await advanceLoan(tx, ctx, loan, at);
}
