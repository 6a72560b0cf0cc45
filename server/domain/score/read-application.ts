import { eq, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { divideFloor } from '#server/primitives/division.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { buildSchedule, type ScheduleTerms } from '../loan/schedule.ts';
import type { ScoreInputs } from './inputs.ts';
import type { Report, SourceFacts } from './sources.ts';

type Loan = typeof loan.$inferSelect;
type Product = typeof product.$inferSelect;
type Sourced = Extract<keyof ScoreInputs, `bureau_${string}` | `blacklist${string}` | `payroll_${string}`>;
type OwnInputs = Omit<ScoreInputs, Sourced>;

const FEN_PER_YUAN = 100n;
const MILLION = 1_000_000n;
const MONTHS = 12n;

/** Whole yuan, rounded down. Amounts stay far below what a number holds exactly. */
const yuanOf = (amount: bigint): number => Number(divideFloor(amount, FEN_PER_YUAN));

/** A month's means: declared income, or a twelfth of the declared turnover. */
function incomeOf({ monthlyIncome, annualRevenue }: Loan): bigint | null {
  if (monthlyIncome !== null && monthlyIncome > 0n) return monthlyIncome;
  return annualRevenue !== null && annualRevenue > 0n ? divideFloor(annualRevenue, MONTHS) : null;
}

function firstInstalment(asked: Loan, sold: Product, ctx: DomainContext): Money {
  const length = sold.termUnit === 'month' ? { months: asked.term } : { days: asked.term };
  const terms = {
    amount: asked.amount,
    ratePpm: asked.ratePpm,
    kind: sold.repaymentKind,
    start: ctx.businessDate,
    rounding: sold.instalmentRounding,
    dayCount: sold.dayCount,
    ...length,
  } as ScheduleTerms;
  return buildSchedule(terms).at(0)?.instalment ?? ZERO;
}

type Past = { repaid: number; running: number; open_debt: string; days_late: number };

/** What our own books know of the borrower, whichever of his accounts the other loans are on. */
async function pastOf(db: Executor, ctx: DomainContext, asked: Loan): Promise<Past> {
  const [past] = await db.execute<Past>(sql`
    select count(distinct l.id) filter (where l.state = 'repaid')::int as repaid,
      count(distinct l.id) filter (where l.state in ('settling', 'repaying', 'overdue'))::int as running,
      coalesce(sum(i.principal - i.principal_paid - i.principal_recovered), 0)::text as open_debt,
      coalesce(max(coalesce(i.paid_on, ${ctx.businessDate}::date) - i.due_on)
        filter (where i.overdue_on is not null), 0)::int as days_late
    from loan l left join instalment i on i.loan_id = l.id
    where l.borrower_person_id = ${asked.borrowerPersonId} and l.id <> ${asked.id}`);
  return past ?? { repaid: 0, running: 0, open_debt: '0', days_late: 0 };
}

export type ReadApplication = Readonly<{ asked: Loan; inputs: OwnInputs }>;

/** An application and what the rules may know of it from itself and from our books. @throws DomainError NOT_FOUND */
export async function readApplication(db: Executor, ctx: DomainContext, loanId: Uuid): Promise<ReadApplication> {
  const [row] = await db
    .select({ asked: loan, sold: product })
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .where(eq(loan.id, loanId));
  if (!row) throw new DomainError('NOT_FOUND', 'no such loan');
  const { asked, sold } = row;
  const [past, income] = [await pastOf(db, ctx, asked), incomeOf(asked)];
  const share = income === null ? null : divideFloor(firstInstalment(asked, sold, ctx) * MILLION, income);
  const inputs = {
    amount: yuanOf(asked.amount),
    term: asked.term,
    in_months: sold.termUnit === 'month',
    borrower_kind: asked.borrowerKind,
    collateral: asked.collateralKind,
    guaranteed: asked.guarantorId !== null,
    declared_debt: yuanOf(asked.declaredDebt),
    income_known: income !== null,
    income: income === null ? null : yuanOf(income),
    instalment_to_income_ppm: share === null ? null : Number(share),
    loans_repaid: past.repaid,
    loans_running: past.running,
    open_debt: yuanOf(BigInt(past.open_debt)),
    days_late: past.days_late,
  };
  return { asked, inputs };
}

/** The inputs of the sources: null, and not answered, where one could not be asked. */
export function withReports(inputs: OwnInputs, reports: readonly Report[]): ScoreInputs {
  const said = (source: Report['source']): SourceFacts | null =>
    reports.find((report) => report.source === source)?.facts ?? null;
  const [bureau, blacklist, payroll] = [said('credit-bureau'), said('blacklist'), said('income')];
  return {
    ...inputs,
    bureau_answered: bureau !== null,
    bureau_score: bureau?.score ?? null,
    bureau_enquiries: bureau?.enquiries ?? null,
    bureau_overdue: bureau?.overdue ?? null,
    blacklist_answered: blacklist !== null,
    blacklisted: blacklist?.listed ?? null,
    payroll_answered: payroll !== null,
    payroll_income: payroll?.monthlyYuan ?? null,
  };
}
