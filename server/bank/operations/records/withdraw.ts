import { and, eq } from 'drizzle-orm';
import { interception, withdrawal } from '#db/bank/schema/cash.ts';
import { findPayouts } from '../../cash/payouts.ts';
import { wireNumber } from '../../http/write-json.ts';
import { belongs, type FindRecord, moment } from './record.ts';

/** WITHDRAW: CONFIRMING → ACCEPT → REMITING → SUCCESS, FAIL; ACCEPT_FAIL. */
export const findWithdraw: FindRecord = async (db, asked) => {
  const here = and(eq(withdrawal.platformNo, asked.platformNo), eq(withdrawal.requestNo, asked.requestNo));
  const [one] = await findPayouts(db, here);
  if (!one || !belongs(asked, one.userNo)) return undefined;
  return {
    amount: wireNumber(one.amount),
    commission: wireNumber(one.commission),
    platformUserNo: one.userNo,
    createTime: moment(one.createdAt),
    transactionTime: moment(one.transactionAt),
    remitTime: moment(one.remitAt),
    completedTime: moment(one.completedAt),
    status: one.status,
    bankcardNo: one.bankcardNo || undefined,
    bankcode: one.bankcode ?? undefined,
    withdrawForm: one.withdrawForm,
    withdrawWay: one.withdrawType,
    remitType: one.remitType,
    floatAmount: wireNumber(one.floatAmount),
    backRollStatus: one.backRollStatus ?? undefined,
    errorCode: one.errorCode ?? undefined,
    errorMessage: one.errorMessage ?? undefined,
  };
};

/** INTERCEPT_WITHDRAW: SUCCESS; what was refused has left no record. */
export const findInterception: FindRecord = async (db, asked) => {
  const [one] = await db
    .select()
    .from(interception)
    .where(and(eq(interception.platformNo, asked.platformNo), eq(interception.requestNo, asked.requestNo)));
  return (
    one && {
      withdrawRequestNo: one.withdrawRequestNo,
      transactionTime: moment(one.transactionAt),
      status: one.status,
    }
  );
};
