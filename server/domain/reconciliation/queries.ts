import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';
import {
  type CheckName,
  type CheckState,
  checkResult,
  type ReconciliationState,
  reconciliation,
  reconciliationBreak,
} from '#db/schema/reconciliation.ts';
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

/** The six checks in the order of domain.md section 7: 1 to 6. */
export const CHECKS: readonly CheckName[] = [
  'line-by-line',
  'total-to-total',
  'total-to-detail',
  'in-and-out',
  'summary-and-detail',
  'money-and-information',
];
const byCheck = (left: CheckView, right: CheckView): number => CHECKS.indexOf(left.check) - CHECKS.indexOf(right.check);

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
