import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { businessDay, document, id, instant, sealed, word } from '../columns.ts';

export type AlertKind =
  | 'day-red'
  | 'day-end-stuck'
  | 'break-aging'
  | 'suspense-aging'
  | 'payouts-held'
  | 'notify-refused'
  | 'instruction-in-doubt'
  | 'advance-low'
  | 'chain-broken';
export type AlertSeverity = 'high' | 'normal';

/** Something that staff must know while it lasts. One is open at a time for a kind and its object. */
export const alert = pgTable(
  'alert',
  {
    id: id().primaryKey(),
    kind: word<AlertKind>().notNull(),
    severity: word<AlertSeverity>().notNull(),
    /** What it is about: a date, a number, an id. Never personal data. */
    object: text().notNull(),
    /** Where staff sees to it. */
    path: text().notNull(),
    businessDate: businessDay(),
    /** Counts and names that its sentence is filled with; never personal data or a member's amounts. */
    details: document<Readonly<Record<string, string | number>>>().notNull().default(sql`'{}'::jsonb`),
    raisedAt: instant().notNull(),
    acknowledgedBy: id(),
    acknowledgedAt: instant(),
    note: text(),
    endedAt: instant(),
  },
  (table) => [
    uniqueIndex('alert_one_open').on(table.kind, table.object).where(sql`ended_at is null`),
    check('alert_acknowledged_by_somebody', sql`(${table.acknowledgedBy} is null) = (${table.acknowledgedAt} is null)`),
    index().on(table.raisedAt),
  ],
);

export type MailState = 'waiting' | 'sent' | 'failed' | 'dropped';

/** A mail about an alert to one member of staff: the outbox that a worker sends from. */
export const mail = pgTable(
  'mail',
  {
    id: id().primaryKey(),
    alertId: id()
      .notNull()
      .references(() => alert.id),
    memberId: id().notNull(),
    address: sealed().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    state: word<MailState>().notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant().notNull(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    error: text(),
  },
  (table) => [
    unique('mail_once_per_alert_and_member').on(table.alertId, table.memberId),
    index('mail_outbox').on(table.nextAttemptAt).where(sql`state = 'waiting'`),
    index().on(table.createdAt),
  ],
);
