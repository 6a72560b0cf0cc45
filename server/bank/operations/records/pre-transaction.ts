import { and, eq } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { freeze } from '#db/bank/schema/freezes.ts';
import { minus, plus } from '#server/primitives/money.ts';
import { wireNumber } from '../../http/write-json.ts';
import { belongs, type FindRecord, moment } from './record.ts';

/** PRETRANSACTION: FREEZED while something of it is left, UNFREEZED once all is used or cancelled. */
export const findPreTransaction: FindRecord = async (db, asked) => {
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
