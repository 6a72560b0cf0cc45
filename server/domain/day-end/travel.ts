import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { arrivalOn, boundariesBetween } from './boundaries.ts';
import { type JourneyOptions, type NextStop, travelThrough } from './travel-through.ts';

type Ctx = DomainContext<SystemActor>;

export type Destination = Readonly<{ to: PlainDate }> | Readonly<{ advanceDays: number }>;

function arrivalOf(ctx: Ctx, destination: Destination): Date {
  const { businessDate } = ctx;
  const to = 'to' in destination ? destination.to : addDays(businessDate, destination.advanceDays);
  if (to < businessDate) throw new DomainError('INPUT_INVALID', 'time does not travel back', { field: 'to' });
  return to === businessDate ? ctx.now() : arrivalOn(to, ctx.now());
}

/**
 * Travels to a business date, boundary by boundary, each day with its own day end; arrives at the same time of day, not
 * before 09:30. How far it has come stands in the rows of the day runs.
 * @returns the business date arrived at
 * @throws DomainError as `travelThrough`, and INPUT_INVALID for a day past
 */
export async function travelTo(
  ctx: Ctx,
  destination: Destination,
  options: JourneyOptions = {},
): Promise<{ date: PlainDate }> {
  const stops = boundariesBetween(ctx.now(), arrivalOf(ctx, destination));
  // One that has come by itself while the stop before was worked at is not passed again.
  const nextStop: NextStop = (there) => stops.find((stop) => stop > there.now());
  const { businessDate } = await travelThrough(ctx, nextStop, options);
  return { date: businessDate };
}
