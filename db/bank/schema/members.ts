import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { amount, businessDay, document, id, instant, word } from '../../columns.ts';
import { account, type UserRole } from './book.ts';

export type UserType = 'PERSONAL' | 'ORGANIZATION';
export type AuditStatus = 'AUDIT' | 'PASSED' | 'BACK' | 'REFUSED';
export type ActiveStatus = 'ACTIVATED' | 'DEACTIVATED';
export type AccessType = 'FULL_CHECKED' | 'NOT_AUTH' | 'AUDIT_AUTH' | 'PART_CHECKED';
export type AuthorisationKind = 'TENDER' | 'REPAYMENT' | 'CREDIT_ASSIGNMENT' | 'COMPENSATORY' | 'WITHDRAW' | 'RECHARGE';

/** What an enterprise says of itself, by the wire's names: enterpriseName, bankLicense, legal, … */
export type EnterpriseFields = Readonly<Record<string, string>>;

/** Who owns a user account: identity, bound card and transaction password. */
export const member = pgTable(
  'member',
  {
    accountId: id()
      .primaryKey()
      .references(() => account.id),
    platformNo: text().notNull(),
    role: word<UserRole>().notNull(),
    userType: word<UserType>().notNull(),
    realName: text(),
    idCardType: text(),
    idCardNo: text(),
    mobile: text(),
    bankcardNo: text(),
    bankcode: text(),
    auditStatus: word<AuditStatus>().notNull(),
    activeStatus: word<ActiveStatus>().notNull(),
    accessType: word<AccessType>().notNull(),
    passwordHash: text(),
    wrongPasswords: integer().notNull().default(0),
    passwordLockedAt: instant(),
    enterprise: document<EnterpriseFields>(),
    /** Brought along from another bank: it works once its owner has activated it. */
    imported: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('member_id_card')
      .on(table.platformNo, table.role, table.idCardNo)
      .where(sql`${table.idCardNo} is not null`),
  ],
);

/** A standing authorisation. `amountLimit` caps each single request; null is no cap. */
export const authorisation = pgTable(
  'authorisation',
  {
    accountId: id()
      .notNull()
      .references(() => account.id),
    kind: word<AuthorisationKind>().notNull(),
    amountLimit: amount(),
    validUntil: businessDay().notNull(),
    grantedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.kind] })],
);

/** A test card in the world outside: what its holder can still pay in from it. */
export const card = pgTable('card', {
  cardNo: text().primaryKey(),
  balance: amount().notNull(),
});

export type MemberRequestKind = 'ENTERPRISE_REGISTER' | 'ENTERPRISE_UPDATE' | 'BIND_CARD';

/** A change that waits for the bank's clerk, or for the platform's AUDIT_BIND_CARD. */
export const memberRequest = pgTable(
  'member_request',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    id: id().notNull(),
    accountId: id()
      .notNull()
      .references(() => account.id),
    kind: word<MemberRequestKind>().notNull(),
    service: text().notNull(),
    userDevice: text().notNull(),
    status: word<AuditStatus>().notNull(),
    bankcardNo: text(),
    bankcode: text(),
    mobile: text(),
    enterprise: document<EnterpriseFields>(),
    /** The clerk's reason. */
    description: text(),
    createdAt: instant().notNull(),
    auditedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    index('member_request_waiting').on(table.createdAt).where(sql`status = 'AUDIT'`),
  ],
);
