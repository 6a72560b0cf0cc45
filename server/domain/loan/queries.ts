import { and, asc, desc, eq, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { bid, type LoanState, loan } from '#db/schema/loans.ts';
import { enterprise, person } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import { instalment } from '#db/schema/repayments.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { AdminActor, BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { owedSql } from './owed-sql.ts';
import { PUBLIC_STATES } from './rules.ts';

type Reader = Pick<DomainContext, 'db'>;

const money = (text: SQL) => sql`coalesce(${text}, 0)`.mapWith((value: string | number): Money => fen(BigInt(value)));

const investorCount = sql<number>`(select count(distinct ${bid.investorPersonId})::integer from ${bid}
  where ${bid.loanId} = ${loan.id} and ${bid.state} in ('freezing', 'frozen', 'settling', 'settled'))`;

/** Who borrows, as everybody may know: a person masked, a company by the two ends of its name. */
const borrower = sql<string>`coalesce((select left(e.name, 2) || '****' || right(e.name, 2) from ${enterprise} e
  where e.id = ${loan.enterpriseId}), ${person.maskedName})`;

/** What everybody may know of a loan at a glance. `remaining` is what a bid may still take. */
const listed = {
  loanId: loan.id,
  number: loan.number,
  title: loan.title,
  state: loan.state,
  grade: loan.grade,
  amount: loan.amount,
  /** What was listed, where the loan is what was raised of it. */
  listedAmount: loan.listedAmount,
  reserved: loan.reserved,
  frozen: loan.frozen,
  remaining: sql`${loan.amount} - ${loan.reserved}`.mapWith((value: string): Money => fen(BigInt(value))),
  ratePpm: loan.ratePpm,
  term: loan.term,
  termUnit: product.termUnit,
  repaymentKind: product.repaymentKind,
  minimumBid: product.minimumBid,
  bidStep: product.bidStep,
  opensAt: loan.opensAt,
  openedAt: loan.openedAt,
  deadlineAt: loan.deadlineAt,
  fullAt: loan.fullAt,
  createdAt: loan.createdAt,
  investorCount,
};

export type MarketFilter = Readonly<{
  states?: readonly LoanState[];
  repaymentKind?: string;
  grade?: string;
  rateFromPpm?: number;
  /** At most this many days, a month counted as 30. */
  termDaysTo?: number;
  sort?: keyof typeof MARKET_ORDERS;
  /** The last loanId of the page above; only in the order of newest first. */
  before?: Uuid;
  offset?: number;
  limit: number;
}>;

const termDays = sql`${loan.term} * case ${product.termUnit} when 'month' then 30 else 1 end`;

const MARKET_ORDERS = {
  newest: [],
  rate: [desc(loan.ratePpm)],
  term: [asc(termDays)],
  remaining: [desc(sql`${loan.amount} - ${loan.reserved}`)],
} as const;

/** Loans that everybody may see, newest first unless sorted otherwise. */
export function marketLoans(ctx: Reader, filter: MarketFilter) {
  const states = (filter.states ?? PUBLIC_STATES).filter((state) => PUBLIC_STATES.includes(state));
  return ctx.db
    .select(listed)
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .where(
      and(
        inArray(loan.state, [...states]),
        filter.before && lt(loan.id, filter.before),
        filter.repaymentKind ? sql`${product.repaymentKind} = ${filter.repaymentKind}` : undefined,
        filter.grade ? sql`${loan.grade} = ${filter.grade}` : undefined,
        filter.rateFromPpm === undefined ? undefined : sql`${loan.ratePpm} >= ${filter.rateFromPpm}`,
        filter.termDaysTo === undefined ? undefined : sql`${termDays} <= ${filter.termDaysTo}`,
      ),
    )
    .orderBy(...MARKET_ORDERS[filter.sort ?? 'newest'], desc(loan.id))
    .limit(filter.limit)
    .offset(filter.offset ?? 0);
}

/** One loan with the facts of its page. @throws DomainError NOT_FOUND for a loan that is not public. */
export async function loanPage(ctx: Reader, loanId: Uuid) {
  const [row] = await ctx.db
    .select({
      ...listed,
      purpose: loan.purpose,
      borrower,
      productCode: product.code,
      productName: product.name,
      dayCount: product.dayCount,
      instalmentRounding: product.instalmentRounding,
      originationFeePpm: product.originationFeePpm,
      serviceFeePpm: product.serviceFeePpm,
      perInvestorCap: product.perInvestorCap,
      perInvestorCapPpm: product.perInvestorCapPpm,
      holidayShift: product.holidayShift,
      graceDays: product.graceDays,
      penaltyPpmPerDay: product.penaltyPpmPerDay,
      settledAt: loan.settledAt,
      valueDate: loan.valueDate,
      repaidAt: loan.repaidAt,
    })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(person, eq(person.id, loan.borrowerPersonId))
    .where(and(eq(loan.id, loanId), inArray(loan.state, [...PUBLIC_STATES, 'failing', 'failed'])));
  if (!row) throw new DomainError('NOT_FOUND', 'no such loan');
  return row;
}

/** Everything the borrower has asked for, newest first, with what is owed next and in all. */
export async function loansOfBorrower(ctx: DomainContext<BorrowerActor>) {
  const { accountId } = ctx.actor;
  if (!accountId) return [];
  const row = sql`i`;
  const owed = owedSql.all(row, sql`${product.penaltyPpmPerDay}`);
  const unpaid = sql`from ${instalment} i where i.loan_id = ${loan.id} and i.state not in ('paid', 'recovered')`;
  const next = (column: SQL) =>
    sql`(select ${column} ${unpaid} and i.principal + i.interest > 0 order by i.due_on, i.number limit 1)`;
  return ctx.db
    .select({
      ...listed,
      purpose: loan.purpose,
      decisionReason: loan.decisionReason,
      requestedAmount: loan.requestedAmount,
      requestedRatePpm: loan.requestedRatePpm,
      requestedTerm: loan.requestedTerm,
      productId: loan.productId,
      productName: product.name,
      originationFeePpm: product.originationFeePpm,
      dayCount: product.dayCount,
      instalmentRounding: product.instalmentRounding,
      submittedAt: loan.submittedAt,
      settledAt: loan.settledAt,
      valueDate: loan.valueDate,
      repaidAt: loan.repaidAt,
      nextDueOn: sql<string | null>`${next(sql`i.due_on::text`)}`,
      nextAmount: money(next(owed)),
      nextState: sql<string | null>`${next(sql`i.state`)}`,
      /** All that has fallen due and is not paid, penalties in. */
      dueAmount: money(sql`(select sum(${owed}) ${unpaid} and i.state <> 'scheduled')`),
      outstandingPrincipal: money(sql`(select sum(${owedSql.principal(row)}) ${unpaid})`),
    })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .where(eq(loan.borrowerAccountId, accountId))
    .orderBy(desc(loan.id));
}

/** Applications that wait for staff, or for the borrower's answer to an offer; the oldest first. */
export function reviewQueue(ctx: DomainContext<AdminActor>) {
  return ctx.db
    .select({
      ...listed,
      purpose: loan.purpose,
      borrower,
      borrowerPersonId: loan.borrowerPersonId,
      productName: product.name,
      rateMinimumPpm: product.rateMinimumPpm,
      rateMaximumPpm: product.rateMaximumPpm,
      originationFeePpm: product.originationFeePpm,
      dayCount: product.dayCount,
      instalmentRounding: product.instalmentRounding,
      submittedAt: loan.submittedAt,
      decisionReason: loan.decisionReason,
    })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(person, eq(person.id, loan.borrowerPersonId))
    .where(inArray(loan.state, ['submitted', 'reviewing', 'offered']))
    .orderBy(asc(loan.submittedAt), asc(loan.id));
}

/** Loans for staff, in whatever state, newest first; `before` is the last loanId of the page above. */
export function loansForStaff(
  ctx: DomainContext<AdminActor>,
  filter: { states?: readonly LoanState[]; before?: Uuid; limit: number },
) {
  return ctx.db
    .select({ ...listed, borrower, projectNo: loan.projectNo, projectStatus: loan.projectStatus })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(person, eq(person.id, loan.borrowerPersonId))
    .where(and(filter.states && inArray(loan.state, [...filter.states]), filter.before && lt(loan.id, filter.before)))
    .orderBy(desc(loan.id))
    .limit(filter.limit);
}

/** Product versions on sale on a day: the newest of each code that is published and has begun. */
export function productsOnSale(ctx: DomainContext) {
  return ctx.db
    .selectDistinctOn([product.code])
    .from(product)
    .where(and(eq(product.state, 'published'), lte(product.validFrom, ctx.businessDate)))
    .orderBy(product.code, desc(product.version));
}
