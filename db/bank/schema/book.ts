import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, word } from '../../columns.ts';

/** user: a member's sub-account · platform: SYS_GENERATE_00x · core: the bank's own ledger and the world outside. */
export type AccountKind = 'user' | 'platform' | 'core';
export type UserRole = 'INVESTOR' | 'BORROWERS' | 'GUARANTEECORP' | 'COLLABORATOR' | 'SUPPLIER';
export type PlatformRole =
  | 'PLATFORM_MASTER'
  | 'PLATFORM_COMPENSATORY'
  | 'PLATFORM_MARKETING'
  | 'PLATFORM_PROFIT'
  | 'PLATFORM_INCOME'
  | 'PLATFORM_INTEREST'
  | 'PLATFORM_ALTERNATIVE_RECHARGE'
  | 'PLATFORM_FUNDS_TRANSFER';
/**
 * CUSTODY the pooled account (an asset, so negative here) · CLEARING money received and not yet handed to members ·
 * CHANNELS what payment companies owe (negative) · CARDS and SETTLEMENT the world that payouts go to · OWN the
 * platform's own money at the bank · ADVANCE what the bank has lent for same-day payouts · EACCOUNT a member's own
 * class II account (an asset), mirrored by a virtual account.
 */
export type CoreRole = 'CUSTODY' | 'CLEARING' | 'CHANNELS' | 'CARDS' | 'SETTLEMENT' | 'OWN' | 'ADVANCE' | 'EACCOUNT';
export type AccountRole = UserRole | PlatformRole | CoreRole;
export type Bucket = 'available' | 'frozen';

/** One account of the double-entry book. `float` is the part of available + frozen whose channel has not yet paid. */
export const account = pgTable(
  'account',
  {
    id: id().primaryKey(),
    platformNo: text().notNull(),
    userNo: text().notNull(),
    kind: word<AccountKind>().notNull(),
    role: word<AccountRole>().notNull(),
    available: amount().notNull().default(sql`0`),
    frozen: amount().notNull().default(sql`0`),
    float: amount().notNull().default(sql`0`),
    /** An e-account's virtual account. */
    mirrorId: id(),
    createdAt: instant().notNull(),
  },
  (table) => [
    unique('account_user_no').on(table.platformNo, table.userNo),
    check(
      'account_never_below_zero',
      sql`${table.kind} = 'core' or (${table.available} >= 0 and ${table.frozen} >= 0
        and ${table.float} between 0 and ${table.available} + ${table.frozen})`,
    ),
  ],
);

/** A movement between two accounts, or between the buckets of one. Append-only; Σ of all accounts is 0 by its shape. */
export const transfer = pgTable(
  'transfer',
  {
    id: id().primaryKey(),
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    lineNumber: integer().notNull(),
    bizType: text().notNull(),
    sourceAccountId: id().notNull(),
    sourceBucket: word<Bucket>().notNull(),
    targetAccountId: id().notNull(),
    targetBucket: word<Bucket>().notNull(),
    amount: amount().notNull(),
    occurredAt: instant().notNull(),
    businessDate: businessDay().notNull(),
  },
  (table) => [
    check('transfer_moves_something', sql`${table.amount} > 0`),
    index().on(table.sourceAccountId, table.businessDate),
    index().on(table.targetAccountId, table.businessDate),
    index().on(table.platformNo, table.businessDate),
  ],
);

/** Float of an account by the day and the channel it came in by. Follows the money until the channel pays. */
export const floatLot = pgTable(
  'float_lot',
  {
    accountId: id().notNull(),
    date: businessDay().notNull(),
    channel: text().notNull(),
    platformNo: text().notNull(),
    amount: amount().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.date, table.channel] }),
    check('float_lot_not_negative', sql`${table.amount} >= 0`),
    index().on(table.platformNo, table.date),
  ],
);
