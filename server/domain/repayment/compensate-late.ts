import { sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { instalment } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { beginCompensation } from './begin-compensation.ts';
import { collectionState, sendCollection } from './collect-instalment.ts';

export type CompensationRun = Readonly<{
  attempted: number;
  paid: number;
  /** Errors of this side, not refusals of the bank: each left its loan to the next day. For the log. */
  errors: readonly unknown[];
}>;

/** Loans whose compensator has something to pay on a day, the longest late first. */
export async function waitingLoans(ctx: { db: Pick<Executor, 'select'> }, on: PlainDate): Promise<Uuid[]> {
  const rows = await ctx.db
    .select({ id: loan.id })
    .from(loan)
    .innerJoin(product, sql`${product.id} = ${loan.productId} and ${product.compensator} <> 'none'`)
    .innerJoin(instalment, sql`${instalment.loanId} = ${loan.id}`)
    .where(sql`${loan.state} in ('repaying', 'overdue') and ${loan.projectStatus} = 'REPAYING'`)
    .groupBy(loan.id)
    .having(
      sql`bool_or(${instalment.state} = 'overdue' and ${instalment.dueOn} + ${product.compensateAfterDays} <= ${on}::date)
        or bool_or(${instalment.state} = 'compensated') and bool_or(${instalment.state} = 'scheduled')`,
    )
    .orderBy(sql`min(${instalment.dueOn}) filter (where ${instalment.state} in ('overdue', 'compensated'))`, loan.id);
  return rows.map(({ id }) => id);
}

/**
 * Has the compensator of a loan pay what he has to pay today, one payment after the other as long as each is made at
 * once. A loan that the borrower is just paying is left alone.
 */
export async function compensateLoan(ctx: DomainContext, loanId: Uuid): Promise<Omit<CompensationRun, 'errors'>> {
  for (let paid = 0; ; paid += 1) {
    const begun = await transaction(ctx, async (tx) => beginCompensation(tx, ctx, await lockLoan(tx, loanId)));
    if (begun === undefined) return { attempted: paid, paid };
    ctx.failpoint('collection.begun');
    await sendCollection(ctx, loanId);
    ctx.failpoint('collection.dispatched');
    if ((await collectionState(ctx, loanId, begun)) !== 'paid') return { attempted: paid + 1, paid };
  }
}

/**
 * The compensations of a day, at its 00:10 after the borrowers have been asked once more: whoever stands in for them
 * pays the investors, the longest late first. What a compensator does not give stays overdue and is tried the next day.
 * Harmless when repeated; one loan's trouble does not keep the others from being paid.
 */
export async function compensateLate(
  ctx: DomainContext<SystemActor>,
  { on }: { on: PlainDate },
): Promise<CompensationRun> {
  const errors: unknown[] = [];
  let [attempted, paid] = [0, 0];
  for (const loanId of await waitingLoans(ctx, on)) {
    try {
      const done = await compensateLoan(ctx, loanId);
      attempted += done.attempted;
      paid += done.paid;
    } catch (error) {
      errors.push(error);
    }
  }
  return { attempted, paid, errors };
}
