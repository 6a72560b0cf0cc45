import { and, eq } from 'drizzle-orm';
import { freezeCancellation } from '#db/bank/schema/freezes.ts';
import { wireNumber } from '../../http/write-json.ts';
import { type FindRecord, moment } from './record.ts';

/** CANCEL_PRETRANSACTION: a refused one leaves no record, so what is found has succeeded. */
export const findCancellation: FindRecord = async (db, asked) => {
  const [one] = await db
    .select()
    .from(freezeCancellation)
    .where(and(eq(freezeCancellation.platformNo, asked.platformNo), eq(freezeCancellation.requestNo, asked.requestNo)));
  if (!one) return undefined;
  return {
    preTransactionNo: one.preTransactionNo,
    amount: wireNumber(one.amount),
    commission: wireNumber(one.commission),
    transactionTime: moment(one.transactionAt),
    status: 'SUCCESS',
  };
};
