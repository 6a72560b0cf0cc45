import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { Bucket } from '#db/bank/schema/book.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource, Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { chunks, jsonRows } from '../book/rows.ts';

/** Settled money on its way between two accounts or two buckets of one, under its own number and moment. */
export type CashLeg = {
  requestNo: string;
  lineNumber: number;
  bizType: string;
  sourceId: Uuid;
  sourceBucket: Bucket;
  targetId: Uuid;
  targetBucket: Bucket;
  amount: Money;
  occurredAt: Date;
  businessDate: PlainDate;
};

/** Held money of an account back at its owner's disposal. */
export const givenBack = (
  leg: Pick<CashLeg, 'requestNo' | 'bizType' | 'amount' | 'occurredAt' | 'businessDate'> & { accountId: Uuid },
): CashLeg => {
  const { accountId, ...rest } = leg;
  return {
    ...rest,
    lineNumber: 0,
    sourceId: accountId,
    sourceBucket: 'frozen',
    targetId: accountId,
    targetBucket: 'available',
  };
};

/**
 * Writes the movements of many payouts of one platform in a few statements: locks the accounts in the bank's order,
 * changes their balances, adds the transfers. Float stays where it is: what leaves has arrived. An account that would
 * fall below zero ends the transaction.
 */
export async function postLegs(
  tx: BankTransaction,
  newId: IdSource,
  platformNo: string,
  legs: readonly CashLeg[],
): Promise<void> {
  const moving = legs.filter((leg) => leg.amount > 0n);
  const ids = [...new Set(moving.flatMap((leg) => [leg.sourceId, leg.targetId]))].map((id) => ({ id }));
  if (ids.length === 0) return;
  await tx.execute(sql`
    select 1 from account where id in (select id from json_to_recordset(${jsonRows(ids)}) as w(id uuid))
    order by array_position(array['user', 'platform', 'core'], kind), id for update`);
  for (const part of chunks(moving.map((leg) => ({ id: newId(), ...leg })))) {
    await tx.execute(sql`
      with leg as (
        select * from json_to_recordset(${jsonRows(part)}) as l(id uuid, "requestNo" text, "lineNumber" int,
          "bizType" text, "sourceId" uuid, "sourceBucket" text, "targetId" uuid, "targetBucket" text, amount bigint,
          "occurredAt" timestamptz, "businessDate" date)
      ), side as (
        select "sourceId" as id, "sourceBucket" as bucket, -amount as amount from leg
        union all select "targetId", "targetBucket", amount from leg
      ), change as (
        select id, coalesce(sum(amount) filter (where bucket = 'available'), 0)::bigint as available,
          coalesce(sum(amount) filter (where bucket = 'frozen'), 0)::bigint as frozen from side group by id
      ), moved as (
        insert into transfer (id, platform_no, request_no, line_number, biz_type, source_account_id, source_bucket,
          target_account_id, target_bucket, amount, occurred_at, business_date)
        select id, ${platformNo}, "requestNo", "lineNumber", "bizType", "sourceId", "sourceBucket", "targetId",
          "targetBucket", amount, "occurredAt", "businessDate" from leg
      )
      update account set available = account.available + change.available, frozen = account.frozen + change.frozen
      from change where account.id = change.id`);
  }
}
