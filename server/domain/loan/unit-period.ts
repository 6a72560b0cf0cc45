import { addMonths, daysBetween, type PlainDate, plainDate } from '#server/primitives/calendar.ts';

/** The interval a transaction's rate is computed for: Regulation Z, Appendix J, (b)(4). */
export type UnitPeriod = { kind: 'months'; months: number } | { kind: 'semimonth' } | { kind: 'days'; days: number };

/** A stretch of time as whole unit-periods and the fraction `odd` ÷ `oddOf` of one more: (b)(5). */
export type UnitSpan = { whole: number; odd: number; oddOf: number };

const ORIGIN_YEAR = 2000;
const dayOfMonth = (date: PlainDate): number => Number.parseInt(date.slice(8), 10);
const monthIndex = (date: PlainDate): number =>
  (Number.parseInt(date.slice(0, 4), 10) - ORIGIN_YEAR) * 12 + Number.parseInt(date.slice(5, 7), 10) - 1;
const dayInMonth = (index: number, day: number): PlainDate =>
  addMonths(plainDate(`${ORIGIN_YEAR}-01-${day.toString().padStart(2, '0')}`), index);
const keepsTo = (date: PlainDate, day: number): boolean => dayInMonth(monthIndex(date), day) === date;

/**
 * The day of the month that a series keeps to where some months are too short for it: 28 Feb, 31 Mar, 30 Apr are
 * month ends; 30 Jan, 28 Feb, 30 Mar are 30ths ((b)(3)(iv)). Undefined when its late days follow no single day.
 */
function anchorOf(payments: readonly PlainDate[], advances: readonly PlainDate[]): number | undefined {
  const late = payments.filter((date) => dayOfMonth(date) >= 28);
  if (late.length === 0) return undefined;
  const candidates = [28, 29, 30, 31].filter((day) => late.every((date) => keepsTo(date, day)));
  return candidates.find((day) => advances.some((date) => keepsTo(date, day))) ?? candidates[0];
}

/** The months of one transaction, all equal, counted back from the later date ((b)(3)(iv), (b)(5)(ii)). */
export type MonthCounter = {
  /** The same day `months` before. */
  before: (later: PlainDate, months: number) => PlainDate;
  /** Full months back from `later` that do not pass `earlier`, and the days that remain. */
  between: (earlier: PlainDate, later: PlainDate) => { months: number; days: number };
};

export function monthCounter(advances: readonly PlainDate[], payments: readonly PlainDate[]): MonthCounter {
  const anchor = anchorOf(payments, advances);
  const before = (later: PlainDate, months: number): PlainDate => {
    const anchored = anchor !== undefined && dayOfMonth(later) >= 28 && keepsTo(later, anchor);
    return dayInMonth(monthIndex(later) - months, anchored ? anchor : dayOfMonth(later));
  };
  const between = (earlier: PlainDate, later: PlainDate): { months: number; days: number } => {
    const apart = monthIndex(later) - monthIndex(earlier);
    const months = apart > 0 && before(later, apart) < earlier ? apart - 1 : apart;
    return { months, days: daysBetween(earlier, before(later, months)) };
  };
  return { before, between };
}

/** Full years back from the later date; what remains in twelfths when it is whole months, else in days of 365. */
function yearsBetween(count: MonthCounter, earlier: PlainDate, later: PlainDate): UnitSpan {
  const { months, days } = count.between(earlier, later);
  const whole = Math.floor(months / 12);
  if (days === 0) return { whole, odd: months % 12, oddOf: 12 };
  return { whole, odd: daysBetween(earlier, count.before(later, whole * 12)), oddOf: 365 };
}

/** Unit-periods between two dates, (b)(5)(ii) to (v). */
export function unitsBetween(unit: UnitPeriod, count: MonthCounter, earlier: PlainDate, later: PlainDate): UnitSpan {
  if (unit.kind === 'days') {
    const days = daysBetween(earlier, later);
    return { whole: Math.floor(days / unit.days), odd: days % unit.days, oddOf: unit.days };
  }
  if (unit.kind === 'months' && unit.months === 12) return yearsBetween(count, earlier, later);
  const { months, days } = count.between(earlier, later);
  if (unit.kind === 'months' && unit.months === 1) return { whole: months, odd: days, oddOf: 30 };
  const length = unit.kind === 'semimonth' ? 15 : 30 * unit.months;
  const equalised = 30 * months + days;
  return { whole: Math.floor(equalised / length), odd: equalised % length, oddOf: length };
}

/** Unit-periods in a year as a fraction: 12 months, 24 semimonths, 52 weeks, 365 days. */
export function unitsAYear(unit: UnitPeriod): { numerator: number; denominator: number } {
  if (unit.kind === 'semimonth') return { numerator: 24, denominator: 1 };
  if (unit.kind === 'months') return { numerator: 12, denominator: unit.months };
  if (unit.days % 7 === 0) return { numerator: 52, denominator: unit.days / 7 };
  return { numerator: 365, denominator: unit.days };
}
