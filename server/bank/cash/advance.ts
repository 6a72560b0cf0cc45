import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { CORE_ACCOUNTS } from '../book/chart.ts';
import { ADVANCE_ACCOUNT } from './accept.ts';
import { cashAccountsOf } from './core.ts';
import { postLegs } from './legs.ts';

/** What the bank has lent is paid back first, out of what has arrived at the advance accounts. */
export async function repayAdvances(tx: BankTransaction, newId: IdSource, at: Date): Promise<void> {
  const due = await tx.execute<{ platform_no: string; amount: string }>(sql`
    select lent.platform_no, least(lent.available, pool.available - pool.float)::text as amount
    from account lent join account pool on pool.platform_no = lent.platform_no and pool.user_no = ${ADVANCE_ACCOUNT}
    where lent.user_no = ${CORE_ACCOUNTS.ADVANCE} and lent.available > 0 and pool.available > pool.float
    order by lent.platform_no`);
  for (const row of due) {
    const { POOL, CUSTODY, OWN, ADVANCE } = await cashAccountsOf(tx, row.platform_no);
    const businessDate = businessDateOf(at);
    const stamp = {
      requestNo: `ADVANCE-${businessDate}`,
      bizType: 'ADVANCE_REPAYMENT',
      sourceBucket: 'available',
      targetBucket: 'available',
      amount: fen(BigInt(row.amount)),
      occurredAt: at,
      businessDate,
    } as const;
    await postLegs(tx, newId, row.platform_no, [
      { ...stamp, lineNumber: 0, sourceId: POOL, targetId: CUSTODY },
      { ...stamp, lineNumber: 1, sourceId: ADVANCE, targetId: OWN },
    ]);
  }
}
