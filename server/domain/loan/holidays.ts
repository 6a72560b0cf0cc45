import { asc, gte } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { dayException } from '#db/schema/operations.ts';
import type { product } from '#db/schema/products.ts';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { businessDayFrom, type DayExceptions, NO_SHIFT, type Shift } from './business-days.ts';

/** The days from a date on that are not as their weekday says, the earliest first. */
export const exceptionsFrom = (db: Executor, from: PlainDate) =>
  db.select().from(dayException).where(gte(dayException.day, from)).orderBy(asc(dayException.day));

/** The same, to look days up in. */
export async function readDayExceptions(db: Executor, from: PlainDate): Promise<DayExceptions> {
  return new Map((await exceptionsFrom(db, from)).map(({ day, kind }) => [plainDate(day), kind]));
}

/** How a product treats a due date on a day off, by the calendar as it is known now. */
export async function shiftOf(
  db: Executor,
  sold: Pick<typeof product.$inferSelect, 'holidayShift'>,
  from: PlainDate,
): Promise<Shift> {
  if (sold.holidayShift === 'none') return NO_SHIFT;
  const exceptions = await readDayExceptions(db, from);
  return (dueOn) => businessDayFrom(dueOn, exceptions);
}
