import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, id, instant, word } from '../../columns.ts';
import { account } from './book.ts';

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

/** Principal of a project that an account holds, in fen: ¥1 is one share. */
export const holding = pgTable(
  'holding',
  {
    platformNo: text().notNull(),
    projectNo: text().notNull(),
    accountId: id().notNull(),
    amount: amount().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.platformNo, table.projectNo, table.accountId] }),
    check('holding_not_negative', sql`${table.amount} >= 0`),
  ],
);
