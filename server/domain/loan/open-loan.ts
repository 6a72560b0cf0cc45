import { eq } from 'drizzle-orm';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { DomainContext } from '../context.ts';
import { type Loan, moveLoan } from './move-loan.ts';

const DAY_MS = 86_400_000;

/** Opens a locked, scheduled loan for bids; its listing runs for the product's days from the opening. */
export async function openLoan(tx: Transaction, ctx: DomainContext, loan: Loan): Promise<Loan> {
  const [sold] = await tx
    .select({ listingDays: product.listingDays })
    .from(product)
    .where(eq(product.id, loan.productId));
  const openedAt = ctx.now();
  const deadlineAt = loan.deadlineAt ?? new Date(openedAt.getTime() + (sold?.listingDays ?? 0) * DAY_MS);
  return moveLoan(tx, ctx, loan, 'open', { verb: 'open-loan' }, { openedAt, deadlineAt });
}
