import type { InstalmentRounding } from '#db/schema/products.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, minus, plus, sum } from '#server/primitives/money.ts';
import { amortise, levelOf } from '../loan/schedule.ts';
import type { Instalment } from './instalments.ts';
import { type InterestTerms, spanRate } from './interest-to-day.ts';

/** `term` keeps the periods and pays less in each; `instalment` pays as much as before and is done sooner. */
export type Keep = 'term' | 'instalment';

/** A row of the schedule as it will be, beside what it was. */
export type NewRow = Readonly<{
  number: number;
  dueOn: PlainDate;
  principal: Money;
  interest: Money;
  was: Readonly<{ principal: Money; interest: Money }>;
}>;

/**
 * The level at which rows are paid: of the first that pays principal and is not the last, which takes the rest. Where
 * none does, the principal is at the end and nothing is level.
 */
function levelBefore(kind: InterestTerms['repaymentKind'], rows: readonly Instalment[]): Money | undefined {
  const row = rows.slice(0, -1).find(({ principal }) => principal > 0n);
  return row && (kind === 'equal-instalment' ? plus(row.principal, row.interest) : row.principal);
}

/**
 * Lays the running rows of a schedule anew after a part of their principal has been paid back: over the periods as they
 * are, interest on the smaller balance from the start of the running one. Rows that are used up are 0.00; Σ principal
 * is what it was less the part. Where the principal is paid at the end both ways are one.
 * @param rows the running row and those after it, in their order
 * @param from the first day of the running period
 */
export function reschedule(
  terms: InterestTerms & Readonly<{ instalmentRounding: InstalmentRounding }>,
  rows: readonly Instalment[],
  from: PlainDate,
  { part, keep }: Readonly<{ part: Money; keep: Keep }>,
): NewRow[] {
  const kind = terms.repaymentKind;
  const balance = minus(sum(rows.map(({ principal }) => principal)), part);
  const periods = rows.map(({ periodEndsOn }, index) => {
    const start = rows[index - 1]?.periodEndsOn ?? from;
    return { dueOn: periodEndsOn, rate: spanRate(terms, { from: start, to: periodEndsOn }) };
  });
  const anew = levelOf({ amount: balance, kind, rounding: terms.instalmentRounding }, periods);
  const level = keep === 'instalment' ? (levelBefore(kind, rows) ?? anew) : anew;
  const laid = amortise(balance, periods, { kind, level });
  return rows.map((row, index) => {
    const { principal, interest } = laid[index] ?? row;
    return {
      number: row.number,
      dueOn: row.dueOn,
      principal,
      interest,
      was: { principal: row.principal, interest: row.interest },
    };
  });
}
