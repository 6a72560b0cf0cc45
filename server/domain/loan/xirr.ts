import type { Decimal } from 'decimal.js';
import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import type { Money } from '#server/primitives/money.ts';
import { bracketAround, bracketedRoot, Precise } from './bracketed-root.ts';

/** Money on a day: negative is paid out by the investor, positive comes back. */
export type Flow = Readonly<{ on: PlainDate; amount: Money }>;

const DAYS_A_YEAR = 365;
const START = new Precise('0.1').plus(1).ln();
const FINEST = new Precise('1e-24');
const WIDENING = new Precise('1.3');
const FIRST_STEP = new Precise('0.05');
/** 0.05 × 1.3^52 ≈ 42,000: beyond it a fen would outgrow ten trillion yuan within a day. */
const STEPS = 52;
/** Of the forty digits of a root those that a rate of everyday size leaves over. */
const DIGITS_SPARE = 12;
/** A rate of more digits than these is given with its first forty and noughts. */
const MOST_DIGITS = 4_000;

type Point = { gap: number; amount: Decimal };

/** Flows of one day added up, ordered, each with its distance in days from the one before. */
function pointsOf(flows: readonly Flow[]): Point[] {
  const byDay = new Map<PlainDate, bigint>();
  for (const flow of flows) byDay.set(flow.on, (byDay.get(flow.on) ?? 0n) + flow.amount);
  const days = [...byDay].filter(([, amount]) => amount !== 0n).sort(([left], [right]) => (left < right ? -1 : 1));
  return days.map(([on, amount], index) => {
    const before = days[index - 1];
    return { gap: before ? daysBetween(before[0], on) : 0, amount: new Precise(amount.toString()) };
  });
}

/**
 * Σ amount × daily^days for a day's discount, from the last flow inward (Horner), so that each gap is one
 * multiplication. As precise as `daily` is.
 */
function presentValue(points: readonly Point[], daily: Decimal): Decimal {
  const factors = new Map<number, Decimal>();
  const factorOf = (days: number): Decimal => {
    const known = factors.get(days) ?? daily.pow(days);
    factors.set(days, known);
    return known;
  };
  let value = daily.times(0);
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = points[index];
    if (!point) continue;
    value = value.plus(point.amount);
    if (index > 0) value = value.times(factorOf(point.gap));
  }
  return value;
}

const discountOf = (y: Decimal): Decimal => y.div(-DAYS_A_YEAR).exp();

/**
 * The yearly growth of the root y. Where it has dozens of digits before the point, as after a great gain of one day, the
 * discount of a day is found anew with as many digits more: the rate is a power of it.
 */
function growthAt(points: readonly Point[], y: Decimal): Decimal {
  const digits = Math.ceil(y.toNumber() / Math.LN10);
  if (digits < DIGITS_SPARE || digits > MOST_DIGITS) return y.exp();
  const Sharp = Precise.clone({ precision: Precise.precision + digits });
  const [near, error] = [new Sharp(discountOf(y)), new Sharp('1e-30')];
  const bracket = { low: near.minus(near.times(error)), high: near.plus(near.times(error)) };
  const finest = near.times(new Sharp(10).pow(-digits - DIGITS_SPARE));
  return bracketedRoot((daily) => presentValue(points, daily), bracket, finest).pow(-DAYS_A_YEAR);
}

/**
 * The investor's yearly rate of return, ACT/365 from the first flow: the r of Σ amount ÷ (1 + r)^(days/365) = 0, in
 * percent with three decimals ("37.336"). Of several roots the one nearest to 10 % is given, as spreadsheets do.
 * Null when there is none: flows of one sign, or all on one day.
 */
export function xirrPercent(flows: readonly Flow[]): string | null {
  const points = pointsOf(flows);
  const signs = new Set(points.map((point) => point.amount.isNegative()));
  if (signs.size < 2) return null;
  const valueAt = (y: Decimal): Decimal => presentValue(points, discountOf(y));
  const distance = (step: number): Decimal => FIRST_STEP.times(WIDENING.pow(step));
  const further = (step: number) => ({ below: START.minus(distance(step)), above: START.plus(distance(step)) });
  const bracket = bracketAround(valueAt, START, further, STEPS);
  if (!bracket) return null;
  const rate = growthAt(points, bracketedRoot(valueAt, bracket, FINEST))
    .minus(1)
    .times(100);
  const text = rate.toFixed(3, Precise.ROUND_HALF_UP);
  return text === '-0.000' ? '0.000' : text;
}
