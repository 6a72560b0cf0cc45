import { and, desc, eq, lte } from 'drizzle-orm';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';

export type Product = typeof product.$inferSelect;

/** The version that a loan has been applied for under. @throws DomainError NOT_FOUND. */
export async function productOf(tx: Transaction, productId: Uuid): Promise<Product> {
  const [found] = await tx.select().from(product).where(eq(product.id, productId));
  if (!found) throw new DomainError('NOT_FOUND', 'no such product');
  return found;
}

/** A version that is being sold on a day: the newest of its code that is published and has begun. @throws DomainError NOT_FOUND, CONFLICT. */
export async function productOnSale(tx: Transaction, productId: Uuid, on: PlainDate): Promise<Product> {
  const asked = await productOf(tx, productId);
  const [newest] = await tx
    .select({ id: product.id })
    .from(product)
    .where(and(eq(product.code, asked.code), eq(product.state, 'published'), lte(product.validFrom, on)))
    .orderBy(desc(product.version))
    .limit(1);
  if (newest?.id !== asked.id) throw new DomainError('CONFLICT', 'the product has a newer version, or has not begun');
  return asked;
}
