import type { DayCount, RepaymentKind, TermUnit } from '#db/schema/products.ts';
import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { divideHalfEven } from '#server/primitives/division.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import { type Fraction, periodRate } from '../loan/schedule.ts';

/** How interest runs on a loan. */
export type InterestTerms = Readonly<{
  ratePpm: RatePpm;
  dayCount: DayCount;
  repaymentKind: RepaymentKind;
  term: number;
  termUnit: TermUnit;
}>;
/** A period of a loan: interest runs from `from` (the first day counts) to `to` (the last does not). */
export type Span = Readonly<{ from: PlainDate; to: PlainDate }>;

/** How many whole months a period has; undefined where the loan runs for days. */
function monthsOf(terms: InterestTerms): number | undefined {
  if (terms.termUnit === 'day') return undefined;
  return terms.repaymentKind === 'bullet' ? terms.term : 1;
}

/** The interest of a whole period on one fen, exactly. */
export const spanRate = (terms: InterestTerms, span: Span): Fraction =>
  periodRate(terms, span.from, span.to, monthsOf(terms));

/** How many of the days of a period have passed on a day inside it, that day not counted, and how many it has. */
function daysElapsed(span: Span, on: PlainDate): Readonly<{ elapsed: bigint; days: bigint }> {
  const [elapsed, days] = [daysBetween(span.from, on), daysBetween(span.from, span.to)];
  if (elapsed < 0 || elapsed >= days) throw new RangeError(`${on} is not inside ${span.from}–${span.to}`);
  return { elapsed: BigInt(elapsed), days: BigInt(days) };
}

/**
 * The interest of a running period to a day inside it, on the whole of what is owed (domain.md, section 2): under 30/360
 * the scheduled interest × days elapsed ÷ days in the period, else principal × rate × days elapsed ÷ days of the year;
 * half-even once.
 * @throws RangeError for a day outside the period
 */
export function interestToDay(
  terms: InterestTerms,
  owed: Readonly<{ principal: Money; scheduledInterest: Money }>,
  span: Span,
  on: PlainDate,
): Money {
  const { elapsed, days } = daysElapsed(span, on);
  if (terms.dayCount === '30/360') return fen(divideHalfEven(owed.scheduledInterest * elapsed, days));
  return interestOnPart(terms, owed.principal, span, on);
}

/** The interest to a day on a part of the principal that is paid back on it: exact, half-even once. @throws RangeError */
export function interestOnPart(terms: InterestTerms, part: Money, span: Span, on: PlainDate): Money {
  const { elapsed, days } = daysElapsed(span, on);
  const whole = spanRate(terms, span);
  return fen(divideHalfEven(part * whole.numerator * elapsed, whole.denominator * days));
}
