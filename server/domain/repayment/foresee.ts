import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { instalment } from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, sum } from '#server/primitives/money.ts';
import { owedSql, penaltySql } from '../loan/owed-sql.ts';
import { chargedOn, isLateRow, penaltyBase } from './accrue-penalties.ts';
import { askedForOn } from './collect-due.ts';
import { waitingLoans } from './compensate-late.ts';
import { compensationOwed } from './compensation-owed.ts';
import { readEarlyLoan } from './early-loan.ts';
import { scheduledUpTo } from './fall-due.ts';
import { missedBy } from './mark-overdue.ts';
import { totalOf } from './owed.ts';

/** What a step would do as things stand: how many things it would handle, and how much money where it is about that. */
export type Foreseen = Readonly<{ count: number; amount?: Money }>;
export type Reads = Readonly<{ db: Executor }>;

type Counted = { count: number; amount: string };
const seen = (row: Counted | undefined): Foreseen => ({
  count: row?.count ?? 0,
  amount: fen(BigInt(row?.amount ?? 0)),
});

/** What is owed of the instalments that meet a condition; those of which money is on its way are not asked for. */
async function owedWhere(ctx: Reads, condition: SQL | undefined): Promise<Foreseen> {
  const owed = owedSql.all(sql`instalment`, sql`${product.penaltyPpmPerDay}`);
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::int`, amount: sql<string>`coalesce(sum(${owed}), 0)::text` })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .innerJoin(product, eq(product.id, loan.productId))
    .where(
      and(
        condition,
        sql`not exists (select 1 from instalment other where other.loan_id = ${loan.id} and other.state = 'collecting')`,
      ),
    );
  return seen(row);
}

/** What the collection of a day would ask for, what falls due until then included. */
export const foreseeCollection = (ctx: Reads, on: PlainDate): Promise<Foreseen> =>
  owedWhere(
    ctx,
    or(
      askedForOn(on),
      and(scheduledUpTo(on), eq(loan.projectStatus, 'REPAYING'), inArray(loan.state, ['repaying', 'overdue'])),
    ),
  );

/** What would become overdue at 00:10 of a day if nothing more were paid. */
export const foreseeOverdue = (ctx: Reads, on: PlainDate): Promise<Foreseen> => owedWhere(ctx, missedBy(on));

/** What would be charged as penalty for a day, of what is late and of what would be by then. */
export async function foreseePenalty(ctx: Reads, on: PlainDate): Promise<Foreseen> {
  const missed = sql`exists (select 1 from ${instalment} where instalment.loan_id = i.loan_id
    and instalment.number = i.number and ${missedBy(on)})`;
  const after = sql`(select i.penalty_fen_days + ${penaltyBase} as penalty_fen_days)`;
  const [row] = await ctx.db.execute<Counted>(sql`
    select count(*)::int as count, coalesce(sum(${penaltySql(sql`later`, sql`p.penalty_ppm_per_day`)}
      - ${penaltySql(sql`i`, sql`p.penalty_ppm_per_day`)}), 0)::text as amount
    from instalment i join loan l on l.id = i.loan_id join product p on p.id = l.product_id
      cross join lateral ${after} as later
    where ${chargedOn(on, sql`(${isLateRow} or ${missed})`)}`);
  return seen(row);
}

/** Instalments that would become overdue at 00:10 of a day, of loans that somebody stands in for. */
async function backedAndMissed(ctx: Reads, on: PlainDate): Promise<Map<Uuid, Set<number>>> {
  const rows = await ctx.db
    .select({ loanId: instalment.loanId, number: instalment.number })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .innerJoin(product, and(eq(product.id, loan.productId), ne(product.compensator, 'none')))
    .where(and(missedBy(on), eq(loan.projectStatus, 'REPAYING'), inArray(loan.state, ['repaying', 'overdue'])));
  const missed = new Map<Uuid, Set<number>>();
  for (const { loanId, number } of rows) missed.set(loanId, (missed.get(loanId) ?? new Set()).add(number));
  return missed;
}

/** What those who stand in for late borrowers would be asked for on a day. */
export async function foreseeCompensation(ctx: Reads, on: PlainDate): Promise<Foreseen> {
  const amounts: Money[] = [];
  const missed = await backedAndMissed(ctx, on);
  for (const loanId of new Set([...(await waitingLoans(ctx, on)), ...missed.keys()])) {
    const [row] = await ctx.db
      .select({ loan, afterDays: product.compensateAfterDays })
      .from(loan)
      .innerJoin(product, eq(product.id, loan.productId))
      .where(eq(loan.id, loanId));
    if (!row) continue;
    const early = await readEarlyLoan(ctx.db, row.loan);
    const rows = early.rows.map((known) =>
      missed.get(loanId)?.has(known.number) ? { ...known, state: 'overdue' as const } : known,
    );
    const wanted = compensationOwed({ ...early, rows }, row.afterDays, on);
    if (wanted) amounts.push(sum(wanted.items.map(totalOf)));
  }
  return { count: amounts.length, amount: sum(amounts) };
}
