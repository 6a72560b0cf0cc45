import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { type AccountRole, account, type Bucket, floatLot } from '#db/bank/schema/book.ts';
import { recharge } from '#db/bank/schema/cash.ts';
import { transaction } from '#db/transaction.ts';
import { businessDateOf, toWireTimestamp } from '#server/primitives/calendar.ts';
import { fen, greater, type Money, minus, negate, plus, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { CORE_ACCOUNTS, eAccountNo } from '../book/chart.ts';
import { ASSETS } from '../book/ledger.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import { successEnvelope } from '../http/envelope.ts';
import { wireText, writeJson } from '../http/write-json.ts';
import { OWN_CHANNEL } from '../modes/money-in.ts';
import { enqueueNotify } from '../notify/enqueue.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { BadInput, type Body, bodyAmount } from './input.ts';

type EntryRow = Record<'id' | 'request_no' | 'biz_type' | 'source' | 'target' | 'amount' | 'at' | 'date', string> & {
  source_role: AccountRole;
  target_role: AccountRole;
  source_bucket: Bucket;
  target_bucket: Bucket;
};

const MOST_ENTRIES = 500;

type Found = typeof account.$inferSelect;

/** Any account of a platform, the core's too, and the number of what mirrors it or what it mirrors. */
async function anyAccount(
  bank: Bank,
  platformNo: string,
  userNo: string,
): Promise<Found & { mirrorNo: string | null }> {
  const { db } = bank.pool;
  const here = (condition: SQL) => and(eq(account.platformNo, platformNo), condition);
  const [found] = await db
    .select()
    .from(account)
    .where(here(eq(account.userNo, userNo)));
  if (!found) throw new BadInput(`no account ${userNo}`, 404);
  const other = found.mirrorId ? eq(account.id, found.mirrorId) : eq(account.userNo, eAccountNo(userNo));
  const [mirror] = await db.select({ userNo: account.userNo }).from(account).where(here(other));
  return { ...found, mirrorNo: mirror?.userNo ?? null };
}

const isAsset = (role: AccountRole): boolean => ASSETS.some((asset) => asset === role);

/** A movement between two assets of the core is booked against the way the money goes: it reads the other way round. */
function entryOf(row: EntryRow) {
  const source = [row.source, row.source_bucket] as const;
  const target = [row.target, row.target_bucket] as const;
  const turned = isAsset(row.source_role) && isAsset(row.target_role);
  const [from, to] = turned ? [target, source] : [source, target];
  return {
    requestNo: row.request_no,
    bizType: row.biz_type,
    source: from[0],
    sourceBucket: from[1],
    target: to[0],
    targetBucket: to[1],
    amount: toDecimalText(fen(BigInt(row.amount))),
    at: new Date(row.at).toISOString(),
    businessDate: row.date,
  };
}

/**
 * GET accounts/:no → {platformUserNo, kind, role, mirrorNo, balance, availableAmount, freezeAmount, arriveBalance,
 * floatBalance, withdrawable, floatLots: [{date, channel, amount}], entries: [{requestNo, bizType, source,
 * sourceBucket, target, targetBucket, amount, at, businessDate}]}, newest entries first. The core's accounts can be
 * seen too, "#CUSTODY" or an e-account "#E:…"; what it holds or is owed counts as its balance.
 */
export async function accountSheet(bank: Bank, platformNo: string, userNo: string) {
  const found = await anyAccount(bank, platformNo, userNo);
  const lots = await bank.pool.db
    .select()
    .from(floatLot)
    .where(eq(floatLot.accountId, found.id))
    .orderBy(asc(floatLot.date), asc(floatLot.channel));
  const entries = await bank.pool.db.execute<EntryRow>(sql`
    select t.id, t.request_no, t.biz_type, s.user_no as source, s.role as source_role, t.source_bucket,
      g.user_no as target, g.role as target_role, t.target_bucket, t.amount, t.occurred_at::text as at,
      t.business_date::text as date
    from transfer t join account s on s.id = t.source_account_id join account g on g.id = t.target_account_id
    where t.source_account_id = ${found.id} or t.target_account_id = ${found.id} order by t.id desc limit ${MOST_ENTRIES}`);
  const [available, frozen] = isAsset(found.role)
    ? [negate(found.available), negate(found.frozen)]
    : [found.available, found.frozen];
  const balance = plus(available, frozen);
  return {
    platformUserNo: userNo,
    kind: found.kind,
    role: found.role,
    mirrorNo: found.mirrorNo,
    balance: toDecimalText(balance),
    availableAmount: toDecimalText(available),
    freezeAmount: toDecimalText(frozen),
    arriveBalance: toDecimalText(minus(balance, found.float)),
    floatBalance: toDecimalText(found.float),
    withdrawable: toDecimalText(greater(ZERO, minus(available, found.float))),
    floatLots: lots.map((lot) => ({ date: lot.date, channel: lot.channel, amount: toDecimalText(lot.amount) })),
    entries: entries.map(entryOf),
  };
}

type Told = { requestNo: string; userNo: string; amount: Money; at: Date };

/** A RECHARGE result that no page has asked for. */
const tellDeposit = (tx: BankTransaction, bank: Bank, platformNo: string, { requestNo, userNo, amount, at }: Told) =>
  enqueueNotify(tx, bank.newId, {
    platformNo,
    service: 'RECHARGE',
    requestNo,
    respData: writeJson(
      successEnvelope(requestNo, {
        platformUserNo: userNo,
        rechargeStatus: 'SUCCESS',
        amount: wireText(amount),
        commission: wireText(ZERO),
        payCompany: OWN_CHANNEL,
        rechargeWay: OWN_CHANNEL,
        createTime: toWireTimestamp(at),
        transactionTime: toWireTimestamp(at),
      }),
    ),
  });

/**
 * POST accounts/:no/deposit {amount} → {requestNo}: money brought to the bank's counter for a member or a platform
 * account; for the latter out of the platform's own funds. It is settled at once and stands in the day's RECHARGE file
 * with rechargeWay BANK. Where the platform is linked it fills the e-account and is told by NOTIFY.
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
      // Filled without the platform's doing, so nobody else would tell it.
      if (set.mirrors) await tellDeposit(tx, bank, platformNo, { requestNo, userNo, amount, at });
    }),
  );
  bank.wake.notifies();
  return { requestNo };
}
