import { and, eq } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { debentureSale } from '#db/bank/schema/projects.ts';
import type { WorkingSale } from './ground.ts';

/** A sale by its number. It changes only under its project's lock: whoever changes it has locked that before. */
export async function readSale(
  db: BankExecutor,
  platformNo: string,
  requestNo: string,
): Promise<typeof debentureSale.$inferSelect | undefined> {
  const [found] = await db
    .select()
    .from(debentureSale)
    .where(and(eq(debentureSale.platformNo, platformNo), eq(debentureSale.requestNo, requestNo)));
  return found;
}

/** Writes shares and state of a sale back; one that is over gets the moment. */
export async function saveSale(tx: BankTransaction, platformNo: string, sale: WorkingSale, at: Date): Promise<void> {
  const { reserved, confirmed, status } = sale;
  await tx
    .update(debentureSale)
    .set({ reserved, confirmed, status, completedAt: status === 'COMPLETED' ? at : null })
    .where(and(eq(debentureSale.platformNo, platformNo), eq(debentureSale.requestNo, sale.requestNo)));
}
