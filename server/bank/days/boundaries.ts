import { addDays, businessDateOf, instantAt, type PlainDate } from '#server/primitives/calendar.ts';

/** The moments of the bank's day at which something is due, in their order. */
export const STEPS = ['00:00', '00:10', '09:00', '09:10'] as const;
export type Step = (typeof STEPS)[number];

/** A boundary, and the day that it closes a part of: the day before. */
export type Boundary = { at: Date; step: Step; date: PlainDate };

/** The first boundary after a moment. */
export function nextBoundary(after: Date): Boundary {
  const today = businessDateOf(after);
  for (const day of [today, addDays(today, 1)]) {
    for (const step of STEPS) {
      const at = instantAt(day, step);
      if (at > after) return { at, step, date: addDays(day, -1) };
    }
  }
  throw new Error('a day without boundaries');
}
