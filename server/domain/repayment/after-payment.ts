import { eq } from 'drizzle-orm';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import { advanceLoan } from './advance-loan.ts';
import { applyAcceleration } from './apply-acceleration.ts';
import { applyEarly } from './apply-early.ts';
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
  const [sold] = await tx
    .select({ penaltyPpmPerDay: product.penaltyPpmPerDay })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  await payItems(tx, ctx, loan, paid, sold.penaltyPpmPerDay, at);
  await applyEarly(tx, ctx, loan, paid, at);
  await applyAcceleration(tx, ctx, paid, at);
  await advanceLoan(tx, ctx, loan, at);
}
