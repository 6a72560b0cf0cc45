import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, word } from '../../columns.ts';

export type FreezeKind = 'pre-transaction' | 'general' | 'withdrawal';

/** Money of one account held for a purpose: `used` by trades, `cancelled` back to available, the rest still frozen. */
export const freeze = pgTable(
  'freeze',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    kind: word<FreezeKind>().notNull(),
    accountId: id().notNull(),
    bizType: text().notNull(),
    projectNo: text(),
    amount: amount().notNull(),
    used: amount().notNull().default(sql`0`),
    cancelled: amount().notNull().default(sql`0`),
    /** Announced marketing money: it is not frozen, but it takes room in the project. */
    marketing: amount().notNull().default(sql`0`),
    marketingUsed: amount().notNull().default(sql`0`),
    creditsaleRequestNo: text(),
    share: text(),
    /** Shares of the sale that this freeze keeps for its payer. */
    shareReserved: amount().notNull().default(sql`0`),
    remark: text(),
    createdAt: instant().notNull(),
    transactionAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    check(
      'freeze_not_overspent',
      sql`${table.used} >= 0 and ${table.cancelled} >= 0 and ${table.used} + ${table.cancelled} <= ${table.amount}`,
    ),
    index().on(table.platformNo, table.projectNo),
    index().on(table.accountId),
  ],
);

/** CANCEL_PRE_TRANSACTION: a part or all of a freeze given back. */
export const freezeCancellation = pgTable(
  'freeze_cancellation',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    preTransactionNo: text().notNull(),
    amount: amount().notNull(),
    commission: amount().notNull(),
    transactionAt: instant().notNull(),
    businessDate: businessDay().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.requestNo] })],
);

/** UNFREEZE: a part of one general freeze, or of a member's general freezes from the oldest on. */
export const unfreezing = pgTable(
  'unfreezing',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    originalRequestNo: text(),
    accountId: id().notNull(),
    amount: amount().notNull(),
    transactionAt: instant().notNull(),
    businessDate: businessDay().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.requestNo] })],
);
