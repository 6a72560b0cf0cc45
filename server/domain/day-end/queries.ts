import { and, asc, desc, gt, gte, inArray, lte } from 'drizzle-orm';
import { dayRun, dayStep, type RunState, type StepState } from '#db/schema/operations.ts';
import type { ReconciliationState } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import { reconciliationStates } from '../reconciliation/queries.ts';
import { type DayStep, plannedAt, plannedUntil } from './step.ts';
import { DAY_STEPS } from './steps.ts';

export type StepView = Readonly<{
  step: string;
  state: StepState;
  rows: number;
  ms: number | null;
  /** When it may begin and when it did, business clock. */
  plannedAt: Date | null;
  /** By when it was to be done. */
  plannedUntil: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Still open after that moment, or done only then. */
  late: boolean;
  /** Why its last try came to nothing. */
  error: string | null;
  /** What finance may ask for: another try of what is stuck, or the books from here on made again. */
  retry: 'stuck' | 'again' | null;
}>;
export type DayView = Readonly<{
  date: PlainDate;
  state: RunState;
  /** Null while nothing of the day has been compared. */
  reconciliation: ReconciliationState | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  steps: StepView[];
}>;

type Row = typeof dayStep.$inferSelect;

function retryOf(row: Row, known: DayStep | undefined): StepView['retry'] {
  if (row.state === 'pending' && row.startedAt) return 'stuck';
  return row.state === 'done' && known?.lane === 'books' ? 'again' : null;
}

function viewOf(row: Row, now: Date): StepView {
  const known = DAY_STEPS.find(({ name }) => name === row.step);
  const until = known ? plannedUntil(known, row.businessDate) : null;
  return {
    step: row.step,
    state: row.state,
    rows: row.rows,
    ms: row.elapsedMs,
    error: row.error,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    plannedAt: known ? plannedAt(known, row.businessDate) : null,
    plannedUntil: until,
    late: until !== null && (row.state === 'done' ? (row.finishedAt ?? now) : now) > until,
    retry: retryOf(row, known),
  };
}

/** The day ends of a range of business dates with their steps, newest first; the last 31 without a range. */
export async function dayRuns(
  ctx: Pick<DomainContext, 'db' | 'now'>,
  range: { from?: PlainDate; to?: PlainDate; limit?: number } = {},
): Promise<DayView[]> {
  const runs = await ctx.db
    .select()
    .from(dayRun)
    .where(
      and(
        range.from === undefined ? undefined : gte(dayRun.businessDate, range.from),
        range.to === undefined ? undefined : lte(dayRun.businessDate, range.to),
      ),
    )
    .orderBy(desc(dayRun.businessDate))
    .limit(range.limit ?? 31);
  const dates = runs.map((run) => run.businessDate);
  if (dates.length === 0) return [];
  const steps = await ctx.db
    .select()
    .from(dayStep)
    .where(inArray(dayStep.businessDate, dates))
    .orderBy(asc(dayStep.position));
  const states = await reconciliationStates(ctx, dates);
  return runs.map((run) => ({
    date: run.businessDate,
    state: run.state,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    reconciliation: states.get(run.businessDate) ?? null,
    steps: steps.filter((row) => row.businessDate === run.businessDate).map((row) => viewOf(row, ctx.now())),
  }));
}

/** Whether somebody has asked for a retry since a moment of the machine's clock. */
export async function isRetryAsked(ctx: Pick<DomainContext, 'db'>, since: Date): Promise<boolean> {
  const [asked] = await ctx.db
    .select({ date: dayRun.businessDate })
    .from(dayRun)
    .where(gt(dayRun.retryAskedAt, since))
    .limit(1);
  return asked !== undefined;
}
