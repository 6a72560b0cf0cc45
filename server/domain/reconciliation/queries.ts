import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';
import {
  type CheckName,
  type CheckState,
  checkResult,
  type ReconciliationState,
  reconciliation,
  reconciliationBreak,
} from '#db/schema/reconciliation.ts';
import { CHECK_NAMES } from '#server/primitives/break-words.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money, minus } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';

export type CheckView = Readonly<{
  check: CheckName;
  state: CheckState;
  left: Money;
  right: Money;
  difference: Money;
  compared: number;
  /** Breaks that are not resolved. */
  breaks: number;
}>;
export type BreakView = typeof reconciliationBreak.$inferSelect;
export type DayReconciliation = Readonly<{
  date: PlainDate;
  /** `incomplete` while a check has not been made. */
  state: ReconciliationState;
  checks: CheckView[];
  /** Found and not resolved, by check and object. `cause` is a key of CAUSES. */
  breaks: BreakView[];
}>;

/** The checks of a business date and what they found; undefined when nothing has been checked yet. */
export async function reconciliationOfDay(
  ctx: Pick<DomainContext, 'db'>,
  date: PlainDate,
): Promise<DayReconciliation | undefined> {
  const [day] = await ctx.db.select().from(reconciliation).where(eq(reconciliation.businessDate, date));
  if (!day) return undefined;
  const results = await ctx.db.select().from(checkResult).where(eq(checkResult.businessDate, date));
  const breaks = await ctx.db
    .select()
    .from(reconciliationBreak)
    .where(and(eq(reconciliationBreak.businessDate, date), ne(reconciliationBreak.state, 'resolved')))
    .orderBy(asc(reconciliationBreak.check), asc(reconciliationBreak.object));
  const checks = results.map(({ check, state, leftFen, rightFen, compared }): CheckView => {
    const [left, right] = [fen(leftFen), fen(rightFen)];
    const count = breaks.filter((found) => found.check === check).length;
    return { check, state, left, right, difference: minus(left, right), compared, breaks: count };
  });
  return { date, state: day.state, checks: checks.sort(byCheck), breaks };
}

const byCheck = (left: CheckView, right: CheckView): number =>
  CHECK_NAMES.indexOf(left.check) - CHECK_NAMES.indexOf(right.check);

/** The state of the reconciliation of each of these dates that has one. */
export async function reconciliationStates(
  ctx: Pick<DomainContext, 'db'>,
  dates: readonly PlainDate[],
): Promise<Map<PlainDate, ReconciliationState>> {
  const rows = await ctx.db
    .select({ date: reconciliation.businessDate, state: reconciliation.state })
    .from(reconciliation)
    .where(inArray(reconciliation.businessDate, [...dates]))
    .orderBy(desc(reconciliation.businessDate));
  return new Map(rows.map(({ date, state }) => [date, state]));
}
