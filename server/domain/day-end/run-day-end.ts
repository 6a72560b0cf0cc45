import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { type DayView, dayRuns } from './queries.ts';
import { runDueSteps } from './run-due-steps.ts';

/**
 * Runs what is due of the day end of a business date, with everything due before it: at the start of a worker, after
 * a retry from the desk, or by command. Steps that are done stay done.
 * @returns the day as it then stands
 * @throws DomainError CONFLICT while another process runs the day end, NOT_FOUND for a date that has no day end yet
 */
export async function runDayEnd(ctx: DomainContext<SystemActor>, input: { date: PlainDate }): Promise<DayView> {
  const { kind } = await runDueSteps(ctx);
  if (kind === 'busy') throw new DomainError('CONFLICT', 'the day end is being run by another process');
  const [day] = await dayRuns(ctx, { from: input.date, to: input.date });
  if (!day) throw new DomainError('NOT_FOUND', `no day end of ${input.date}`, { date: input.date });
  return day;
}
