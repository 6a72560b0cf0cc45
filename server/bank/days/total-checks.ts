import { sql } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { CORE_ACCOUNTS } from '../book/chart.ts';

/**
 * Total against total and total against detail, once the morning's float has been handed over: nothing is left in
 * clearing, the channels owe Σ float, and the custody account, with e-accounts where there are any, holds Σ of what has
 * arrived. Answers the platforms where one of them fails; their payouts stay queued.
 */
export async function platformsInDoubt(db: BankExecutor): Promise<string[]> {
  const { CUSTODY, CLEARING, CHANNELS } = CORE_ACCOUNTS;
  const rows = await db.execute<{ platform_no: string }>(sql`
    with sums as (
      select platform_no,
        -sum(available + frozen) filter (where user_no = ${CUSTODY} or role = 'EACCOUNT') as custody,
        sum(available) filter (where user_no = ${CLEARING}) as clearing,
        -sum(available) filter (where user_no = ${CHANNELS}) as receivable,
        sum(float) filter (where kind <> 'core') as float,
        sum(available + frozen - float) filter (where kind <> 'core') as arrived
      from account group by platform_no
    )
    select platform_no from sums where clearing <> 0 or receivable <> float or custody <> arrived order by 1`);
  return rows.map((row) => row.platform_no);
}
