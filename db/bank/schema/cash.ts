import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
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
    arrivedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    index().on(table.platformNo, table.businessDate),
  ],
);
