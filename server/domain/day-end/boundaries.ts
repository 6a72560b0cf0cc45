import { addDays, businessDateOf, instantAt, type PlainDate } from '#server/primitives/calendar.ts';

/** Moments of the day at which the bank or the platform has something to do. */
export const BOUNDARY_TIMES = ['00:00', '00:10', '09:00', '09:10', '20:00'] as const;

/** When an arrival has reached the end of the day before: the float has arrived and its books can be signed. */
const SETTLED_BY = '09:30';

/** Every boundary after `from` up to and with `to`, and `to` itself at the end. */
export function boundariesBetween(from: Date, to: Date): Date[] {
  const stops: Date[] = [];
  for (let date = businessDateOf(from); date <= businessDateOf(to); date = addDays(date, 1)) {
    for (const time of BOUNDARY_TIMES) {
      const at = instantAt(date, time);
      if (at > from && at <= to) stops.push(at);
    }
  }
  if (stops.at(-1)?.getTime() !== to.getTime() && to > from) stops.push(to);
  return stops;
}

/** Where a journey to a date ends: at the same time of day, but not before that morning's day end is through. */
export function arrivalOn(date: PlainDate, now: Date): Date {
  const sinceMidnight = now.getTime() - instantAt(businessDateOf(now)).getTime();
  const sameTime = new Date(instantAt(date).getTime() + sinceMidnight);
  const settled = instantAt(date, SETTLED_BY);
  return sameTime > settled ? sameTime : settled;
}
