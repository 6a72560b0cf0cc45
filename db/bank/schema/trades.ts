import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, word } from '../../columns.ts';

export type TradeStatus = 'ACCEPT' | 'PROCESSING' | 'SUCCESS' | 'FAIL';

/** One SYNC_TRANSACTION, or one bizDetail of an ASYNC_TRANSACTION: all or nothing. */
export const trade = pgTable(
  'trade',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    id: id().notNull(),
    /** Null for SYNC_TRANSACTION. */
    batchNo: text(),
    /** Place in the batch: trades accepted together are executed in their order. */
    position: integer().notNull().default(0),
    tradeType: text().notNull(),
    projectNo: text(),
    saleRequestNo: text(),
    status: word<TradeStatus>().notNull(),
    commission: amount().notNull().default(sql`0`),
    errorCode: text(),
    errorMessage: text(),
    createdAt: instant().notNull(),
    transactionAt: instant(),
    businessDate: businessDay(),
    /** Real clock: an accepted trade is executed after it. */
    dueAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    index().on(table.platformNo, table.businessDate),
    index('trade_waiting').on(table.dueAt).where(sql`status in ('ACCEPT', 'PROCESSING')`),
  ],
);

/** A line as the platform sent it; payer and payee by their numbers, since a failed trade keeps its lines too. */
export const tradeLine = pgTable(
  'trade_line',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    lineNumber: integer().notNull(),
    bizType: text().notNull(),
    freezeRequestNo: text(),
    sourceUserNo: text().notNull(),
    targetUserNo: text(),
    amount: amount().notNull(),
    income: amount().notNull().default(sql`0`),
    share: text(),
    customDefine: text(),
    remark: text(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo, table.lineNumber] }),
    check('trade_line_positive', sql`${table.amount} > 0 and ${table.income} between 0 and ${table.amount}`),
  ],
);
