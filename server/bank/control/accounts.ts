import { asc, eq, sql } from 'drizzle-orm';
import { floatLot } from '#db/bank/schema/book.ts';
import { recharge } from '#db/bank/schema/cash.ts';
import { transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { fen, greater, minus, plus, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { CORE_ACCOUNTS } from '../book/chart.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import { OWN_CHANNEL } from '../modes/money-in.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { findAccount } from '../operations/find-account.ts';
import { BadInput, type Body, bodyAmount } from './input.ts';

type EntryRow = Record<
  'id' | 'request_no' | 'biz_type' | 'source' | 'target' | 'source_bucket' | 'target_bucket',
  string
> & {
  amount: string;
  at: string;
  date: string;
};

const MOST_ENTRIES = 500;

/**
 * GET accounts/:no → {platformUserNo, role, balance, availableAmount, freezeAmount, arriveBalance, floatBalance,
 * withdrawable, floatLots: [{date, channel, amount}], entries: [{requestNo, bizType, source, sourceBucket, target,
 * targetBucket, amount, at, businessDate}]}, newest entries first.
 */
export async function accountSheet(bank: Bank, platformNo: string, userNo: string) {
  const found = await findAccount(bank.pool.db, platformNo, userNo);
  if (!found) throw new BadInput(`no account ${userNo}`, 404);
  const lots = await bank.pool.db
    .select()
    .from(floatLot)
    .where(eq(floatLot.accountId, found.id))
    .orderBy(asc(floatLot.date), asc(floatLot.channel));
  const entries = await bank.pool.db.execute<EntryRow>(sql`
    select t.id, t.request_no, t.biz_type, s.user_no as source, t.source_bucket, g.user_no as target, t.target_bucket,
      t.amount, t.occurred_at::text as at, t.business_date::text as date
    from transfer t join account s on s.id = t.source_account_id join account g on g.id = t.target_account_id
    where t.source_account_id = ${found.id} or t.target_account_id = ${found.id} order by t.id desc limit ${MOST_ENTRIES}`);
  const balance = plus(found.available, found.frozen);
  return {
    platformUserNo: userNo,
    role: found.role,
    balance: toDecimalText(balance),
    availableAmount: toDecimalText(found.available),
    freezeAmount: toDecimalText(found.frozen),
    arriveBalance: toDecimalText(minus(balance, found.float)),
    floatBalance: toDecimalText(found.float),
    withdrawable: toDecimalText(greater(ZERO, minus(found.available, found.float))),
    floatLots: lots.map((lot) => ({ date: lot.date, channel: lot.channel, amount: toDecimalText(lot.amount) })),
    entries: entries.map((row) => ({
      requestNo: row.request_no,
      bizType: row.biz_type,
      source: row.source,
      sourceBucket: row.source_bucket,
      target: row.target,
      targetBucket: row.target_bucket,
      amount: toDecimalText(fen(BigInt(row.amount))),
      at: new Date(row.at).toISOString(),
      businessDate: row.date,
    })),
  };
}

/**
 * POST accounts/:no/deposit {amount} → {requestNo}: money brought to the bank's counter for a member or a platform
 * account; for the latter out of the platform's own funds. It is settled at once, fills the e-account where the
 * platform is linked, and stands in the day's RECHARGE file with rechargeWay BANK.
 */
export async function depositMoney(bank: Bank, platformNo: string, userNo: string, body: Body) {
  const amount = bodyAmount(body, 'amount');
  const requestNo = `DESK${bank.newId().replaceAll('-', '')}`;
  const { CUSTODY, OWN } = CORE_ACCOUNTS;
  await bank.dayEnd.operate((at) =>
    transaction(bank.pool, async (tx) => {
      const businessDate = businessDateOf(at);
      await claimNumber(tx, { platformNo, service: 'RECHARGE' }, requestNo);
      const set = await lockAccounts(tx, platformNo, [userNo, CUSTODY, OWN]);
      const [target, custody, own] = [userNo, CUSTODY, OWN].map((no) => set.accounts.get(no));
      if (!target || !custody || !own || target.kind === 'core') throw new BadInput(`no account ${userNo}`, 404);
      const move = { amount, sourceBucket: 'available', targetBucket: 'available', lineNumber: 0 } as const;
      if (target.kind === 'platform') moveMoney(set, { source: custody, target: own, bizType: 'OWN_FUNDS', ...move });
      const source = target.kind === 'platform' ? own : custody;
      moveMoney(set, { source, target, bizType: 'RECHARGE', ...move });
      await saveBook(tx, set, bank.newId, { platformNo, requestNo, occurredAt: at, businessDate });
      await tx.insert(recharge).values({
        platformNo,
        requestNo,
        id: bank.newId(),
        accountId: target.id,
        amount,
        commission: ZERO,
        payCompany: OWN_CHANNEL,
        rechargeWay: OWN_CHANNEL,
        channelOrderNo: requestNo,
        status: 'SUCCESS',
        createdAt: at,
        transactionAt: at,
        businessDate,
        matchedAt: at,
        arrivedAt: at,
      });
    }),
  );
  return { requestNo };
}
