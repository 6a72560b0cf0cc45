import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { businessDay, document, id, instant, wholeNumber, word } from '../columns.ts';

/** The one idempotency table: the client's id, what was asked, what was answered. */
export const request = pgTable('request', {
  requestId: id().primaryKey(),
  verb: text().notNull(),
  actorId: id().notNull(),
  inputHash: text().notNull(),
  result: document<unknown>().notNull(),
  createdAt: instant().notNull(),
});

/** Last human number handed out, by prefix and year: 'L2026'. Numbers may have gaps. */
export const counter = pgTable('counter', { name: text().primaryKey(), last: bigint({ mode: 'number' }).notNull() });

/** Who changed what, when and why. Append-only; never personal data. */
export const audit = pgTable(
  'audit',
  {
    id: id().primaryKey(),
    at: instant().notNull(),
    businessDate: businessDay().notNull(),
    actorKind: text().notNull(),
    actorId: id(),
    verb: text().notNull(),
    objectType: text().notNull(),
    objectId: id().notNull(),
    fromState: text(),
    toState: text(),
    reason: text(),
    details: document<Readonly<Record<string, unknown>>>(),
  },
  (table) => [index().on(table.objectType, table.objectId), index().on(table.at)],
);

/** A day that is not as its weekday says: a holiday on a working day, or a working day at the weekend. */
export const dayException = pgTable('day_exception', {
  day: businessDay().primaryKey(),
  kind: word<'off' | 'work'>().notNull(),
  name: text().notNull(),
});

export type RunState = 'pending' | 'running' | 'done';
export type StepState = 'pending' | 'running' | 'done';
export type ReconciliationState = 'green' | 'red' | 'signed' | 'incomplete';

/** The day end of one business date. The lease and fence let one worker at a time run it. */
export const dayRun = pgTable('day_run', {
  businessDate: businessDay().primaryKey(),
  state: word<RunState>().notNull(),
  leaseUntil: instant(),
  fence: wholeNumber().notNull(),
  startedAt: instant(),
  finishedAt: instant(),
});

export const dayStep = pgTable(
  'day_step',
  {
    businessDate: businessDay().notNull(),
    step: text().notNull(),
    position: integer().notNull(),
    state: word<StepState>().notNull(),
    rows: integer().notNull().default(0),
    startedAt: instant(),
    finishedAt: instant(),
    elapsedMs: integer(),
    error: text(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.step] })],
);

/** The bank's file rows as they came, staged for comparison. */
export const checkfileRow = pgTable(
  'checkfile_row',
  {
    businessDate: businessDay().notNull(),
    file: word<'RECHARGE' | 'WITHDRAW' | 'TRANSACTION' | 'COMMISSION' | 'BACKROLL_RECHARGE'>().notNull(),
    rowNumber: integer().notNull(),
    matchKey: text().notNull(),
    requestNo: text().notNull(),
    bizType: text().notNull(),
    amountFen: wholeNumber().notNull(),
    interestFen: wholeNumber(),
    sourceUserNo: text(),
    targetUserNo: text(),
    projectNo: text(),
    occurredAt: instant().notNull(),
    raw: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.businessDate, table.file, table.rowNumber] }),
    index().on(table.businessDate, table.file, table.matchKey),
  ],
);

export const reconciliation = pgTable('reconciliation', {
  businessDate: businessDay().primaryKey(),
  state: word<ReconciliationState>().notNull(),
  finishedAt: instant().notNull(),
});

export type CheckName =
  | 'line-by-line'
  | 'balances'
  | 'totals'
  | 'in-and-out'
  | 'summary-and-detail'
  | 'money-and-information';
export type CheckState = 'green' | 'red' | 'not-offered';

export const checkResult = pgTable(
  'check_result',
  {
    businessDate: businessDay().notNull(),
    check: word<CheckName>().notNull(),
    state: word<CheckState>().notNull(),
    leftFen: wholeNumber().notNull(),
    rightFen: wholeNumber().notNull(),
    compared: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.check] })],
);

export type BreakKind =
  | 'missing-here'
  | 'missing-there'
  | 'amount'
  | 'user'
  | 'status'
  | 'duplicate'
  | 'wrong-day'
  | 'balance';

/** One difference that a check found, with both values and the most probable cause in words. */
export const reconciliationBreak = pgTable(
  'reconciliation_break',
  {
    id: id().primaryKey(),
    businessDate: businessDay().notNull(),
    check: word<CheckName>().notNull(),
    kind: word<BreakKind>().notNull(),
    object: text().notNull(),
    ours: text(),
    theirs: text(),
    cause: text().notNull(),
    state: word<'found' | 'resolved'>().notNull(),
    foundAt: instant().notNull(),
  },
  (table) => [index().on(table.businessDate)],
);
