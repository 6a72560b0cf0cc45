import { sql } from 'drizzle-orm';
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, instant, word } from '../../columns.ts';

/** direct: sub-accounts over one custody account · linked: mirrors of class II e-accounts · joint: a payment company collects. */
export type CustodyMode = 'direct' | 'linked' | 'joint';
export type PlatformState = 'ACTIVE' | 'SUSPENDED';

/** A marketplace that keeps its members' money at this bank. */
export const platform = pgTable('platform', {
  platformNo: text().primaryKey(),
  notifyUrl: text().notNull(),
  custodyMode: word<CustodyMode>().notNull(),
  state: word<PlatformState>().notNull(),
  /** What the bank lends at most for same-day payouts. */
  advanceLimit: amount().notNull().default(sql`0`),
  createdAt: instant().notNull(),
});

/** Public keys of a platform by serial; several may live at once while one is being replaced. */
export const platformKey = pgTable(
  'platform_key',
  {
    platformNo: text().notNull(),
    keySerial: text().notNull(),
    publicKeyPem: text().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.keySerial] })],
);

/** The bank's own key pairs. The newest serial signs. */
export const bankKey = pgTable('bank_key', {
  keySerial: text().primaryKey(),
  privateKeyPem: text().notNull(),
  publicKeyPem: text().notNull(),
  createdAt: instant().notNull(),
});

/** Every requestNo that had an effect: claimed in the effect's own transaction, so of two at once one is taken. */
export const requestNumber = pgTable(
  'request_number',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    service: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.requestNo] })],
);
