import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { adoptFiled } from './adopt-filed.ts';
import { concludeFiled } from './ask-about-rest.ts';
import { compareBalances } from './balances.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { compareCommissions } from './commission-lines.ts';
import { fetchCheckFiles } from './fetch-files.ts';
import { compareLines } from './line-by-line.ts';
import { lockDay } from './lock-day.ts';
import { type DayReconciliation, reconciliationOfDay } from './queries.ts';
import { recordOutcomes } from './record-outcome.ts';
import { readHoldings } from './their-holdings.ts';

type Ctx = DomainContext<SystemActor>;

/** The fee lines are compared twice, once in each file; a line that differs in both is one break. */
function joined(lines: CheckOutcome, commissions: CheckOutcome['breaks']): CheckOutcome {
  const known = new Set(lines.breaks.map((found) => found.object));
  const breaks = [...lines.breaks, ...commissions.filter((found) => !known.has(found.object))];
  return { ...lines, breaks, state: breaks.length === 0 ? 'green' : 'red' };
}

/** Check 1 on the staged files, after what they conclude has been concluded. Harmless when repeated. */
export async function reconcileLines(ctx: Ctx, date: PlainDate): Promise<CheckOutcome> {
  await adoptFiled(ctx, date);
  await concludeFiled(ctx, date);
  return transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    const outcome = joined(await compareLines(tx, date), await compareCommissions(tx, date));
    await recordOutcomes(tx, ctx, date, [outcome]);
    return outcome;
  });
}

/**
 * Balances user by user at the end of a date. @returns undefined while the bank has no files of that date
 * @throws UnreadableFile, or Error when the network fails
 */
export async function reconcileBalances(ctx: Ctx, date: PlainDate): Promise<readonly CheckOutcome[] | undefined> {
  const theirs = await readHoldings(ctx, date);
  if (!theirs) return undefined;
  return transaction(ctx, async (tx) => {
    await lockDay(tx, date);
    const outcomes = await compareBalances(tx, date, theirs);
    await recordOutcomes(tx, ctx, date, outcomes);
    return outcomes;
  });
}

/**
 * All checks of a date anew: its files are fetched again, compared, and the result replaces the one before.
 * @throws DomainError CONFLICT while the bank has no files of that date; UnreadableFile; Error on network failure
 */
export async function reconcileDay(ctx: Ctx, date: PlainDate): Promise<DayReconciliation> {
  if ((await fetchCheckFiles(ctx, date)) === undefined)
    throw new DomainError('CONFLICT', `the bank has no files of ${date} yet`, { date });
  await reconcileLines(ctx, date);
  await reconcileBalances(ctx, date);
  const result = await reconciliationOfDay(ctx, date);
  if (!result) throw new Error(`nothing was recorded for ${date}`);
  return result;
}
