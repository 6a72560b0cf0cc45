import { addDays, isWeekend, type PlainDate } from '#server/primitives/calendar.ts';

/** Days that are not as their weekday says. */
export type DayExceptions = ReadonlyMap<PlainDate, 'off' | 'work'>;

/** Whether business is done on a day: a weekday that is no holiday, or a weekend's day that is worked. */
export const isBusinessDay = (day: PlainDate, exceptions: DayExceptions): boolean =>
  (exceptions.get(day) ?? (isWeekend(day) ? 'off' : 'work')) === 'work';

/** A year of days off in a row is a mistake in the calendar. */
const LONGEST_BREAK = 366;

/** The day itself if business is done on it, else the next one. @throws RangeError when there is none within a year */
export function businessDayFrom(day: PlainDate, exceptions: DayExceptions): PlainDate {
  let found = day;
  for (let ahead = 0; ahead < LONGEST_BREAK; ahead += 1) {
    if (isBusinessDay(found, exceptions)) return found;
    found = addDays(found, 1);
  }
  throw new RangeError(`no day of business within a year of ${day}`);
}

/** Moves a due date as a product says: its interest and its anchor stay what they are. */
export type Shift = (dueOn: PlainDate) => PlainDate;
export const NO_SHIFT: Shift = (dueOn) => dueOn;
