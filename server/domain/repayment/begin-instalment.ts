import { eq } from 'drizzle-orm';
import { product } from '#db/schema/products.ts';
import type { CollectionTrigger } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import { allocate } from './allocate.ts';
import { beginCollection } from './begin-collection.ts';
import type { Instalment } from './instalments.ts';
import { owedOf, totalOwed } from './owed.ts';

/** How much is owed of an instalment of a locked loan, and how to spend money on it. */
export async function owedTerms(tx: Transaction, loan: Pick<Loan, 'productId'>) {
  const [sold] = await tx
    .select({ penaltyPpmPerDay: product.penaltyPpmPerDay, allocationOrder: product.allocationOrder })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  return sold;
}

/**
 * Starts to collect one instalment of a locked loan from its borrower, all that is owed of it.
 * @returns the collection's id
 * @throws DomainError INVALID_TRANSITION when the instalment is not due or late.
 */
export async function beginInstalment(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  row: Instalment,
  trigger: CollectionTrigger,
): Promise<Uuid> {
  const { penaltyPpmPerDay, allocationOrder } = await owedTerms(tx, loan);
  const amount: Money = totalOwed(row, penaltyPpmPerDay);
  const owing = [{ number: row.number, owed: owedOf(row, penaltyPpmPerDay) }];
  return beginCollection(tx, ctx, loan, {
    kind: 'instalment',
    trigger,
    payerAccountId: loan.borrowerAccountId,
    authority: 'REPAYMENT',
    items: allocate(amount, owing, allocationOrder),
  });
}
