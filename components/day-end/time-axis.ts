import type { DayRunView } from '#components/trpc/outputs.ts';

type StepView = DayRunView['steps'][number];
const HOUR_MS = 3_600_000;
/** Six in the evening of the day itself, before its last collection, and noon of the next: all that is planned. */
const [BEFORE_MIDNIGHT_MS, AFTER_MIDNIGHT_MS] = [6 * HOUR_MS, 18 * HOUR_MS];
/** What was caught up days later is not drawn to scale: its bar stands at the end. */
const AT_MOST_MS = 36 * HOUR_MS;
const TICKS_EVERY_MS = 3 * HOUR_MS;

export type Span = Readonly<{ start: number; width: number }>;
export type Axis = Readonly<{
  /** Where a stretch of time lies, in percent of the axis; at its end when it lies beyond. */
  spanOf: (from: Date, to: Date) => Span;
  ticks: readonly Readonly<{ at: Date; start: number }>[];
  /** Whether a moment lies beyond the axis. */
  isBeyond: (moment: Date) => boolean;
}>;

/** An axis of at least 24 hours around the midnight at which a day ends; longer when the day end took longer. */
export function timeAxis(midnight: Date, steps: readonly StepView[]): Axis {
  const from = midnight.getTime() - BEFORE_MIDNIGHT_MS;
  const last = Math.max(0, ...steps.map(({ finishedAt, startedAt }) => (finishedAt ?? startedAt)?.getTime() ?? 0));
  const wanted = Math.max(BEFORE_MIDNIGHT_MS + AFTER_MIDNIGHT_MS, last - from + HOUR_MS);
  const length = wanted > AT_MOST_MS ? BEFORE_MIDNIGHT_MS + AFTER_MIDNIGHT_MS : wanted;
  const percent = (ms: number): number => Math.min(100, Math.max(0, ((ms - from) * 100) / length));
  const ticks = [];
  for (let at = from; at <= from + length; at += TICKS_EVERY_MS) ticks.push({ at: new Date(at), start: percent(at) });
  return {
    spanOf: (begin, end) => {
      const start = percent(begin.getTime());
      return { start, width: percent(end.getTime()) - start };
    },
    ticks,
    isBeyond: (moment) => moment.getTime() > from + length,
  };
}
