import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, id, instant, sealed, word } from '../columns.ts';

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

/** While the bank's clerk audits, an enterprise is `opening` and the instruction of its opening `accepted`. */
export type EnterpriseState = 'opening' | 'active' | 'refused';
export type GuarantorState = 'proposed' | 'active' | 'suspended';

/** A company that borrows, lends or guarantees, known once by its unified social credit code. */
export const enterprise = pgTable(
  'enterprise',
  {
    id: id().primaryKey(),
    memberId: id().notNull(),
    /** The legal representative: caps and one's own loans are checked by this person too. */
    legalPersonId: id()
      .notNull()
      .references(() => person.id),
    name: text().notNull(),
    /** 统一社会信用代码, unique over all as 'unified-code:<hmac>'. */
    unifiedCode: sealed().notNull(),
    maskedCode: text().notNull(),
    bankLicense: sealed().notNull(),
    contactName: sealed().notNull(),
    contactPhone: sealed().notNull(),
    state: word<EnterpriseState>().notNull(),
    /** What the bank's clerk wrote when he sent the papers back. */
    auditReason: text(),
    createdAt: instant().notNull(),
  },
  (table) => [index().on(table.memberId), index().on(table.legalPersonId)],
);

/** An enterprise that the platform accepts as guarantor, up to a limit of open exposure. */
export const guarantor = pgTable(
  'guarantor',
  {
    enterpriseId: id()
      .primaryKey()
      .references(() => enterprise.id),
    exposureLimit: amount().notNull(),
    state: word<GuarantorState>().notNull(),
    proposedBy: id().notNull(),
    proposedAt: instant().notNull(),
    decidedBy: id(),
    decidedAt: instant(),
  },
  (table) => [check('guarantor_by_two', sql`${table.decidedBy} is null or ${table.decidedBy} <> ${table.proposedBy}`)],
);
