import { and, eq, ne, sql } from 'drizzle-orm';
import {
  checkResult,
  type ReconciliationState,
  reconciliation,
  reconciliationBreak,
} from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import { CHECK_NAMES } from '#server/primitives/break-words.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';

/**
 * What a day is: red while a difference is open; signed when a check still finds one and two people have answered for
 * all of them; green when no check finds any; incomplete until all six have been made, or are not offered by the bank.
 */
async function stateOf(tx: Transaction, date: PlainDate): Promise<ReconciliationState> {
  const results = await tx.select().from(checkResult).where(eq(checkResult.businessDate, date));
  const [open] = await tx
    .select({ count: sql<number>`count(*)::integer` })
    .from(reconciliationBreak)
    .where(and(eq(reconciliationBreak.businessDate, date), ne(reconciliationBreak.state, 'resolved')));
  const red = results.some((result) => result.state === 'red');
  if (open && open.count > 0) return 'red';
  const made = new Set(results.map((result) => result.check));
  if (CHECK_NAMES.some((check) => !made.has(check))) return red ? 'red' : 'incomplete';
  return red ? 'signed' : 'green';
}

/** Writes down what the checks of a date and the answers to their breaks come to as a whole. */
export async function writeDayState(
  tx: Transaction,
  ctx: Pick<DomainContext, 'now'>,
  date: PlainDate,
): Promise<ReconciliationState> {
  const result = { state: await stateOf(tx, date), finishedAt: ctx.now() };
  await tx
    .insert(reconciliation)
    .values({ businessDate: date, ...result })
    .onConflictDoUpdate({ target: reconciliation.businessDate, set: result });
  return result.state;
}
