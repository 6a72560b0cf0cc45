import { eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { businessDateOf, toWireTimestamp } from '#server/primitives/calendar.ts';
import { lesser, type Money, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { CORE_ACCOUNTS, INCOME_ACCOUNT } from '../book/chart.ts';
import { saveBook } from '../book/save.ts';
import { type Lot, lockAccounts, type WorkingAccount, type WorkingSet } from '../book/working-set.ts';
import { missingChannel, type Recharge } from '../days/missing-float.ts';
import { successEnvelope } from '../http/envelope.ts';
import { wireText, writeJson } from '../http/write-json.ts';
import { enqueueNotify } from '../notify/enqueue.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { Refusal } from '../refusal.ts';
import { storeDone } from '../trade/store.ts';
import { giveUp, makeGood } from './reverse-lots.ts';

const COMPENSATION = 'SYS_GENERATE_001';
export const REVERSED = { errorCode: '100008', errorMessage: '渠道对账无此交易，充值已冲正' } as const;

async function holdersOf(tx: BankTransaction, missing: Recharge): Promise<string[]> {
  const rows = await tx.execute<{ user_no: string }>(sql`
    select a.user_no from float_lot l join account a on a.id = l.account_id
    where l.platform_no = ${missing.platformNo} and l.date = ${missing.businessDate}::date
      and l.channel = ${missingChannel(missing)}`);
  return rows.map((row) => row.user_no);
}

type Payment = { payer: WorkingAccount; amount: Money };

/** Who pays how much: the income account its commission, the first owner what he still has, 001 the rest. */
function share(set: WorkingSet, missing: Recharge, ownerNo: string): Payment[] {
  let left: Money = missing.amount;
  const payments: Payment[] = [];
  const most = [
    [INCOME_ACCOUNT, missing.commission],
    [ownerNo, missing.amount],
    [COMPENSATION, missing.amount],
  ] as const;
  for (const [userNo, limit] of most) {
    const payer = set.accounts.get(userNo);
    if (!payer) throw new Refusal('100009', undefined, userNo);
    const had = sum(payments.filter((one) => one.payer === payer).map((one) => one.amount));
    const amount = lesser(lesser(limit, left), minus(payer.available, had));
    if (amount > 0n) payments.push({ payer, amount });
    left = minus(left, amount > 0n ? amount : ZERO);
  }
  if (left > 0n) throw new Refusal('100014', undefined, `${COMPENSATION} lacks ${wireText(left)}`);
  return payments;
}

/** Moves the money back to the channel's account, 001's part by way of the first owner. */
function moveBack(set: WorkingSet, payments: readonly Payment[], missing: Recharge, ownerNo: string): Money {
  const [owner, channels] = [set.accounts.get(ownerNo), set.accounts.get(CORE_ACCOUNTS.CHANNELS)];
  if (!owner || !channels) throw new Refusal('100009');
  const channel = missingChannel(missing);
  const given: Lot[] = [];
  const buckets = { sourceBucket: 'available', targetBucket: 'available' } as const;
  let made: Money = ZERO;
  for (const [index, { payer, amount }] of payments.entries()) {
    given.push(...giveUp(payer, amount, channel));
    payer.available = minus(payer.available, amount);
    channels.available = plus(channels.available, amount);
    const legs = { ...buckets, amount, lineNumber: index };
    const madeUp = payer.userNo === COMPENSATION && payer !== owner;
    if (madeUp) {
      set.transfers.push({ ...legs, source: payer, target: owner, bizType: 'FUNDS_TRANSFER' });
      made = amount;
    }
    set.transfers.push({ ...legs, source: madeUp ? owner : payer, target: channels, bizType: 'RECHARGE_REVERSAL' });
  }
  makeGood(set.accounts.values(), channel, given);
  return made;
}

/** How the transfer that makes a reversal good is known again, among the day's transfers. */
export const reversalRemark = (requestNo: string): string => `充值冲正 ${requestNo}`;

/** 001's part stands in the day's TRANSACTION file like any FUNDS_TRANSFER. @returns its number */
async function storeTransfer(
  bank: Bank,
  tx: BankTransaction,
  missing: Recharge,
  ownerNo: string,
  amount: Money,
  at: Date,
): Promise<string> {
  const { platformNo } = missing;
  const id = bank.newId();
  const requestNo = `CB${id.replaceAll('-', '')}`;
  await claimNumber(tx, { platformNo, service: 'FUNDS_TRANSFER' }, requestNo);
  const line = {
    lineNumber: 1,
    bizType: 'FUNDS_TRANSFER' as const,
    freezeRequestNo: null,
    sourceUserNo: COMPENSATION,
    targetUserNo: ownerNo,
    amount,
    income: ZERO,
    share: null,
    customDefine: null,
    remark: reversalRemark(missing.requestNo),
  };
  const wanted = {
    requestNo,
    tradeType: 'FUNDS_TRANSFER' as const,
    projectNo: null,
    saleRequestNo: null,
    lines: [line],
  };
  await storeDone(tx, { platformNo, id, at, businessDate: businessDateOf(at), commission: ZERO }, wanted);
  return requestNo;
}

/**
 * Reverses a recharge that its channel will not pay, and tells the platform that it has failed. What others hold of its
 * float is theirs, arrived now. The notify says more than the vendor's does, as QUERY_TRANSACTION's record does too:
 * `reversedTime`, and where SYS_GENERATE_001 has stood in, `compensatedAmount` and the `compensationRequestNo` under
 * which that FUNDS_TRANSFER stands in the day's file **[ours]**.
 * @throws Refusal 100014 when SYS_GENERATE_001 cannot pay the rest.
 */
export async function reverseRecharge(bank: Bank, tx: BankTransaction, missing: Recharge, at: Date): Promise<void> {
  const { platformNo, requestNo } = missing;
  const [owner] = await tx.select({ userNo: account.userNo }).from(account).where(eq(account.id, missing.accountId));
  const ownerNo = owner?.userNo ?? '';
  const parties = [ownerNo, INCOME_ACCOUNT, COMPENSATION, CORE_ACCOUNTS.CHANNELS, ...(await holdersOf(tx, missing))];
  const set = await lockAccounts(tx, platformNo, parties);
  const made = moveBack(set, share(set, missing, ownerNo), missing, ownerNo);
  const stamp = { platformNo, requestNo, occurredAt: at, businessDate: businessDateOf(at) };
  await saveBook(tx, set, bank.newId, stamp);
  const compensationRequestNo = made > 0n ? await storeTransfer(bank, tx, missing, ownerNo, made, at) : undefined;
  await enqueueNotify(tx, bank.newId, {
    platformNo,
    service: 'RECHARGE',
    requestNo,
    respData: writeJson(
      successEnvelope(requestNo, {
        platformUserNo: ownerNo,
        rechargeStatus: 'FAIL',
        amount: wireText(missing.amount),
        commission: wireText(missing.commission),
        payCompany: missing.payCompany,
        rechargeWay: missing.rechargeWay,
        bankcode: missing.bankcode ?? undefined,
        createTime: toWireTimestamp(missing.createdAt),
        transactionTime: toWireTimestamp(at),
        channelErrorCode: REVERSED.errorCode,
        channelErrorMessage: REVERSED.errorMessage,
        reversedTime: toWireTimestamp(at),
        compensatedAmount: made > 0n ? wireText(made) : undefined,
        compensationRequestNo,
      }),
    ),
  });
}
