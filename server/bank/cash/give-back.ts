import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { BackrollType } from '#db/bank/schema/cash.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import { minus } from '#server/primitives/money.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { type Backroll, backrollTidings, type Payout, payoutTidings, type Tidings } from './tell.ts';

const REASONS: Readonly<Record<BackrollType, string>> = {
  INTERCEPT: '提现已拦截，资金已退回',
  REMITFAIL: '出款失败，收款行退票',
};

/** A payout that has failed and the bank's own recharge of it. */
export type Returned = { payout: Payout; backroll: Backroll };

/** Ends a payout as failed: the card's part and the commission come back together, under a number of the bank's own. */
export function failPayout(payout: Payout, rollbackType: BackrollType, at: Date, newId: IdSource): Returned {
  const id = newId();
  const businessDate = businessDateOf(at);
  return {
    payout: {
      ...payout,
      status: 'FAIL',
      backRollStatus: 'SUCCESS',
      errorCode: '100008',
      errorMessage: REASONS[rollbackType],
      completedAt: at,
      completedDate: businessDate,
    },
    backroll: {
      platformNo: payout.platformNo,
      requestNo: `BR${id.replaceAll('-', '')}`,
      id,
      withdrawRequestNo: payout.requestNo,
      accountId: payout.accountId,
      amount: minus(payout.amount, payout.commission),
      commission: payout.commission,
      rollbackType,
      completedAt: at,
      businessDate,
    },
  };
}

/** Both are told: that the payout failed, and that its money is back. */
export const returnTidings = ({ payout, backroll }: Returned): Tidings[] => [
  payoutTidings(payout),
  backrollTidings(payout, backroll),
];

/** Writes the bank's recharges, and takes their numbers so that no request can have them. */
export async function storeBackrolls(tx: BankTransaction, returned: readonly Returned[]): Promise<void> {
  for (const part of chunks(returned.map((one) => one.backroll))) {
    await tx.execute(sql`
      with back as (
        select * from json_to_recordset(${jsonRows(part)}) as b("platformNo" text, "requestNo" text, id uuid,
          "withdrawRequestNo" text, "accountId" uuid, amount bigint, commission bigint, "rollbackType" text,
          "completedAt" timestamptz, "businessDate" date)
      ), numbered as (
        insert into request_number (platform_no, request_no, service)
        select "platformNo", "requestNo", 'BACKROLL_RECHARGE' from back
      )
      insert into backroll (platform_no, request_no, id, withdraw_request_no, account_id, amount, commission,
        rollback_type, completed_at, business_date)
      select "platformNo", "requestNo", id, "withdrawRequestNo", "accountId", amount, commission, "rollbackType",
        "completedAt", "businessDate" from back`);
  }
}
