import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { MANY_LINES } from './fetch-files.ts';
import { compareInAndOut } from './in-and-out.ts';
import { lockDay } from './lock-day.ts';
import { compareInformation } from './money-and-information.ts';
import { recordOutcomes } from './record-outcome.ts';
import { stageMorning } from './stage-morning.ts';
import { compareStored } from './summary-and-detail.ts';
import { compareCustody, compareTotals } from './totals.ts';

type Ctx = DomainContext<SystemActor>;
type Check = (tx: Transaction, ctx: Ctx, date: PlainDate) => Promise<readonly CheckOutcome[]>;

/** Makes checks of a date on what is staged of it and writes down what they came to. Harmless when repeated. */
const made =
  (check: Check) =>
  (ctx: Ctx, date: PlainDate): Promise<readonly CheckOutcome[]> =>
    transaction(
      ctx,
      async (tx) => {
        await lockDay(tx, date);
        const outcomes = await check(tx, ctx, date);
        await recordOutcomes(tx, ctx, date, outcomes);
        return outcomes;
      },
      MANY_LINES,
    );

/** Checks 2 and 3: total against total, total against detail. */
export const reconcileTotals = made(async (tx, _, date) => [
  await compareTotals(tx, date),
  await compareCustody(tx, date),
]);

/** Check 4: in and out. */
export const reconcileInAndOut = made(async (tx, ctx, date) => [await compareInAndOut(tx, date, ctx.now())]);

/** Check 5: summary and detail. */
export const reconcileStored = made(async (tx) => [await compareStored(tx)]);

/** Check 6: money and information. Makes none while nothing of the bank's side is staged. */
export const reconcileInformation = made(async (tx, _, date) => {
  const outcome = await compareInformation(tx, date);
  return outcome ? [outcome] : [];
});

/**
 * Checks 2 to 6 of a date, on what the bank says of its end now. False before the morning, and while it says nothing.
 * @throws UnreadableFile, or Error when the network fails
 */
export async function reconcileMorning(ctx: Ctx, date: PlainDate): Promise<boolean> {
  if ((await stageMorning(ctx, date)) === undefined) return false;
  for (const reconcile of [reconcileTotals, reconcileInAndOut, reconcileStored, reconcileInformation])
    await reconcile(ctx, date);
  return true;
}
