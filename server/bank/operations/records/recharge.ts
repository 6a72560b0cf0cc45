import { and, eq } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { backroll, recharge } from '#db/bank/schema/cash.ts';
import { plus } from '#server/primitives/money.ts';
import { wireNumber } from '../../http/write-json.ts';
import { belongs, type FindRecord, moment } from './record.ts';

/** What came back of a payout is a recharge of the bank's own, by its own number. */
const findBackroll: FindRecord = async (db, asked) => {
  const [row] = await db
    .select()
    .from(backroll)
    .innerJoin(account, eq(account.id, backroll.accountId))
    .where(and(eq(backroll.platformNo, asked.platformNo), eq(backroll.requestNo, asked.requestNo)));
  if (!row || !belongs(asked, row.account.userNo)) return undefined;
  const one = row.backroll;
  return {
    amount: wireNumber(plus(one.amount, one.commission)),
    commission: wireNumber(one.commission),
    platformUserNo: row.account.userNo,
    createTime: moment(one.completedAt),
    transactionTime: moment(one.completedAt),
    status: 'SUCCESS',
    rechargeWay: 'BACKROLL',
    payCompany: 'BANK',
    payCompanyRequestNo: one.withdrawRequestNo,
  };
};

/** RECHARGE: SUCCESS, FAIL, PENDDING. */
export const findRecharge: FindRecord = async (db, asked) => {
  const [row] = await db
    .select()
    .from(recharge)
    .innerJoin(account, eq(account.id, recharge.accountId))
    .where(and(eq(recharge.platformNo, asked.platformNo), eq(recharge.requestNo, asked.requestNo)));
  if (!row) return findBackroll(db, asked);
  if (!belongs(asked, row.account.userNo)) return undefined;
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
