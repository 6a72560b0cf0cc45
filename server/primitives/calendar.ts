import { Temporal } from 'temporal-polyfill';

/** The bank's and the platform's business days are Beijing days. */
export const BUSINESS_ZONE = 'Asia/Shanghai';

/** A day of business, "2026-03-31": no time, no zone. Compares and sorts as text. */
declare const plainDateBrand: unique symbol;
export type PlainDate = string & { readonly [plainDateBrand]: 'date' };

/** Reads "2026-03-31". Throws RangeError for a day that does not exist. */
export function plainDate(text: string): PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`not a date: ${text.slice(0, 40)}`);
  return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as PlainDate;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as PlainDate;
}

/** The same day of the month `months` later, or the month's last: 31 Jan + 1 → 28 Feb. Count from the anchor, not in steps. */
export function addMonths(anchor: PlainDate, months: number): PlainDate {
  return Temporal.PlainDate.from(anchor).add({ months }).toString() as PlainDate;
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** Whether a day is a Saturday or a Sunday. */
export const isWeekend = (date: PlainDate): boolean => Temporal.PlainDate.from(date).dayOfWeek > 5;

function inBusinessZone(instant: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(BUSINESS_ZONE);
}

/** The business date an instant falls on. */
export function businessDateOf(instant: Date): PlainDate {
  return inBusinessZone(instant).toPlainDate().toString() as PlainDate;
}

/** The instant of a wall-clock time ("09:10", "00:00:05") on a business date. */
export function instantAt(date: PlainDate, time = '00:00'): Date {
  const zoned = Temporal.PlainDate.from(date).toZonedDateTime({
    timeZone: BUSINESS_ZONE,
    plainTime: Temporal.PlainTime.from(time),
  });
  return new Date(zoned.epochMilliseconds);
}

/** yyyyMMddHHmmss in Beijing time: the wire's and the check files' timestamp. */
export function toWireTimestamp(instant: Date): string {
  return inBusinessZone(instant).toPlainDateTime().toString({ smallestUnit: 'second' }).replace(/\D/g, '');
}

/** Reads yyyyMMddHHmmss. Throws RangeError for anything else. */
export function fromWireTimestamp(text: string): Date {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) throw new RangeError(`not a timestamp: ${text.slice(0, 40)}`);
  const [, year, month, day, hour, minute, second] = match;
  return instantAt(plainDate(`${year}-${month}-${day}`), `${hour}:${minute}:${second}`);
}

/** yyyyMMdd, as file names and `fileDate` have it. */
export const toWireDate = (date: PlainDate): string => date.replaceAll('-', '');

/** Reads yyyyMMdd. Throws RangeError for anything else. */
export function fromWireDate(text: string): PlainDate {
  return plainDate(text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
}
