import { asc, eq, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { person } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import { type CollectionState, collection, instalment } from '#db/schema/repayments.ts';
import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { owedSql } from '../loan/owed-sql.ts';
import { bucketOf } from './buckets.ts';

const money = (value: string | number): Money => fen(BigInt(value));

/** The last try to take money from the borrower. */
const LAST = sql`(select to_jsonb(c) from (select state, failure from ${collection} c
  where c.loan_id = ${loan.id} and c.payer_account_id = ${loan.borrowerAccountId}
  order by c.created_at desc, c.id desc limit 1) c)`;
type LastTry = Readonly<{ state: CollectionState; failure: string | null }>;

const owed = (part: 'principal' | 'interest' | 'penalty' | 'all') =>
  sql`sum(${owedSql[part](sql`instalment`, sql`${product.penaltyPpmPerDay}`)})`.mapWith(money);

/**
 * Loans with a late instalment, the longest late first: how many days, in which bucket, what their borrowers owe of
 * the late instalments, and how the last try to collect ended.
 */
export async function overdueLoans(ctx: DomainContext<AdminActor>) {
  const rows = await ctx.db
    .select({
      loanId: loan.id,
      number: loan.number,
      title: loan.title,
      state: loan.state,
      borrower: person.maskedName,
      dueOn: sql<PlainDate>`min(${instalment.dueOn})::text`,
      instalments: sql<number>`count(*)::integer`,
      compensated: sql<number>`count(${instalment.compensatedOn})::integer`,
      principal: owed('principal'),
      interest: owed('interest'),
      penalty: owed('penalty'),
      owed: owed('all'),
      last: sql<LastTry | null>`${LAST}`,
      underWay: sql<boolean>`bool_or(${instalment.state} = 'collecting')`,
    })
    .from(instalment)
    .innerJoin(loan, eq(loan.id, instalment.loanId))
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(person, eq(person.id, loan.borrowerPersonId))
    .where(sql`${instalment.overdueOn} is not null and ${instalment.state} not in ('paid', 'recovered')`)
    .groupBy(loan.id, person.maskedName)
    .orderBy(asc(sql`min(${instalment.dueOn})`), asc(loan.id));
  return rows.map((row) => {
    const daysLate = daysBetween(row.dueOn, ctx.businessDate);
    return { ...row, daysLate, bucket: bucketOf(daysLate) };
  });
}
