import { useFormatter } from 'next-intl';
import type { PlainDate } from '#server/primitives/calendar.ts';

/** A day of business as people write it: 2026年3月31日 in Chinese, 31 Mar 2026 in English. */
export function Day({ value, weekday }: { value: PlainDate; weekday?: boolean }) {
  const format = useFormatter();
  const text = format.dateTime(new Date(`${value}T00:00:00Z`), {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: weekday ? 'short' : undefined,
  });
  return (
    <time dateTime={value} className="num whitespace-nowrap">
      {text}
    </time>
  );
}

/** A moment in Beijing time, to the minute; the second stands in the hover. */
export function Moment({ value, seconds }: { value: Date; seconds?: boolean }) {
  const format = useFormatter();
  const options = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return (
    <time
      dateTime={value.toISOString()}
      title={format.dateTime(value, { dateStyle: 'full', timeStyle: 'medium' })}
      className="num whitespace-nowrap"
    >
      {format.dateTime(value, seconds ? { ...options, second: '2-digit' } : options)}
    </time>
  );
}
