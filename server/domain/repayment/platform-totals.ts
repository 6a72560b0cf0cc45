import { sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { claim, instalment, receipt } from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';

export type PlatformTotals = Readonly<{
  /** Σ amount of all loans ever settled. */
  lent: Money;
  loans: number;
  /** Principal that investors are still owed. */
  outstanding: Money;
  /** Interest that investors have been paid. */
  interestPaid: Money;
  investors: number;
}>;

type Row = { lent: string; loans: number; outstanding: string; interest_paid: string; investors: number };

/** What the platform has done so far, from the books. */
export async function platformTotals(ctx: Pick<DomainContext, 'db'>): Promise<PlatformTotals> {
  const [row] = await ctx.db.execute<Row>(sql`select
    (select coalesce(sum(${loan.amount}), 0) from ${loan} where ${loan.settledAt} is not null)::text as lent,
    (select count(*) from ${loan} where ${loan.settledAt} is not null)::integer as loans,
    (select coalesce(sum(${claim.outstanding}), 0) from ${claim})::text as outstanding,
    (select coalesce(sum(${receipt.interest}), 0) from ${receipt} where ${receipt.paidAt} is not null)::text as interest_paid,
    (select count(distinct ${claim.investorAccountId}) from ${claim})::integer as investors`);
  return {
    lent: fen(BigInt(row?.lent ?? 0)),
    loans: row?.loans ?? 0,
    outstanding: fen(BigInt(row?.outstanding ?? 0)),
    interestPaid: fen(BigInt(row?.interest_paid ?? 0)),
    investors: row?.investors ?? 0,
  };
}

/** The next day after today on which an instalment of any loan falls due; null when none is to come. */
export async function nextDueDate(ctx: Pick<DomainContext, 'db' | 'businessDate'>): Promise<PlainDate | null> {
  const [row] = await ctx.db
    .select({ dueOn: sql<PlainDate | null>`min(${instalment.dueOn})::text` })
    .from(instalment)
    .where(sql`${instalment.state} = 'scheduled' and ${instalment.dueOn} > ${ctx.businessDate}`);
  return row?.dueOn ?? null;
}
