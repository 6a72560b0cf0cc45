import { eq } from 'drizzle-orm';
import { type PaymentPart, product } from '#db/schema/products.ts';
import type { CollectionTrigger } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import type { DomainContext } from '../context.ts';
import type { Loan } from '../loan/move-loan.ts';
import { allocate, allocateRecovery } from './allocate.ts';
import { beginCollection } from './begin-collection.ts';
import type { Instalment } from './instalments.ts';
import { owedOf } from './owed.ts';

export type OwedTerms = Readonly<{
  penaltyPpmPerDay: RatePpm;
  allocationOrder: readonly PaymentPart[];
  partialPayments: boolean;
}>;

/**
 * How much is owed of an instalment of a locked loan, and how to spend money on it; of one that has been written off any
 * part may be paid. @throws DomainError NOT_FOUND
 */
export async function owedTerms(tx: Transaction, loan: Pick<Loan, 'productId' | 'state'>): Promise<OwedTerms> {
  const [sold] = await tx
    .select({
      penaltyPpmPerDay: product.penaltyPpmPerDay,
      allocationOrder: product.allocationOrder,
      partialPayments: product.partialPayments,
    })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  return { ...sold, partialPayments: sold.partialPayments || loan.state === 'written-off' };
}

export type WantedPayment = Readonly<{
  /** What it may be spent on, the oldest first. */
  rows: readonly Instalment[];
  amount: Money;
  terms: OwedTerms;
  trigger: CollectionTrigger;
}>;

/**
 * Starts to collect an amount from the borrower of a locked loan for what has fallen due.
 * @returns the collection's id
 * @throws DomainError INVALID_TRANSITION when an instalment that gets some of it is neither due nor late.
 */
export function beginInstalments(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  { rows, amount, terms, trigger }: WantedPayment,
): Promise<Uuid> {
  const owing = rows.map((row) => ({ number: row.number, owed: owedOf(row, terms.penaltyPpmPerDay) }));
  return beginCollection(tx, ctx, loan, {
    kind: 'instalment',
    trigger,
    payerAccountId: loan.borrowerAccountId,
    authority: 'REPAYMENT',
    items:
      loan.state === 'written-off' ? allocateRecovery(amount, owing) : allocate(amount, owing, terms.allocationOrder),
  });
}
