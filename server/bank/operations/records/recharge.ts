import { and, eq } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { recharge } from '#db/bank/schema/cash.ts';
import { wireNumber } from '../../http/write-json.ts';
import { belongs, type FindRecord, moment } from './record.ts';

/** RECHARGE: SUCCESS, FAIL, PENDDING. */
export const findRecharge: FindRecord = async (db, asked) => {
  const [row] = await db
    .select()
    .from(recharge)
    .innerJoin(account, eq(account.id, recharge.accountId))
    .where(and(eq(recharge.platformNo, asked.platformNo), eq(recharge.requestNo, asked.requestNo)));
  if (!row || !belongs(asked, row.account.userNo)) return undefined;
  const one = row.recharge;
  return {
    amount: wireNumber(one.amount),
    commission: wireNumber(one.commission),
    platformUserNo: row.account.userNo,
    createTime: moment(one.createdAt),
    transactionTime: moment(one.transactionAt),
    status: one.status,
    rechargeWay: one.rechargeWay,
    bankcode: one.bankcode ?? undefined,
    payCompany: one.payCompany,
    payCompanyRequestNo: one.channelOrderNo,
    errorCode: one.errorCode ?? undefined,
    errorMessage: one.errorMessage ?? undefined,
  };
};
