import { eq, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { platformOrder } from '#db/schema/platform.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { CHART } from '../ledger/chart.ts';
import { lockReserveMeans } from '../repayment/reserve-means.ts';

/** What transfers under way will still take out of an account, as SQL over its id. */
const underWay = (accountId: Uuid) => sql`(select coalesce(sum(o.amount), 0) from ${platformOrder} o
  where o.source_account_id = ${accountId} and o.kind = 'transfer' and o.state = 'at-bank')`;

/**
 * What an account of the platform can still give; it stays locked to the end of the transaction. Of the risk reserve,
 * what compensations under way will take is not free.
 */
export async function lockFreeMeans(tx: Transaction, accountId: Uuid): Promise<Money> {
  if (accountId === CHART.compensation.id) return lockReserveMeans(tx);
  await tx.select({ id: account.id }).from(account).where(eq(account.id, accountId)).for('update');
  const [row] = await tx
    .select({ free: sql<string>`(${account.available} - ${underWay(accountId)})::text` })
    .from(account)
    .where(eq(account.id, accountId));
  return fen(BigInt(row?.free ?? 0));
}
