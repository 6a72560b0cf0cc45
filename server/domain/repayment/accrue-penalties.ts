import { and, asc, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { instalment, penaltyDay } from '#db/schema/repayments.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { triedInVain } from './tries.ts';

const LOANS_AT_ONCE = 500;
const LATE = ['overdue', 'compensated'] as const;

/** Loans with an instalment that is late on a day and has not been charged for it, in the order of their locks. */
async function lateLoans(ctx: DomainContext, on: PlainDate): Promise<Uuid[]> {
  const rows = await ctx.db
    .selectDistinct({ id: instalment.loanId })
    .from(instalment)
    .where(
      and(
        inArray(instalment.state, [...LATE]),
        isNotNull(instalment.overdueOn),
        sql`coalesce(${instalment.penaltyThrough}, ${instalment.dueOn}) < ${on}::date`,
      ),
    )
    .orderBy(asc(instalment.loanId));
  return rows.map(({ id }) => id);
}

/** What a borrower has not paid of an instalment `i`: a day's penalty is reckoned on it. */
export const penaltyBase = sql`(i.principal - i.principal_paid - i.principal_recovered + i.interest - i.interest_paid
  - i.interest_recovered)`;

/**
 * The condition that an instalment `i` of a loan `l` and a product `p`, late on a day, is charged for it.
 * @param isLate `i` is late: as its row says, or as it will say then
 */
export const chargedOn = (on: PlainDate, isLate: SQL): SQL => sql`${isLate}
  and i.due_on + p.grace_days < ${on}::date and coalesce(i.penalty_through, i.due_on) < ${on}::date
  and ${penaltyBase} > 0 and ${triedInVain(sql`i`, sql`l.borrower_account_id`, on, 'day-before')}`;

/** The condition that an instalment `i` is late. */
export const isLateRow = sql`i.state in ('overdue', 'compensated') and i.overdue_on is not null`;

/** Charges one day to the late instalments of some loans. What has money on its way (`collecting`) is left out. */
async function accrueBatch(tx: Transaction, loans: readonly Uuid[], on: PlainDate): Promise<number> {
  const ids = columnOf('uuid', loans, (id) => id);
  await tx.execute(sql`select id from ${loan} where id = any (${ids}) order by id for update`);
  const charged = await tx.execute(sql`
    insert into ${penaltyDay} (loan_id, number, day, base)
    select i.loan_id, i.number, ${on}::date, ${penaltyBase}
    from ${instalment} i join ${loan} l on l.id = i.loan_id join ${product} p on p.id = l.product_id
    where i.loan_id = any (${ids}) and ${chargedOn(on, isLateRow)}
    on conflict do nothing
    returning number`);
  await tx.execute(sql`
    update ${instalment} set penalty_fen_days = penalty_fen_days + day.base, penalty_through = day.day
    from ${penaltyDay} day
    where day.loan_id = instalment.loan_id and day.number = instalment.number and day.day = ${on}::date
      and instalment.loan_id = any (${ids}) and coalesce(instalment.penalty_through, instalment.due_on) < day.day`);
  return charged.length;
}

/**
 * Charges the penalty of a day, at its 00:10, before the day's first collection: every late instalment past its
 * product's grace is charged on what its borrower owes of principal and interest, whether to the investors or to
 * whoever paid in his place. The days of grace are never charged, nor a day after one on which no try could reach the
 * bank. Once for a day however often it runs.
 * @returns how many instalments were charged
 */
export async function accruePenalties(ctx: DomainContext<SystemActor>, on: PlainDate): Promise<number> {
  const loans = await lateLoans(ctx, on);
  let charged = 0;
  for (let from = 0; from < loans.length; from += LOANS_AT_ONCE) {
    const batch = loans.slice(from, from + LOANS_AT_ONCE);
    charged += await transaction(ctx, (tx) => accrueBatch(tx, batch, on));
  }
  return charged;
}
