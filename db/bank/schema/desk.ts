import { sql } from 'drizzle-orm';
import { boolean, doublePrecision, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, wholeNumber, word } from '../../columns.ts';

/** One row: how far the bank's clock is from the machine's, and the last day-end boundary that has been run. */
export const clock = pgTable('clock', {
  id: integer().primaryKey(),
  offsetMs: wholeNumber().notNull(),
  rolledTo: instant().notNull(),
});

/** Each boundary of the bank's day that has been run, with what it did. */
export const dayRun = pgTable(
  'day_run',
  {
    date: businessDay().notNull(),
    step: text().notNull(),
    rows: integer().notNull(),
    ranAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.date, table.step] })],
);

/** Balances at the end of a day: opening of the next, and the BALANCE file. */
export const balanceDay = pgTable(
  'balance_day',
  {
    platformNo: text().notNull(),
    date: businessDay().notNull(),
    accountId: id().notNull(),
    available: amount().notNull(),
    frozen: amount().notNull(),
    float: amount().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.date, table.accountId] })],
);

/** Freezes still open at the end of a day: the PRETRANSACTION file. */
export const freezeDay = pgTable(
  'freeze_day',
  {
    platformNo: text().notNull(),
    date: businessDay().notNull(),
    requestNo: text().notNull(),
    amount: amount().notNull(),
    used: amount().notNull(),
    cancelled: amount().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.date, table.requestNo] })],
);

/** CONFIRM_CHECKFILE: the platform agrees with the files of a date. */
export const fileConfirmation = pgTable(
  'file_confirmation',
  {
    platformNo: text().notNull(),
    date: businessDay().notNull(),
    requestNo: text().notNull(),
    confirmedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.date] })],
);

/** A switch that makes the bank misbehave: for the next n matching moments, or by chance from a seed. */
export const fault = pgTable('fault', {
  id: id().primaryKey(),
  platformNo: text(),
  /** serviceName, or '*' for all. */
  service: text().notNull(),
  fault: text().notNull(),
  /** Left to fire; null while chance decides. */
  remaining: integer(),
  probability: doublePrecision(),
  seed: integer().notNull().default(0),
  /** How many times it has been asked: with the seed this makes the next draw. */
  draws: integer().notNull().default(0),
  fired: integer().notNull().default(0),
  /** For delays. */
  delayMs: integer(),
  /** Only this number. */
  requestNo: text(),
  /** For refusals. */
  errorCode: text(),
  errorMessage: text(),
  /** For a clock that is wrong. */
  hours: integer(),
  createdAt: instant().notNull(),
});

/** What came in over the wire, byte for byte, and what was answered. */
export const requestLog = pgTable(
  'request_log',
  {
    id: id().primaryKey(),
    at: instant().notNull(),
    endpoint: word<'service' | 'gateway' | 'download'>().notNull(),
    platformNo: text(),
    service: text(),
    requestNo: text(),
    keySerial: text(),
    reqData: text(),
    sign: text(),
    /** Null when it never came to a check. */
    signatureValid: boolean(),
    signatureNote: text(),
    httpStatus: integer().notNull(),
    answer: text(),
    fault: text(),
    durationMs: integer().notNull().default(sql`0`),
  },
  (table) => [index().on(table.platformNo, table.at), index().on(table.requestNo)],
);
