import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { backroll, withdrawal } from '#db/bank/schema/cash.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { realNow } from '../clock.ts';
import { successEnvelope } from '../http/envelope.ts';
import { type AnswerFields, wireText, writeJson } from '../http/write-json.ts';

export type Withdrawal = typeof withdrawal.$inferSelect;
export type Backroll = typeof backroll.$inferSelect;
/** A payout with the number of the account it leaves. */
export type Payout = Withdrawal & { userNo: string };

const moment = (at: Date | null): string | undefined => (at ? toWireTimestamp(at) : undefined);

/** The result of a payout as the page's return and every NOTIFY carry it. */
export const payoutFields = (payout: Payout): AnswerFields => ({
  platformUserNo: payout.userNo,
  amount: wireText(payout.amount),
  commission: wireText(payout.commission),
  withdrawStatus: payout.status,
  withdrawWay: payout.withdrawType,
  withdrawForm: payout.withdrawForm,
  remitType: payout.remitType,
  floatAmount: wireText(payout.floatAmount),
  bankcardNo: payout.bankcardNo || undefined,
  bankcode: payout.bankcode ?? undefined,
  createTime: moment(payout.createdAt),
  transactionTime: moment(payout.transactionAt),
  remitTime: moment(payout.remitAt),
  completedTime: moment(payout.completedAt),
  errorCode: payout.errorCode ?? undefined,
  errorMessage: payout.errorMessage ?? undefined,
});

/** What a platform is to be told of its payouts and of what came back. */
export type Tidings = {
  service: 'WITHDRAW' | 'BACKROLL_RECHARGE';
  platformNo: string;
  requestNo: string;
  respData: string;
};

export const payoutTidings = (payout: Payout): Tidings => ({
  service: 'WITHDRAW',
  platformNo: payout.platformNo,
  requestNo: payout.requestNo,
  respData: writeJson(successEnvelope(payout.requestNo, payoutFields(payout))),
});

export const backrollTidings = (payout: Payout, returned: Backroll): Tidings => ({
  service: 'BACKROLL_RECHARGE',
  platformNo: returned.platformNo,
  requestNo: returned.requestNo,
  respData: writeJson(
    successEnvelope(returned.requestNo, {
      platformUserNo: payout.userNo,
      rollbackAmount: wireText(returned.amount),
      rollbackCommission: wireText(returned.commission),
      withdrawRequestNo: returned.withdrawRequestNo,
      rollbackType: returned.rollbackType,
      transactionTime: toWireTimestamp(returned.completedAt),
      completedTime: toWireTimestamp(returned.completedAt),
    }),
  ),
});

/** Writes many notifies with their effect. Wake the loop after the commit. */
export async function enqueueTidings(tx: BankTransaction, newId: IdSource, tidings: readonly Tidings[]): Promise<void> {
  const at = realNow().toISOString();
  for (const part of chunks(tidings.map((one) => ({ id: newId(), ...one })))) {
    await tx.execute(sql`
      insert into notify (id, platform_no, service, request_no, user_device, resp_data, state, next_attempt_at, created_at)
      select id, "platformNo", service, "requestNo", 'PC', "respData", 'waiting', ${at}::timestamptz, ${at}::timestamptz
      from json_to_recordset(${jsonRows(part)}) as told(id uuid, "platformNo" text, service text, "requestNo" text,
        "respData" text)`);
  }
}
