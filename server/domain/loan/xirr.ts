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

/** Σ amount × e^(−y·days/365), from the last flow inward (Horner), so that each gap is one multiplication. */
function presentValue(points: readonly Point[], y: Decimal): Decimal {
  const daily = y.div(-DAYS_A_YEAR).exp();
  const factors = new Map<number, Decimal>();
  const factorOf = (days: number): Decimal => {
    const known = factors.get(days) ?? daily.pow(days);
    factors.set(days, known);
    return known;
  };
  let value = new Precise(0);
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = points[index];
    if (!point) continue;
    value = value.plus(point.amount);
    if (index > 0) value = value.times(factorOf(point.gap));
  }
  return value;
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
  const valueAt = (y: Decimal): Decimal => presentValue(points, y);
  const distance = (step: number): Decimal => FIRST_STEP.times(WIDENING.pow(step));
  const further = (step: number) => ({ below: START.minus(distance(step)), above: START.plus(distance(step)) });
  const bracket = bracketAround(valueAt, START, further, STEPS);
  if (!bracket) return null;
  const rate = bracketedRoot(valueAt, bracket, FINEST).exp().minus(1).times(100);
  const text = rate.toFixed(3, Precise.ROUND_HALF_UP);
  return text === '-0.000' ? '0.000' : text;
}
