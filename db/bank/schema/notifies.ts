import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { id, instant, word } from '../../columns.ts';

export type NotifyState = 'waiting' | 'taken' | 'parked';

/** A result that the platform must be told. Written with the effect, delivered by the loop until it answers SUCCESS. */
export const notify = pgTable(
  'notify',
  {
    id: id().primaryKey(),
    platformNo: text().notNull(),
    service: text().notNull(),
    requestNo: text().notNull(),
    userDevice: text().notNull(),
    respData: text().notNull(),
    state: word<NotifyState>().notNull(),
    attempts: integer().notNull().default(0),
    /** Real clock. */
    nextAttemptAt: instant().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    index('notify_waiting').on(table.nextAttemptAt).where(sql`state = 'waiting'`),
    index().on(table.platformNo, table.createdAt),
  ],
);

/** One attempt, as it went. */
export const notifyDelivery = pgTable(
  'notify_delivery',
  {
    id: id().primaryKey(),
    notifyId: id().notNull(),
    url: text().notNull(),
    at: instant().notNull(),
    durationMs: integer().notNull(),
    httpStatus: integer(),
    answer: text(),
    taken: boolean().notNull(),
    /** The fault that altered this delivery, if one did. */
    fault: text(),
  },
  (table) => [index().on(table.notifyId)],
);
