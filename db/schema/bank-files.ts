import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { businessDay, id, instant, wholeNumber, word } from '../columns.ts';
import { account } from './accounts.ts';
import type { CheckFileName } from './reconciliation.ts';

/** What some banks give beside the five: sums, what every account held, what was still frozen. */
export type ExtensionFileName = 'SUMMARY' | 'BALANCE' | 'PRETRANSACTION';
/** `query` where the bank has no such file and was asked about some of what would stand in it. */
export type StagedSource = 'file' | 'query';

/** Which files of a date are staged. One that the bank does not offer has no row. */
export const stagedFile = pgTable(
  'staged_file',
  {
    businessDate: businessDay().notNull(),
    file: word<CheckFileName | ExtensionFileName>().notNull(),
    source: word<StagedSource>().notNull(),
    rows: integer().notNull(),
    stagedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.file] })],
);

/** What each virtual account held when a date ended, as the bank's BALANCE file has it, or as it answered when asked. */
export const balanceRow = pgTable(
  'balance_row',
  {
    businessDate: businessDay().notNull(),
    rowNumber: integer().notNull(),
    userNo: text().notNull(),
    role: text(),
    balanceFen: wholeNumber().notNull(),
    availableFen: wholeNumber().notNull(),
    frozenFen: wholeNumber().notNull(),
    arrivedFen: wholeNumber().notNull(),
    floatFen: wholeNumber().notNull(),
    /** The line carries another date than its file. */
    misdated: boolean().notNull().default(false),
    /** How many entries we had written for this account when the bank was asked; null in a file's row. */
    ourSequence: wholeNumber(),
    raw: text(),
  },
  (table) => [
    primaryKey({ columns: [table.businessDate, table.rowNumber] }),
    index().on(table.businessDate, table.userNo),
  ],
);

/** What was still frozen when a date ended, freeze by freeze: the bank's PRETRANSACTION file, or its answers. */
export const freezeRow = pgTable(
  'freeze_row',
  {
    businessDate: businessDay().notNull(),
    rowNumber: integer().notNull(),
    requestNo: text().notNull(),
    userNo: text().notNull(),
    bizType: text().notNull(),
    projectNo: text(),
    frozenFen: wholeNumber().notNull(),
    usedFen: wholeNumber().notNull(),
    cancelledFen: wholeNumber().notNull(),
    misdated: boolean().notNull().default(false),
    raw: text(),
  },
  (table) => [
    primaryKey({ columns: [table.businessDate, table.rowNumber] }),
    index().on(table.businessDate, table.requestNo),
  ],
);

/** ACCOUNT and CORE: sums of a kind of account · CHANNEL: what one channel paid · RECHARGE: one it has not paid for. */
export type SummaryKind = 'ACCOUNT' | 'CORE' | 'CHANNEL' | 'RECHARGE';

/** The bank's sums of a date: its SUMMARY file. */
export const summaryRow = pgTable(
  'summary_row',
  {
    businessDate: businessDay().notNull(),
    rowNumber: integer().notNull(),
    kind: word<SummaryKind>().notNull(),
    /** A role, a channel, or the requestNo of a recharge. */
    name: text().notNull(),
    openingFen: wholeNumber(),
    cameFen: wholeNumber(),
    wentFen: wholeNumber(),
    closingFen: wholeNumber(),
    dueFen: wholeNumber(),
    receivedFen: wholeNumber(),
    misdated: boolean().notNull().default(false),
    raw: text(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.rowNumber] })],
);

/**
 * What an account that moved on a date held when it ended, as the check of in and out found it: the next day begins
 * with it, so that a past day cannot be changed unseen. Recorded anew when the day is checked again.
 */
export const accountDay = pgTable(
  'account_day',
  {
    accountId: id()
      .notNull()
      .references(() => account.id),
    businessDate: businessDay().notNull(),
    openingFen: wholeNumber().notNull(),
    cameFen: wholeNumber().notNull(),
    wentFen: wholeNumber().notNull(),
    closingFen: wholeNumber().notNull(),
    /** The newest entry there was: one of that date or before with a higher number came in later. */
    through: wholeNumber().notNull(),
    recordedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.businessDate] }), index().on(table.businessDate)],
);
