import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant, sealed, word } from '../columns.ts';

export type MemberRole =
  | 'investor'
  | 'borrower'
  | 'guarantor'
  | 'loan-officer'
  | 'risk-officer'
  | 'finance'
  | 'administrator'
  | 'auditor';

/** A human being, known once; may sign in as one member and own a lending and a borrowing account. */
export const person = pgTable('person', {
  id: id().primaryKey(),
  realName: sealed().notNull(),
  idNumber: sealed().notNull(),
  phone: sealed().notNull(),
  maskedName: text().notNull(),
  maskedPhone: text().notNull(),
  createdAt: instant().notNull(),
});

/** A login. `demo` members can be signed in as by one click in demo mode. */
export const member = pgTable('member', {
  id: id().primaryKey(),
  personId: id().references(() => person.id),
  login: text().notNull().unique(),
  displayName: text().notNull(),
  passwordHash: text().notNull(),
  demo: boolean().notNull().default(false),
  createdAt: instant().notNull(),
  disabledAt: instant(),
});

export const memberRole = pgTable(
  'member_role',
  { memberId: id().notNull(), role: word<MemberRole>().notNull() },
  (table) => [primaryKey({ columns: [table.memberId, table.role] })],
);

export const session = pgTable(
  'session',
  {
    id: id().primaryKey(),
    memberId: id().notNull(),
    userAgent: text(),
    createdAt: instant().notNull(),
    seenAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
  },
  (table) => [index().on(table.memberId)],
);

/** What must be unique over all: 'phone:<hmac>', 'id-number:<hmac>'. Written in the owner's transaction. */
export const uniqueValue = pgTable('unique_value', { value: text().primaryKey(), ownerId: id().notNull() });
