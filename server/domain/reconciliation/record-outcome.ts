import { checkResult } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { writeDayState } from './day-state.ts';
import { replaceBreaks } from './replace-breaks.ts';

/** Writes what the checks came to, replacing what an earlier run of the same checks said. Harmless when repeated. */
export async function recordOutcomes(
  tx: Transaction,
  ctx: DomainContext,
  date: PlainDate,
  outcomes: readonly CheckOutcome[],
): Promise<void> {
  for (const outcome of outcomes) {
    const { check, state, left, right, compared } = outcome;
    const values = { state, leftFen: left as bigint, rightFen: right as bigint, compared };
    await tx
      .insert(checkResult)
      .values({ businessDate: date, check, ...values })
      .onConflictDoUpdate({ target: [checkResult.businessDate, checkResult.check], set: values });
    await replaceBreaks(tx, ctx, date, outcome);
  }
  await writeDayState(tx, ctx, date);
}
