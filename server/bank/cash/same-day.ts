import { businessDateOf, daysBetween, instantAt, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { fen, formatMoney, type Money } from '#server/primitives/money.ts';
import { Refusal } from '../refusal.ts';

/** When same-day payouts (URGENT, NORMAL_URGENT) are taken, and how much one may be on a holiday. Beijing time. */
export const SAME_DAY = {
  from: '09:00',
  until: '17:00',
  /** ¥50,000: above it the interbank system for small amounts, the only one open on holidays, takes nothing. */
  holidayLimit: fen(5_000_000n),
} as const;

type Stretch = readonly [first: string, last: string];

/** Public holidays by the State Council's notices. In years that are not listed the weekends are the holidays. */
const HOLIDAYS: readonly Stretch[] = [
  ['2025-01-01', '2025-01-01'],
  ['2025-01-28', '2025-02-04'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
  ['2025-10-01', '2025-10-08'],
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
];

/** Weekend days on which the country works in exchange. */
const WORKING_WEEKENDS: ReadonlySet<string> = new Set([
  '2025-01-26',
  '2025-02-08',
  '2025-04-27',
  '2025-09-28',
  '2025-10-11',
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
]);

/** 2024-01-01 was a Monday. */
const A_MONDAY = plainDate('2024-01-01');

const isWeekend = (date: PlainDate): boolean => ((daysBetween(A_MONDAY, date) % 7) + 7) % 7 >= 5;

/** Whether banks are closed on this day. */
export function isHoliday(date: PlainDate): boolean {
  if (HOLIDAYS.some(([first, last]) => first <= date && date <= last)) return true;
  return isWeekend(date) && !WORKING_WEEKENDS.has(date);
}

/**
 * Whether a payout may leave on the day it is asked for.
 * @throws Refusal 100018 outside the office hours, 100021 above the limit of a holiday.
 */
export function checkSameDay(at: Date, amount: Money): void {
  const today = businessDateOf(at);
  const { from, until, holidayLimit } = SAME_DAY;
  if (at < instantAt(today, from) || at >= instantAt(today, until)) {
    throw new Refusal('100018', undefined, `same-day payouts are taken from ${from} to ${until}`);
  }
  if (amount > holidayLimit && isHoliday(today)) {
    throw new Refusal('100021', undefined, `${today}: at most ${formatMoney(holidayLimit)}`);
  }
}
