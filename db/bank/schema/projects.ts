import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, id, instant, word } from '../../columns.ts';
import { account } from './book.ts';
import type { AuditStatus } from './members.ts';

export type ProjectStatus = 'COLLECTING' | 'REPAYING' | 'FINISH' | 'MISCARRY';

/** A borrowing as the bank knows it, with the sums that its caps are checked against. */
export const project = pgTable(
  'project',
  {
    platformNo: text().notNull(),
    projectNo: text().notNull(),
    borrowerId: id()
      .notNull()
      .references(() => account.id),
    amount: amount().notNull(),
    name: text().notNull(),
    projectType: text().notNull(),
    periodDays: integer().notNull(),
    /** As the platform wrote it; the bank does not calculate with it. */
    interestRate: text().notNull(),
    repaymentWay: text().notNull(),
    description: text(),
    extend: text(),
    status: word<ProjectStatus>().notNull(),
    /** Open TENDER freezes with the marketing money announced beside them. */
    pledged: amount().notNull().default(sql`0`),
    /** Confirmed by TENDER trades. */
    loanAmount: amount().notNull().default(sql`0`),
    repaidPrincipal: amount().notNull().default(sql`0`),
    repaidInterest: amount().notNull().default(sql`0`),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.projectNo] }),
    check(
      'project_caps',
      sql`${table.pledged} >= 0 and ${table.loanAmount} >= 0 and ${table.pledged} + ${table.loanAmount} <= ${table.amount}
        and ${table.repaidPrincipal} between 0 and ${table.loanAmount} and ${table.repaidInterest} >= 0`,
    ),
  ],
);

/** Shares of a project that an account holds, in fen: ¥1 of principal is one share. Their sum is the loan. */
export const holding = pgTable(
  'holding',
  {
    platformNo: text().notNull(),
    projectNo: text().notNull(),
    accountId: id().notNull(),
    amount: amount().notNull(),
    /** Principal paid back to this holder: so much less of his shares can be sold. */
    repaid: amount().notNull().default(sql`0`),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.projectNo, table.accountId] }),
    check('holding_not_negative', sql`${table.amount} >= 0`),
    check('holding_repaid_not_negative', sql`${table.repaid} >= 0`),
  ],
);

/** A holder's offer of shares. What freezes keep of it and what trades have taken of it never exceed what is offered. */
export const debentureSale = pgTable(
  'debenture_sale',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    id: id().notNull(),
    accountId: id().notNull(),
    projectNo: text().notNull(),
    share: amount().notNull(),
    reserved: amount().notNull().default(sql`0`),
    confirmed: amount().notNull().default(sql`0`),
    status: word<'ONSALE' | 'COMPLETED'>().notNull(),
    createdAt: instant().notNull(),
    completedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.requestNo] }),
    check(
      'debenture_sale_not_oversold',
      sql`${table.share} > 0 and ${table.reserved} >= 0 and ${table.confirmed} >= 0
        and ${table.reserved} + ${table.confirmed} <= ${table.share}`,
    ),
    index().on(table.platformNo, table.projectNo, table.accountId),
  ],
);

/** AUTHORIZATION_ENTRUST_PAY: the borrower has what he borrows paid on to somebody else. */
export const entrustment = pgTable(
  'entrustment',
  {
    platformNo: text().notNull(),
    requestNo: text().notNull(),
    projectNo: text().notNull(),
    borrowerId: id().notNull(),
    entrustedType: text().notNull(),
    entrustedId: id().notNull(),
    status: word<AuditStatus>().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformNo, table.projectNo] })],
);
