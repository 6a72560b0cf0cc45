import { count, eq, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { loan } from '#db/schema/loans.ts';
import { checkfileRow } from '#db/schema/reconciliation.ts';
import { addDays, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { endedBy } from '../bidding/close-listings.ts';
import { openingBy } from '../loan/open-scheduled-loans.ts';
import { unansweredUpTo } from '../reconciliation/ask-about-rest.ts';
import { heldOn } from '../reconciliation/release-payouts.ts';
import {
  type Foreseen,
  foreseeCollection,
  foreseeCompensation,
  foreseeOverdue,
  foreseePenalty,
  type Reads,
} from '../repayment/foresee.ts';

export type Foresee = (ctx: Reads, date: PlainDate) => Promise<Foreseen>;

/** What the bank holds until its day agrees. */
async function foreseePayouts({ db }: Reads, date: PlainDate): Promise<Foreseen> {
  const [row] = await db.execute<{ count: number; amount: string }>(sql`
    select count(*)::int as count, coalesce(sum(w.amount), 0)::text as amount from withdrawal w where ${heldOn(date)}`);
  return { count: row?.count ?? 0, amount: fen(BigInt(row?.amount ?? 0)) };
}

const nextMorning = (date: PlainDate): Date => instantAt(addDays(date, 1), '00:10');

async function counted({ db }: Reads, table: PgTable, condition: SQL | undefined): Promise<Foreseen> {
  const [row] = await db.select({ count: count() }).from(table).where(condition);
  return { count: row?.count ?? 0 };
}

/**
 * What the steps of D's day end would do, read with the selections that they work by themselves. A step that is not
 * here depends on what those before it come to.
 */
export const FORESEEN: Readonly<Record<string, Foresee>> = {
  'evening-collection': (ctx, date) => foreseeCollection(ctx, date),
  roll: (ctx, date) => counted(ctx, journal, eq(journal.businessDate, date)),
  'check-files': (ctx, date) => counted(ctx, checkfileRow, eq(checkfileRow.businessDate, date)),
  close: (ctx, date) => counted(ctx, instruction, unansweredUpTo(date)),
  openings: (ctx, date) => counted(ctx, loan, openingBy(nextMorning(date))),
  overdue: (ctx, date) => foreseeOverdue(ctx, addDays(date, 1)),
  penalty: (ctx, date) => foreseePenalty(ctx, addDays(date, 1)),
  collection: (ctx, date) => foreseeCollection(ctx, addDays(date, 1)),
  compensation: (ctx, date) => foreseeCompensation(ctx, addDays(date, 1)),
  expiry: (ctx, date) => counted(ctx, loan, endedBy(nextMorning(date))),
  payouts: foreseePayouts,
};
