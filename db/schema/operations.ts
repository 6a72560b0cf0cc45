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

/** The day end of one business date. The lease and fence let one worker at a time run it. */
export const dayRun = pgTable('day_run', {
  businessDate: businessDay().primaryKey(),
  state: word<RunState>().notNull(),
  leaseUntil: instant(),
  fence: wholeNumber().notNull(),
  startedAt: instant(),
  finishedAt: instant(),
  /** When finance last asked for it to be tried at once, machine's clock: workers do not rest beyond it. */
  retryAskedAt: instant(),
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

export type DayFileName = 'payment-flow' | 'fund-summary' | 'daily-balances';

/**
 * Our own files of a day as they were made: what they hold is in the books and is read from there again, up to the
 * posting `through`. Append-only: what was posted for the day afterwards comes into a further version.
 */
export const dayFile = pgTable(
  'day_file',
  {
    businessDate: businessDay().notNull(),
    version: integer().notNull(),
    file: word<DayFileName>().notNull(),
    through: id().notNull(),
    rows: integer().notNull(),
    bytes: wholeNumber().notNull(),
    /** SHA-256 of the file, hexadecimal. */
    hash: text().notNull(),
    madeAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.businessDate, table.version, table.file] })],
);
