import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { amount, businessDay, id, instant, word } from '../columns.ts';
import { loan } from './loans.ts';

export type WriteOffState = 'proposed' | 'confirmed' | 'refused';

/** What one member of staff proposes to write off and another decides on. What was owed stays owed. */
export const writeOff = pgTable(
  'write_off',
  {
    loanId: id()
      .notNull()
      .references(() => loan.id),
    id: id().notNull(),
    state: word<WriteOffState>().notNull(),
    reason: text().notNull(),
    /** How long past its due date the oldest unpaid instalment was when it was proposed. */
    daysLate: integer().notNull(),
    /** What was owed to the investors and to whoever had paid in the borrower's place, when it was written off. */
    owedToInvestors: amount(),
    owedToCompensator: amount(),
    proposedBy: id().notNull(),
    proposedAt: instant().notNull(),
    decidedBy: id(),
    decidedAt: instant(),
    decidedOn: businessDay(),
  },
  (table) => [
    primaryKey({ columns: [table.loanId, table.id] }),
    uniqueIndex('write_off_one_proposed').on(table.loanId).where(sql`state = 'proposed'`),
    check('write_off_by_two', sql`${table.decidedBy} is null or ${table.decidedBy} <> ${table.proposedBy}`),
    check('write_off_decided', sql`(${table.state} = 'proposed') = (${table.decidedBy} is null)`),
    index().on(table.state),
  ],
);
