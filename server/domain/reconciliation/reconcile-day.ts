import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { fetchCheckFiles } from './fetch-files.ts';
import { type DayReconciliation, reconciliationOfDay } from './queries.ts';
import { reconcileLines } from './reconcile-lines.ts';
import { reconcileMorning } from './reconcile-morning.ts';

type Ctx = DomainContext<SystemActor>;

/**
 * All checks of a date anew: its files are fetched again, compared, and the result replaces the one before.
 * @throws DomainError CONFLICT while the bank has no files of that date; UnreadableFile; Error on network failure
 */
export async function reconcileDay(ctx: Ctx, date: PlainDate): Promise<DayReconciliation> {
  if ((await fetchCheckFiles(ctx, date)) === undefined)
    throw new DomainError('CONFLICT', `the bank has no files of ${date} yet`, { date });
  await reconcileLines(ctx, date);
  await reconcileMorning(ctx, date);
  const result = await reconciliationOfDay(ctx, date);
  if (!result) throw new Error(`nothing was recorded for ${date}`);
  return result;
}
