import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import type { MonthCounter, UnitPeriod } from './unit-period.ts';

/** One interval between two payments, two advances, or the beginning and the first payment. */
type Interval = { days: number; wholeMonths: number | undefined; halfMonth: boolean; first: boolean };

type Candidate = { unit: UnitPeriod; length: number; standard: boolean; members: Set<number> };

function intervalsOf(count: MonthCounter, dates: readonly PlainDate[]): Interval[] {
  const intervals: Interval[] = [];
  for (let index = 1; index < dates.length; index += 1) {
    const [earlier, later] = [dates[index - 1], dates[index]];
    if (earlier === undefined || later === undefined) continue;
    const { months, days } = count.between(earlier, later);
    const length = daysBetween(earlier, later);
    intervals.push({ days: length, wholeMonths: days === 0 ? months : undefined, halfMonth: false, first: false });
    const start = dates[index - 2];
    if (start === undefined || length < 13 || length > 18) continue;
    const pair = count.between(start, later);
    const previous = intervals.at(-2);
    const current = intervals.at(-1);
    if (pair.months !== 1 || pair.days !== 0 || !previous || !current) continue;
    previous.halfMonth = true;
    current.halfMonth = true;
  }
  return intervals;
}

function candidatesOf(intervals: readonly Interval[]): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (name: string, member: number, unit: UnitPeriod, length: number, standard: boolean): void => {
    const candidate = found.get(name) ?? { unit, length, standard, members: new Set() };
    candidate.members.add(member);
    found.set(name, candidate);
  };
  for (const [member, { days, wholeMonths, halfMonth }] of intervals.entries()) {
    if (halfMonth) add('semimonth', member, { kind: 'semimonth' }, 15, true);
    if (wholeMonths !== undefined) {
      const months = Math.min(12, wholeMonths);
      add(`months ${months}`, member, { kind: 'months', months }, 30 * months, true);
    }
    if (days < 365) add(`days ${days}`, member, { kind: 'days', days }, days, days === 1 || days % 7 === 0);
    else if (wholeMonths === undefined) add('months 12', member, { kind: 'months', months: 12 }, 365, true);
  }
  return [...found.values()];
}

/**
 * Whether these stretches of days are, all of them, months by another name: 31 days of July are one month. The stretch
 * before the first payment says nothing about that: a month and a day may have 31 days too.
 */
function isOtherName(candidate: Candidate, others: readonly Candidate[], intervals: readonly Interval[]): boolean {
  if (candidate.unit.kind !== 'days') return false;
  const between = [...candidate.members].filter((member) => !intervals[member]?.first);
  return others.some(
    (other) =>
      (other.unit.kind === 'months' || (other.unit.kind === 'semimonth' && !candidate.standard)) &&
      (between.length > 0 ? between : [...candidate.members]).every((member) => other.members.has(member)),
  );
}

const WEEKS = Array.from({ length: 52 }, (_, index): UnitPeriod => ({ kind: 'days', days: 7 * (index + 1) }));
const MONTHS = Array.from({ length: 12 }, (_, index): UnitPeriod => ({ kind: 'months', months: index + 1 }));
const STANDARD: readonly UnitPeriod[] = [{ kind: 'days', days: 1 }, { kind: 'semimonth' }, ...WEEKS, ...MONTHS];

function lengthOf(unit: UnitPeriod): number {
  if (unit.kind === 'semimonth') return 15;
  if (unit.kind === 'days') return unit.days;
  return unit.months === 12 ? 365 : 30 * unit.months;
}

/** The average of all intervals, rounded to the nearest standard one; when two are as near, the shorter. */
function averageOf(intervals: readonly Interval[]): UnitPeriod {
  const inMonths = intervals.every((interval) => interval.wholeMonths !== undefined);
  const total = intervals.reduce((sum, { days, wholeMonths }) => sum + (inMonths ? 30 * (wholeMonths ?? 0) : days), 0);
  const distance = (unit: UnitPeriod): number => Math.abs(lengthOf(unit) * intervals.length - total);
  const allowed = inMonths ? MONTHS : STANDARD;
  const [nearest] = [...allowed].sort(
    (left, right) => distance(left) - distance(right) || lengthOf(left) - lengthOf(right),
  );
  return nearest ?? { kind: 'months', months: 1 };
}

/**
 * The unit-period of a transaction with more than one payment or advance: the interval that occurs most often, the
 * shorter of two as frequent, never beyond a year ((b)(4)(i)). Dates are distinct and in order, the first advance
 * first. Intervals are those between advances, between payments, and from the beginning to the first payment.
 */
export function commonPeriod(
  advances: readonly PlainDate[],
  payments: readonly PlainDate[],
  count: MonthCounter,
): UnitPeriod {
  const [beginning] = advances;
  const paid = beginning === undefined ? payments : [beginning, ...payments.filter((date) => date > beginning)];
  const [first, ...between] = intervalsOf(count, paid);
  const intervals = [...intervalsOf(count, advances), ...(first ? [{ ...first, first: true }] : []), ...between];
  const candidates = candidatesOf(intervals);
  const [commonest] = candidates
    .filter((candidate) => candidate.members.size > 1 && !isOtherName(candidate, candidates, intervals))
    .sort((left, right) => right.members.size - left.members.size || left.length - right.length);
  return commonest?.unit ?? averageOf(intervals);
}
