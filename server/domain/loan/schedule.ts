import type { DayCount, InstalmentRounding, RepaymentKind } from '#db/schema/products.ts';
import { addDays, addMonths, daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { divideCeiling, divideHalfEven } from '#server/primitives/division.ts';
import { fen, lesser, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import { PPM, type RatePpm } from '#server/primitives/rate.ts';

/** What a schedule is made from; `start` is the value date. Days are for bullet loans only. */
export type ScheduleTerms = Readonly<{
  amount: Money;
  ratePpm: RatePpm;
  kind: RepaymentKind;
  start: PlainDate;
  rounding: InstalmentRounding;
  dayCount: DayCount;
}> &
  Readonly<{ months: number; days?: undefined } | { days: number; months?: undefined }>;

/** One period: what is paid on `dueOn`, and the principal still owed after it. */
export type ScheduleRow = Readonly<{
  period: number;
  dueOn: PlainDate;
  instalment: Money;
  principal: Money;
  interest: Money;
  balance: Money;
}>;

/** A period's interest on one fen, exactly: numerator ÷ denominator. */
export type Fraction = Readonly<{ numerator: bigint; denominator: bigint }>;
export type Period = Readonly<{ dueOn: PlainDate; rate: Fraction }>;

const LONGEST = { months: 60, days: 365 } as const;
/** Every due date then has a year of four digits, by which dates compare as text. */
const LATEST_START = '9995-01-01';

function requireTerms(terms: ScheduleTerms): void {
  const unit = terms.months === undefined ? 'days' : 'months';
  const length = terms.months ?? terms.days;
  if (!Number.isInteger(length) || length < 1 || length > LONGEST[unit]) {
    throw new RangeError(`a term is 1 to ${LONGEST[unit]} whole ${unit}, got ${length}`);
  }
  if (unit === 'days' && terms.kind !== 'bullet') throw new RangeError('only a bullet loan runs for days');
  if (terms.amount <= 0n) throw new RangeError('the amount must be positive');
  if (terms.ratePpm < 0) throw new RangeError('the rate must not be negative');
  if (terms.start >= LATEST_START) throw new RangeError(`a schedule starts before ${LATEST_START}`);
}

/** The rate of one period: months/12 or days/360 under 30/360, real days over 365 or 360 under ACT. */
export function periodRate(
  terms: Pick<ScheduleTerms, 'ratePpm' | 'dayCount'>,
  from: PlainDate,
  to: PlainDate,
  months: number | undefined,
): Fraction {
  const yearly = BigInt(terms.ratePpm);
  if (terms.dayCount === '30/360' && months !== undefined) {
    return { numerator: yearly * BigInt(months), denominator: PPM * 12n };
  }
  const yearDays = terms.dayCount === 'ACT/365' ? 365n : 360n;
  return { numerator: yearly * BigInt(daysBetween(from, to)), denominator: PPM * yearDays };
}

function periodsOf(terms: ScheduleTerms): Period[] {
  if (terms.kind === 'bullet') {
    const dueOn = terms.months === undefined ? addDays(terms.start, terms.days) : addMonths(terms.start, terms.months);
    return [{ dueOn, rate: periodRate(terms, terms.start, dueOn, terms.months) }];
  }
  let from = terms.start;
  return Array.from({ length: terms.months ?? 0 }, (_, index) => {
    const dueOn = addMonths(terms.start, index + 1);
    const rate = periodRate(terms, from, dueOn, 1);
    from = dueOn;
    return { dueOn, rate };
  });
}

/**
 * The instalment that pays `amount` off over the periods, exactly: amount ÷ Σ over k of Π over j ≤ k of 1 ÷ (1 + rate j).
 * Over the common denominator d, with g = d + numerator, that is amount × Πg ÷ Σ (d^k × Π of the g after k).
 */
function annuity(amount: Money, periods: readonly Period[]): Fraction {
  let product = 1n;
  let sum = 0n;
  let power = 1n;
  for (const { rate } of periods) {
    const growth = rate.denominator + rate.numerator;
    product *= growth;
    power *= rate.denominator;
    sum = sum * growth + power;
  }
  return { numerator: amount * product, denominator: sum };
}

/** What the level part of a row is: the whole instalment, the principal, or nothing before the end. */
export function levelOf(terms: Pick<ScheduleTerms, 'amount' | 'kind' | 'rounding'>, periods: readonly Period[]): Money {
  if (terms.kind === 'interest-first' || terms.kind === 'bullet') return ZERO;
  const exact =
    terms.kind === 'equal-instalment'
      ? annuity(terms.amount, periods)
      : { numerator: terms.amount as bigint, denominator: BigInt(periods.length) };
  const divide = terms.rounding === 'up' ? divideCeiling : divideHalfEven;
  return fen(divide(exact.numerator, exact.denominator));
}

/**
 * Pays an amount off over periods at a level: of equal instalments the whole instalment, of equal principal the
 * principal, else nothing. The last row takes the rest, so Σ principal = amount always; rows after the principal is used
 * up are zero. Interest is half-even to the fen on the outstanding principal.
 */
export function amortise(
  amount: Money,
  periods: readonly Period[],
  { kind, level }: { kind: RepaymentKind; level: Money },
): ScheduleRow[] {
  let balance = amount;
  return periods.map(({ dueOn, rate }, index) => {
    const interest = fen(divideHalfEven(balance * rate.numerator, rate.denominator));
    const wanted = kind === 'equal-instalment' ? minus(level, interest) : level;
    const last = index === periods.length - 1;
    const principal = last ? balance : lesser(wanted > 0n ? wanted : ZERO, balance);
    balance = minus(balance, principal);
    return { period: index + 1, dueOn, instalment: plus(principal, interest), principal, interest, balance };
  });
}

/**
 * The repayment schedule of domain.md, section 2. A bullet loan has one row, any other one a month. Where a long first
 * period's interest would pass the level instalment, the row is that interest alone: a balance never grows.
 * @throws RangeError for an amount that is not positive, a negative rate, or a term out of bounds.
 */
export function buildSchedule(terms: ScheduleTerms): ScheduleRow[] {
  requireTerms(terms);
  const periods = periodsOf(terms);
  return amortise(terms.amount, periods, { kind: terms.kind, level: levelOf(terms, periods) });
}
