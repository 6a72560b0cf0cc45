import { and, eq } from 'drizzle-orm';
import { trade } from '#db/bank/schema/trades.ts';
import { wireNumber } from '../../http/write-json.ts';
import { CANCELLATION_FEES } from '../../trade/store.ts';
import { type FindRecord, moment } from './record.ts';

/** TRANSACTION: one SYNC_TRANSACTION or one bizDetail of an ASYNC_TRANSACTION. */
export const findTransaction: FindRecord = async (db, asked) => {
  const [one] = await db
    .select()
    .from(trade)
    .where(and(eq(trade.platformNo, asked.platformNo), eq(trade.requestNo, asked.requestNo)));
  if (!one || one.tradeType === CANCELLATION_FEES) return undefined;
  return {
    requestNo: one.requestNo,
    projectNo: one.projectNo ?? undefined,
    confirmTradeType: one.tradeType,
    commission: wireNumber(one.commission),
    createTime: moment(one.createdAt),
    transactionTime: moment(one.transactionAt),
    status: one.status,
    errorCode: one.errorCode ?? undefined,
    errorMessage: one.errorMessage ?? undefined,
  };
};
