import { sql } from 'drizzle-orm';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import { adoptDeposit } from '../cash/adopt-deposit.ts';
import type { DomainContext } from '../context.ts';

/**
 * Where the bank is linked, members fill their e-accounts without us, and the platform tops its own accounts up at any
 * bank's counter: a deposit that stands in the staged RECHARGE
 * file of a date and is not known here was told by a notify that got lost. It is written down, to be asked about like
 * every line without an end. @returns how many
 */
export async function adoptFiled(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number> {
  return transaction(ctx, async (tx) => {
    const rows = await tx.execute<{ request_no: string; user_no: string; amount: string }>(sql`
      select c.request_no, c.target_user_no as user_no, c.amount_fen::text as amount from checkfile_row c
      where c.business_date = ${date}::date and c.file = 'RECHARGE' and c.target_user_no is not null
        and not exists (select 1 from request_number n where n.request_no = c.request_no)
      order by c.row_number`);
    let adopted = 0;
    for (const row of rows) {
      const deposit = { requestNo: row.request_no, platformUserNo: row.user_no, amount: fen(BigInt(row.amount)) };
      if (await adoptDeposit(tx, ctx, deposit)) adopted += 1;
    }
    return adopted;
  });
}
