import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { withdrawal } from '#db/bank/schema/cash.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import type { Payout } from './tell.ts';

/** Payouts by a condition, with the numbers of their accounts, in the order of their numbers. */
export async function findPayouts(db: BankExecutor, where: SQL | undefined, most = 5000): Promise<Payout[]> {
  const rows = await db
    .select({ payout: withdrawal, userNo: account.userNo })
    .from(withdrawal)
    .innerJoin(account, eq(account.id, withdrawal.accountId))
    .where(where)
    .orderBy(withdrawal.platformNo, withdrawal.requestNo)
    .limit(most);
  return rows.map((row) => ({ ...row.payout, userNo: row.userNo }));
}

/** Locks one payout; undefined when there is none of this number. */
export async function lockPayout(
  tx: BankTransaction,
  platformNo: string,
  requestNo: string,
): Promise<Payout | undefined> {
  await tx.execute(sql`
    select 1 from withdrawal where platform_no = ${platformNo} and request_no = ${requestNo} for update`);
  const here = and(eq(withdrawal.platformNo, platformNo), eq(withdrawal.requestNo, requestNo));
  return (await findPayouts(tx, here))[0];
}

/** Locks many payouts and answers those that are still in this state. */
export async function lockStill(
  tx: BankTransaction,
  payouts: readonly Payout[],
  status: Payout['status'],
): Promise<Payout[]> {
  const still = new Set<string>();
  for (const part of chunks(payouts.map(({ platformNo, requestNo }) => ({ platformNo, requestNo })))) {
    const rows = await tx.execute<{ id: string }>(sql`
      select w.id from withdrawal w join json_to_recordset(${jsonRows(part)}) as n("platformNo" text, "requestNo" text)
        on w.platform_no = n."platformNo" and w.request_no = n."requestNo"
      where w.status = ${status} order by w.platform_no, w.request_no for update of w`);
    for (const row of rows) still.add(row.id);
  }
  return payouts.filter((one) => still.has(one.id));
}

/** Writes what has changed in payouts: their states and moments. */
export async function savePayouts(tx: BankTransaction, payouts: readonly Payout[]): Promise<void> {
  for (const part of chunks(payouts)) {
    await tx.execute(sql`
      update withdrawal set status = now.status, back_roll_status = now."backRollStatus", error_code = now."errorCode",
        error_message = now."errorMessage", transaction_at = now."transactionAt", business_date = now."businessDate",
        remit_at = now."remitAt", completed_at = now."completedAt", completed_date = now."completedDate"
      from json_to_recordset(${jsonRows(part)}) as now("platformNo" text, "requestNo" text, status text,
        "backRollStatus" text, "errorCode" text, "errorMessage" text, "transactionAt" timestamptz,
        "businessDate" date, "remitAt" timestamptz, "completedAt" timestamptz, "completedDate" date)
      where withdrawal.platform_no = now."platformNo" and withdrawal.request_no = now."requestNo"`);
  }
}

/** What a payout's freeze has spent or given back. */
export type FreezeChange = { payout: Payout; used: bigint; cancelled: bigint };

/** Adds to what the payouts' freezes have used and cancelled. */
export async function saveHolds(tx: BankTransaction, changes: readonly FreezeChange[]): Promise<void> {
  const rows = changes.map(({ payout, used, cancelled }) => ({
    platformNo: payout.platformNo,
    requestNo: payout.requestNo,
    used,
    cancelled,
  }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      update "freeze" set used = "freeze".used + change.used, cancelled = "freeze".cancelled + change.cancelled
      from json_to_recordset(${jsonRows(part)}) as change("platformNo" text, "requestNo" text, used bigint,
        cancelled bigint)
      where "freeze".platform_no = change."platformNo" and "freeze".request_no = change."requestNo"`);
  }
}
