import type { Decimal } from 'decimal.js';
import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Money } from '#server/primitives/money.ts';
import { bracketAround, bracketedRoot, Precise } from './bracketed-root.ts';
import { commonPeriod } from './common-period.ts';
import { monthCounter, type UnitSpan, unitsAYear, unitsBetween } from './unit-period.ts';

/** Money that passes between lender and borrower on a day; always positive. */
export type Transfer = Readonly<{ on: PlainDate; amount: Money }>;
export type Credit = Readonly<{ advances: readonly Transfer[]; payments: readonly Transfer[] }>;

/** An amount at its distance from the beginning in unit-periods; advances are negative. */
type Timed = { amount: Decimal; span: UnitSpan };

const FINEST = new Precise('1e-20');
const SMALLEST_STEP = new Precise('0.001');
/** 0.001 × 1.5^130 ≈ 10^20: a fen for a trillion yuan is within it, on either side. */
const STEPS = 130;

const datesOf = (transfers: readonly Transfer[]): PlainDate[] =>
  [...new Set(transfers.map((transfer) => transfer.on))].sort();

/** One advance and one payment: the unit-period is the term, at most a year ((b)(4)(ii), (b)(5)(vi) and (vii)). */
function singlePaymentSpan(beginning: PlainDate, end: PlainDate) {
  const count = monthCounter([beginning], [end]);
  const { months, days } = count.between(beginning, end);
  if (months >= 12) {
    const year = { kind: 'months', months: 12 } as const;
    return { unitsPerYear: new Precise(1), span: unitsBetween(year, count, beginning, end) };
  }
  const term = days === 0 ? new Precise(12).div(months) : new Precise(365).div(daysBetween(beginning, end));
  return { unitsPerYear: term, span: { whole: 1, odd: 0, oddOf: 1 } };
}

function onTimeline({ advances, payments }: Credit): { timed: Timed[]; unitsPerYear: Decimal } {
  const [advanced, paid] = [datesOf(advances), datesOf(payments)];
  const [beginning, end] = [advanced[0], paid[0]];
  if (beginning === undefined || end === undefined) throw refused('needs at least one advance and one payment');
  if (end < beginning) throw refused('a payment stands before the first advance');
  if (paid.at(-1) === beginning) throw refused('the last payment is on the day of the first advance');
  const signed = [
    ...advances.map(({ on, amount }) => ({ on, amount: new Precise(amount.toString()).negated() })),
    ...payments.map(({ on, amount }) => ({ on, amount: new Precise(amount.toString()) })),
  ];
  const later = paid.filter((date) => date > beginning);
  const [only] = later;
  if (advanced.length === 1 && later.length === 1 && only !== undefined) {
    const { unitsPerYear, span } = singlePaymentSpan(beginning, only);
    const atOnce: UnitSpan = { whole: 0, odd: 0, oddOf: 1 };
    return { unitsPerYear, timed: signed.map(({ on, amount }) => ({ amount, span: on === only ? span : atOnce })) };
  }
  const count = monthCounter(advanced, paid);
  const unit = commonPeriod(advanced, paid, count);
  const { numerator, denominator } = unitsAYear(unit);
  return {
    unitsPerYear: new Precise(numerator).div(denominator),
    timed: signed.map(({ on, amount }) => ({ amount, span: unitsBetween(unit, count, beginning, on) })),
  };
}

/** Σ amount ÷ ((1 + odd·i)(1 + i)^whole), the general equation (b)(8), payments less advances. */
function unpaid(timed: readonly Timed[], rate: Decimal): Decimal {
  const growth = rate.plus(1);
  const powers = new Map<number, Decimal>();
  const powerOf = (whole: number): Decimal => {
    const known = powers.get(whole) ?? growth.pow(whole);
    powers.set(whole, known);
    return known;
  };
  return timed.reduce((total, { amount, span }) => {
    const odd = rate.times(span.odd).div(span.oddOf).plus(1);
    return total.plus(amount.div(odd.times(powerOf(span.whole))));
  }, new Precise(0));
}

const refused = (message: string): DomainError => new DomainError('INPUT_INVALID', message);

/**
 * The annual percentage rate of Regulation Z, Appendix J, by the actuarial method: the unit-period rate times the
 * unit-periods in a year, in percent, half-up to two decimals ("9.69"). Single or several advances, odd periods
 * and irregular payments; spans are counted back from the later date. Less repaid than advanced gives a rate below
 * zero.
 * @throws DomainError INPUT_INVALID when there is no advance or payment, a payment comes first, or no rate solves it.
 */
export function aprPercent(credit: Credit): string {
  const { timed, unitsPerYear } = onTimeline(credit);
  const valueAt = (rate: Decimal): Decimal => unpaid(timed, rate);
  const further = (step: number) => {
    const above = SMALLEST_STEP.times(new Precise('1.5').pow(step));
    return { above, below: above.negated().div(above.plus(1)) };
  };
  const bracket = bracketAround(valueAt, new Precise(0), further, STEPS);
  if (!bracket) throw refused('no rate makes these payments equal these advances');
  const percent = bracketedRoot(valueAt, bracket, FINEST).times(unitsPerYear).times(100);
  const text = percent.toFixed(2, Precise.ROUND_HALF_UP);
  return text === '-0.00' ? '0.00' : text;
}
