import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { DayReconciliation } from '../reconciliation/queries.ts';
import { reconcileDay } from '../reconciliation/reconcile-day.ts';
import { proposeCorrections } from './propose-corrections.ts';

/**
 * All checks of a date anew, and proposals for what they newly find.
 * @throws DomainError CONFLICT while the bank has no files of that date; UnreadableFile; Error on network failure
 */
export async function rerunDay(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<DayReconciliation> {
  const result = await reconcileDay(ctx, date);
  await proposeCorrections(ctx, date);
  return result;
}
