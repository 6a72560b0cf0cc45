import { and, eq, sql } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { freeze } from '#db/bank/schema/freezes.ts';
import { fen, minus, plus } from '#server/primitives/money.ts';
import { type AnswerFields, wireNumber } from '../../http/write-json.ts';
import { findAccount } from '../find-account.ts';
import { belongs, type FindRecord, moment } from './record.ts';

const recordOf =
  (bizType: string): FindRecord =>
  async (db, asked) => {
    const [row] = await db
      .select()
      .from(freeze)
      .innerJoin(account, eq(account.id, freeze.accountId))
      .where(and(eq(freeze.platformNo, asked.platformNo), eq(freeze.requestNo, asked.requestNo)));
    if (row?.freeze.bizType !== bizType || !belongs(asked, row.account.userNo)) return undefined;
    const one = row.freeze;
    return {
      platformUserNo: row.account.userNo,
      amount: wireNumber(one.amount),
      unfreezeAmount: wireNumber(plus(one.used, one.cancelled)),
      createTime: moment(one.createdAt),
      transactionTime: moment(one.transactionAt),
      status: minus(one.amount, plus(one.used, one.cancelled)) > 0n ? 'FREEZED' : 'UNFREEZED',
    };
  };

/** FREEZE: by its number. */
export const findFreeze: FindRecord = recordOf('FREEZE');

/** GENERAL_FREEZE: by its number. */
export const findGeneralFreeze: FindRecord = recordOf('GENERAL_FREEZE');

/** GENERAL_FREEZE of a member, without a number: all that was ever frozen and what of it was given back. */
export async function sumGeneralFreezes(
  db: BankExecutor,
  platformNo: string,
  userNo: string,
): Promise<AnswerFields | undefined> {
  const owner = await findAccount(db, platformNo, userNo);
  if (!owner) return undefined;
  const [row] = await db.execute<{ amount: string; unfrozen: string }>(sql`
    select coalesce(sum(amount), 0)::text as amount, coalesce(sum(used + cancelled), 0)::text as unfrozen
    from "freeze" where platform_no = ${platformNo} and account_id = ${owner.id} and biz_type = 'GENERAL_FREEZE'`);
  const amount = fen(BigInt(row?.amount ?? '0'));
  const unfrozen = fen(BigInt(row?.unfrozen ?? '0'));
  return {
    platformUserNo: owner.userNo,
    amount: wireNumber(amount),
    unfreezeAmount: wireNumber(unfrozen),
    status: amount > unfrozen ? 'FREEZED' : 'UNFREEZED',
  };
}
