import { and, eq } from 'drizzle-orm';
import { account } from '#db/bank/schema/book.ts';
import { unfreezing } from '#db/bank/schema/freezes.ts';
import { wireNumber } from '../../http/write-json.ts';
import { belongs, type FindRecord, moment } from './record.ts';

/** UNFREEZE: a refused one leaves no record, so what is found has succeeded. */
export const findUnfreeze: FindRecord = async (db, asked) => {
  const [row] = await db
    .select()
    .from(unfreezing)
    .innerJoin(account, eq(account.id, unfreezing.accountId))
    .where(and(eq(unfreezing.platformNo, asked.platformNo), eq(unfreezing.requestNo, asked.requestNo)));
  if (!row || !belongs(asked, row.account.userNo)) return undefined;
  const one = row.unfreezing;
  return {
    platformUserNo: row.account.userNo,
    originalFreezeRequestNo: one.originalRequestNo ?? undefined,
    amount: wireNumber(one.amount),
    createTime: moment(one.transactionAt),
    transactionTime: moment(one.transactionAt),
    status: 'SUCCESS',
  };
};
