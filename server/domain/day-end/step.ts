import { addDays, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

/** `business` goes on whatever the books say: a missing file never holds back a collection. */
export type Lane = 'business' | 'books';

/** What a step came to: how many things it handled, or what it still waits for. */
export type StepResult = { rows: number } | { waitsFor: string };

/** One step of the day end of a business date D. */
export type DayStep = Readonly<{
  name: string;
  lane: Lane;
  /** When it is planned: on D itself (0) or on D + 1, business clock. */
  day: 0 | 1;
  time: '00:00' | '00:10' | '09:10' | '20:00';
  /** By when it is planned to be done, on the same day: what is open then is late. */
  until: `${number}:${number}`;
  /** Harmless when repeated: a run that died in the middle starts the step anew. */
  run: (ctx: DomainContext<SystemActor>, date: PlainDate) => Promise<StepResult>;
}>;

/** The moment of the business clock from which a step of D's day end may run. */
export const plannedAt = (step: Pick<DayStep, 'day' | 'time'>, date: PlainDate): Date =>
  instantAt(addDays(date, step.day), step.time);

/** The moment of the business clock by which a step of D's day end is planned to be done. */
export const plannedUntil = (step: Pick<DayStep, 'day' | 'until'>, date: PlainDate): Date =>
  instantAt(addDays(date, step.day), step.until);
