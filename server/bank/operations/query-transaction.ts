import { and, eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { recharge } from '#db/bank/schema/cash.ts';
import { freeze, freezeCancellation } from '#db/bank/schema/freezes.ts';
import { trade } from '#db/bank/schema/trades.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { minus, plus } from '#server/primitives/money.ts';
import { type AnswerFields, wireNumber } from '../http/write-json.ts';
import { Refusal } from '../refusal.ts';
import { oneOf, optionalNumber, requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

type Asked = { platformNo: string; requestNo: string; userNo: string | undefined };
type Find = (db: BankExecutor, asked: Asked) => Promise<AnswerFields | undefined>;

const moment = (at: Date | null): string | undefined => (at ? toWireTimestamp(at) : undefined);
const belongs = (asked: Asked, userNo: string): boolean => asked.userNo === undefined || asked.userNo === userNo;

const findRecharge: Find = async (db, asked) => {
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

const findFreeze: Find = async (db, asked) => {
  const [row] = await db
    .select()
    .from(freeze)
    .innerJoin(account, eq(account.id, freeze.accountId))
    .where(and(eq(freeze.platformNo, asked.platformNo), eq(freeze.requestNo, asked.requestNo)));
  if (row?.freeze.kind !== 'pre-transaction' || !belongs(asked, row.account.userNo)) return undefined;
  const one = row.freeze;
  return {
    bizType: one.bizType,
    platformUserNo: row.account.userNo,
    freezeAmount: wireNumber(one.amount),
    unfreezeAmount: wireNumber(one.used),
    cancelAmount: wireNumber(one.cancelled),
    createTime: moment(one.createdAt),
    transactionTime: moment(one.transactionAt),
    status: minus(one.amount, plus(one.used, one.cancelled)) > 0n ? 'FREEZED' : 'UNFREEZED',
  };
};

const findTrade: Find = async (db, asked) => {
  const [one] = await db
    .select()
    .from(trade)
    .where(and(eq(trade.platformNo, asked.platformNo), eq(trade.requestNo, asked.requestNo)));
  return (
    one && {
      requestNo: one.requestNo,
      projectNo: one.projectNo ?? undefined,
      confirmTradeType: one.tradeType,
      commission: wireNumber(one.commission),
      createTime: moment(one.createdAt),
      transactionTime: moment(one.transactionAt),
      status: one.status,
      errorCode: one.errorCode ?? undefined,
      errorMessage: one.errorMessage ?? undefined,
    }
  );
};

const findCancellation: Find = async (db, asked) => {
  const [one] = await db
    .select()
    .from(freezeCancellation)
    .where(and(eq(freezeCancellation.platformNo, asked.platformNo), eq(freezeCancellation.requestNo, asked.requestNo)));
  return (
    one && {
      preTransactionNo: one.preTransactionNo,
      amount: wireNumber(one.amount),
      commission: wireNumber(one.commission),
      transactionTime: moment(one.transactionAt),
      status: 'SUCCESS',
    }
  );
};

const TRANSACTION_TYPES = [
  'RECHARGE',
  'WITHDRAW',
  'PRETRANSACTION',
  'TRANSACTION',
  'FREEZE',
  'GENERAL_FREEZE',
  'UNFREEZE',
  'DEBENTURE_SALE',
  'CANCEL_PRETRANSACTION',
  'INTERCEPT_WITHDRAW',
  'UPDATE_BANKCARD_AUDIT',
] as const;

const FINDERS: Readonly<Partial<Record<(typeof TRANSACTION_TYPES)[number], Find>>> = {
  RECHARGE: findRecharge,
  PRETRANSACTION: findFreeze,
  TRANSACTION: findTrade,
  CANCEL_PRETRANSACTION: findCancellation,
};

/** QUERY_TRANSACTION: what became of a number. Amounts are JSON numbers; 100007 when it has had no effect. */
export const queryTransaction: DirectOperation = {
  channel: 'direct',
  run: async ({ bank, platformNo, request }) => {
    const requestNo = requiredNumber(request, 'requestNo');
    const type = oneOf(request, 'transactionType', TRANSACTION_TYPES);
    const find = FINDERS[type];
    const record = await find?.(bank.pool.db, {
      platformNo,
      requestNo,
      userNo: optionalNumber(request, 'platformUserNo'),
    });
    if (!record) throw new Refusal('100007');
    return { requestNo, records: [record] };
  },
};
