import { asc, eq, max } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { type PrepaymentRule, product } from '#db/schema/products.ts';
import { collectionItem, instalment } from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Instalment } from './instalments.ts';
import type { PrepaymentTerms } from './prepayment-quote.ts';

/** A loan that is being repaid, as far as paying it early depends on it. */
export type EarlyLoan = Readonly<{
  terms: PrepaymentTerms;
  rule: PrepaymentRule;
  rows: readonly Instalment[];
  /** The number of a row that a payment ahead of the schedule would make. */
  nextNumber: number;
}>;

/** The terms that the loan's version of its product sets for paying early. @throws DomainError NOT_FOUND, NOTHING_DUE */
export async function earlyTermsOf(db: Executor, loan: Loan): Promise<Pick<EarlyLoan, 'rule' | 'terms'>> {
  const [sold] = await db
    .select({
      rule: product.prepayment,
      repaymentKind: product.repaymentKind,
      termUnit: product.termUnit,
      dayCount: product.dayCount,
      instalmentRounding: product.instalmentRounding,
      graceDays: product.graceDays,
      penaltyPpmPerDay: product.penaltyPpmPerDay,
      allocationOrder: product.allocationOrder,
      prepaymentFeePpm: product.prepaymentFeePpm,
      prepaymentFeeInvestorPpm: product.prepaymentFeeInvestorPpm,
    })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  if (loan.valueDate === null) throw new DomainError('NOTHING_DUE', 'the loan has not been paid out');
  const { rule, ...terms } = sold;
  return { rule, terms: { ...terms, ratePpm: loan.ratePpm, term: loan.term, valueDate: loan.valueDate } };
}

/** All rows of a loan, in their order. */
export const rowsOfLoan = (db: Executor, loanId: Loan['id']): Promise<Instalment[]> =>
  db.select().from(instalment).where(eq(instalment.loanId, loanId)).orderBy(asc(instalment.number));

/**
 * Reads what paying a loan early depends on. A number that an earlier attempt has used is not used again.
 * @throws DomainError NOTHING_DUE when nothing of it is being repaid
 */
export async function readEarlyLoan(db: Executor, loan: Loan): Promise<EarlyLoan> {
  const known = await earlyTermsOf(db, loan);
  if ((loan.state !== 'repaying' && loan.state !== 'overdue') || loan.projectStatus !== 'REPAYING') {
    throw new DomainError('NOTHING_DUE', `the loan is ${loan.state}`);
  }
  const rows = await rowsOfLoan(db, loan.id);
  const [tried] = await db
    .select({ last: max(collectionItem.instalmentNumber) })
    .from(collectionItem)
    .where(eq(collectionItem.loanId, loan.id));
  return { ...known, rows, nextNumber: Math.max(rows.at(-1)?.number ?? 0, tried?.last ?? 0) + 1 };
}

/** The last day that a quote can be for: the loan's end, or today when that has passed. */
export function lastQuotableDay({ rows }: Pick<EarlyLoan, 'rows'>, today: PlainDate): PlainDate {
  return rows.reduce((last, row) => (row.state === 'scheduled' && row.dueOn > last ? row.dueOn : last), today);
}

/**
 * Refuses what the product does not allow, and days that no quote is for.
 * @throws DomainError PREPAYMENT_NOT_ALLOWED, INPUT_INVALID
 */
export function requireQuotable(
  early: EarlyLoan,
  { on, today, part }: Readonly<{ on: PlainDate; today: PlainDate; part: boolean }>,
): void {
  if (early.rule === 'none' || (part && early.rule !== 'partial')) {
    throw new DomainError('PREPAYMENT_NOT_ALLOWED', 'the product does not allow it', { rule: early.rule });
  }
  if (on < today || on > lastQuotableDay(early, today)) {
    throw new DomainError('INPUT_INVALID', 'a quote is for a day from today to the end of the loan');
  }
}
