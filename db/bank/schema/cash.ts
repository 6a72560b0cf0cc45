import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, word } from '../../columns.ts';

export type RechargeStatus = 'SUCCESS' | 'FAIL' | 'PENDDING';

/** Money paid in. It is float until the channel has paid: matched at 00:10 and arrived at 09:10 of the next day. */
export const recharge = pgTable(
  'recharge',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    id: id().notNull(),
    accountId: id().notNull(),
    amount: amount().notNull(),
    commission: amount().notNull(),
    payCompany: text().notNull(),
    rechargeWay: text().notNull(),
    payType: text(),
    bankcode: text(),
    bankcardNo: text(),
    payMobile: text(),
    /** The channel's own number of the payment. */
    channelOrderNo: text().notNull(),
    status: word<RechargeStatus>().notNull(),
    errorCode: text(),
    errorMessage: text(),
    createdAt: instant().notNull(),
    transactionAt: instant().notNull(),
    businessDate: businessDay().notNull(),
    matchedAt: instant(),
    /** The channel's file of the day lacked it: it stays float until the clerk confirms or reverses it. */
    missedAt: instant(),
    reversedAt: instant(),
    arrivedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    index().on(table.platformNo, table.businessDate),
  ],
);

export type WithdrawStatus = 'CONFIRMING' | 'ACCEPT' | 'REMITING' | 'SUCCESS' | 'FAIL' | 'ACCEPT_FAIL';
export type WithdrawType = 'NORMAL' | 'URGENT' | 'NORMAL_URGENT';
export type BackrollType = 'INTERCEPT' | 'REMITFAIL';

/** Money on its way to the bound card, held by a freeze of the same number until it has left or come back. */
export const withdrawal = pgTable(
  'withdrawal',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    id: id().notNull(),
    accountId: id().notNull(),
    /** What leaves the account; the card gets it less the commission. */
    amount: amount().notNull(),
    commission: amount().notNull(),
    /** Float of the member that passed to the advance account. */
    floatAmount: amount().notNull().default(sql`0`),
    withdrawType: word<WithdrawType>().notNull(),
    withdrawForm: word<'IMMEDIATE' | 'CONFIRMED'>().notNull(),
    remitType: word<WithdrawType>().notNull(),
    bankcardNo: text().notNull(),
    bankcode: text(),
    status: word<WithdrawStatus>().notNull(),
    backRollStatus: text(),
    errorCode: text(),
    errorMessage: text(),
    createdAt: instant().notNull(),
    /** When it was accepted, by the bank's clock, and of which date that is. */
    transactionAt: instant(),
    businessDate: businessDay(),
    remitAt: instant(),
    completedAt: instant(),
    completedDate: businessDay(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    check('withdrawal_positive', sql`${table.amount} > 0 and ${table.commission} between 0 and ${table.amount}`),
    index().on(table.platformNo, table.businessDate),
    index().on(table.platformNo, table.completedDate),
    index('withdrawal_open').on(table.status).where(sql`status in ('CONFIRMING', 'ACCEPT', 'REMITING')`),
  ],
);

/** A payout that came back: the bank's own recharge of its amount and commission. */
export const backroll = pgTable(
  'backroll',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    id: id().notNull(),
    withdrawRequestNo: text().notNull(),
    accountId: id().notNull(),
    amount: amount().notNull(),
    commission: amount().notNull(),
    rollbackType: word<BackrollType>().notNull(),
    completedAt: instant().notNull(),
    businessDate: businessDay().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    index().on(table.platformNo, table.businessDate),
  ],
);

/** INTERCEPT_WITHDRAW: a payout held back before it left. */
export const interception = pgTable(
  'interception',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    withdrawRequestNo: text().notNull(),
    status: word<'SUCCESS' | 'FAIL'>().notNull(),
    transactionAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.requestNo] })],
);
