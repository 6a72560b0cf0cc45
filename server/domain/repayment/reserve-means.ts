import { and, eq, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { platformOrder } from '#db/schema/platform.ts';
import { collection } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { CHART } from '../ledger/chart.ts';

/** What compensations and transfers under way will still take out of the risk reserve. */
const promised = sql`(select coalesce(sum(k.amount - coalesce((select sum(c.amount) from distribution_chunk c
    where c.loan_id = k.loan_id and c.collection_id = k.id and c.state = 'succeeded'), 0)), 0)
  from ${collection} k where k.payer_account_id = ${CHART.compensation.id} and k.state in ('frozen', 'paying'))
  + (select coalesce(sum(o.amount), 0) from ${platformOrder} o where o.source_account_id = ${CHART.compensation.id}
    and o.kind = 'transfer' and o.state = 'at-bank')`;

/**
 * What the risk reserve can still promise; its account stays locked to the end of the transaction, so that two
 * compensations never promise the same money.
 */
export async function lockReserveMeans(tx: Transaction): Promise<Money> {
  await tx
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.id, CHART.compensation.id)))
    .for('update');
  const [row] = await tx
    .select({ free: sql<string>`(${account.available} - (${promised}))::text` })
    .from(account)
    .where(eq(account.id, CHART.compensation.id));
  return fen(BigInt(row?.free ?? 0));
}
