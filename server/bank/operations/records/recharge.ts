import { and, eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { backroll, recharge } from '#db/bank/schema/cash.ts';
import { trade, tradeLine } from '#db/bank/schema/trades.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { plus } from '#server/primitives/money.ts';
import { reversalRemark } from '../../cash/reverse-recharge.ts';
import { type AnswerFields, wireNumber } from '../../http/write-json.ts';
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

/** What a reversal took, and the transfer by which SYS_GENERATE_001 stood in for the member. */
async function reversalOf(db: BankExecutor, one: typeof recharge.$inferSelect): Promise<AnswerFields> {
  if (!one.reversedAt) return {};
  const [made] = await db
    .select({ requestNo: trade.requestNo, amount: tradeLine.amount })
    .from(trade)
    .innerJoin(tradeLine, and(eq(tradeLine.platformNo, trade.platformNo), eq(tradeLine.requestNo, trade.requestNo)))
    .where(
      and(
        eq(trade.platformNo, one.platformNo),
        eq(trade.businessDate, businessDateOf(one.reversedAt)),
        eq(trade.tradeType, 'FUNDS_TRANSFER'),
        eq(tradeLine.remark, reversalRemark(one.requestNo)),
      ),
    );
  return {
    reversedTime: moment(one.reversedAt),
    compensatedAmount: made && wireNumber(made.amount),
    compensationRequestNo: made?.requestNo,
  };
}

/** RECHARGE: SUCCESS, FAIL, PENDDING. Of a reversed one the record also says by whom it was paid back **[ours]**. */
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
    ...(await reversalOf(db, one)),
  };
};
