import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { eAccountNo } from './chart.ts';
import { jsonRows } from './rows.ts';

export type PlacedFreeze = {
  requestNo: string;
  userNo: string;
  bizType: string;
  amount: Money;
  at: Date;
  businessDate: PlainDate;
};

/** Holds the same money on the e-accounts of a linked platform's payers, in one statement for a whole batch. */
export async function mirrorFreezes(
  tx: BankTransaction,
  newId: IdSource,
  platformNo: string,
  freezes: readonly PlacedFreeze[],
): Promise<void> {
  const rows = jsonRows(freezes.map((freeze) => ({ ...freeze, id: newId(), eAccountNo: eAccountNo(freeze.userNo) })));
  await tx.execute(sql`
    with legs as (
      select placed.*, e.id as e_id
      from json_to_recordset(${rows}) as placed(id uuid, "requestNo" text, "eAccountNo" text, "bizType" text,
        amount bigint, at timestamptz, "businessDate" date)
        join account e on e.platform_no = ${platformNo} and e.user_no = "eAccountNo"
    ), held as (
      update account set available = available + total, frozen = frozen - total
      from (select e_id, sum(amount)::bigint as total from legs group by 1) as sums where account.id = e_id
    )
    insert into transfer (id, platform_no, request_no, line_number, biz_type, source_account_id, source_bucket,
      target_account_id, target_bucket, amount, occurred_at, business_date)
    select id, ${platformNo}, "requestNo", 0, "bizType", e_id, 'frozen', e_id, 'available', amount, at, "businessDate"
    from legs`);
}
