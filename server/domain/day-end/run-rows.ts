import { and, asc, eq, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { instruction } from '#db/schema/custody.ts';
import { dayRun, dayStep } from '#db/schema/operations.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import type { DayStep, StepResult } from './step.ts';

/** Whoever holds the lease runs the day end; the fence tells his writes from those of one who was thought dead. */
export type Held = Readonly<{ date: PlainDate; fence: bigint }>;
export type StepRow = typeof dayStep.$inferSelect;

const LEASE_MS = 30_000;
export const HEARTBEAT_MS = 8_000;

const leaseEnd = (ctx: DomainContext): Date => new Date(ctx.realNow().getTime() + LEASE_MS);

/** The first date without a run: after the last one, else the first on which anything was said to the bank. */
async function firstMissing(tx: Transaction, today: PlainDate): Promise<PlainDate> {
  const [last] = await tx.select({ date: sql<PlainDate | null>`max(${dayRun.businessDate})::text` }).from(dayRun);
  if (last?.date) return addDays(last.date, 1);
  const [first] = await tx
    .select({ date: sql<PlainDate | null>`min(${instruction.businessDate})::text` })
    .from(instruction);
  return first?.date && first.date < today ? first.date : today;
}

/** Makes the run and its steps for every date up to today that has none. */
export async function ensureRuns(ctx: DomainContext, steps: readonly DayStep[]): Promise<void> {
  await transaction(ctx, async (tx) => {
    for (let date = await firstMissing(tx, ctx.businessDate); date <= ctx.businessDate; date = addDays(date, 1)) {
      await tx.insert(dayRun).values({ businessDate: date, state: 'pending', fence: 0n }).onConflictDoNothing();
      await tx
        .insert(dayStep)
        .values(
          steps.map(({ name }, index) => ({
            businessDate: date,
            step: name,
            position: index + 1,
            state: 'pending' as const,
          })),
        )
        .onConflictDoNothing();
    }
  });
}

/** Steps that are not done, of all dates, in the order in which they are to be run. */
export function openSteps(db: Executor): Promise<StepRow[]> {
  return db
    .select()
    .from(dayStep)
    .where(ne(dayStep.state, 'done'))
    .orderBy(asc(dayStep.businessDate), asc(dayStep.position));
}

/**
 * Takes the lease of the earliest run that is not done: whoever holds it runs the steps of all dates, one process at
 * a time. Undefined while another holds it.
 */
export async function takeLease(ctx: DomainContext): Promise<Held | undefined> {
  const [held] = await transaction(ctx, (tx) =>
    tx
      .update(dayRun)
      .set({
        state: 'running',
        leaseUntil: leaseEnd(ctx),
        fence: sql`${dayRun.fence} + 1`,
        startedAt: sql`coalesce(${dayRun.startedAt}, ${ctx.now().toISOString()}::timestamptz)`,
      })
      .where(
        and(
          sql`${dayRun.businessDate} = (select min(run.business_date) from day_run run where run.state <> 'done')`,
          or(isNull(dayRun.leaseUntil), lte(dayRun.leaseUntil, ctx.realNow())),
        ),
      )
      .returning({ date: dayRun.businessDate, fence: dayRun.fence }),
  );
  return held;
}

const heldBy = (held: Held) => and(eq(dayRun.businessDate, held.date), eq(dayRun.fence, held.fence));

/** Keeps the lease. False when it has been lost: another runs the day end now. */
export async function keepLease(ctx: DomainContext, held: Held): Promise<boolean> {
  const kept = await transaction(ctx, (tx) =>
    tx
      .update(dayRun)
      .set({ leaseUntil: leaseEnd(ctx) })
      .where(heldBy(held))
      .returning({ date: dayRun.businessDate }),
  );
  return kept.length > 0;
}

/** Lets go of the lease, if it is still ours. */
export async function releaseLease(ctx: DomainContext, held: Held): Promise<void> {
  await transaction(ctx, (tx) => tx.update(dayRun).set({ leaseUntil: null }).where(heldBy(held)));
}

/** Writes to a step only while the lease is held, so that a late worker's word touches no row; keeps the lease on. */
async function writeStep(ctx: DomainContext, held: Held, row: StepRow, change: Partial<StepRow>): Promise<boolean> {
  const still = ctx.db.$with('still').as(
    ctx.db
      .update(dayRun)
      .set({ leaseUntil: leaseEnd(ctx) })
      .where(heldBy(held))
      .returning({ date: dayRun.businessDate }),
  );
  const written = await transaction(ctx, (tx) =>
    tx
      .with(still)
      .update(dayStep)
      .set(change)
      .where(
        and(
          ...[eq(dayStep.businessDate, row.businessDate), eq(dayStep.step, row.step), ne(dayStep.state, 'done')],
          sql`exists (select 1 from ${still})`,
        ),
      )
      .returning({ step: dayStep.step }),
  );
  return written.length > 0;
}

/** Shows a step as running. */
export const showRunning = (ctx: DomainContext, held: Held, row: StepRow, startedAt: Date): Promise<boolean> =>
  writeStep(ctx, held, row, { state: 'running', startedAt, error: null });

/** Writes what a step came to: done, or why not yet. False when the lease has been lost. */
export function endStep(
  ctx: DomainContext,
  held: Held,
  row: StepRow,
  ended: { result?: StepResult; error?: string; startedAt: Date; elapsedMs: number },
): Promise<boolean> {
  const { result, startedAt, elapsedMs } = ended;
  const times = { startedAt, elapsedMs };
  if (result && 'rows' in result) {
    const { rows } = result;
    return writeStep(ctx, held, row, { ...times, state: 'done', rows, finishedAt: ctx.now(), error: null });
  }
  const error = ended.error ?? (result && 'waitsFor' in result ? result.waitsFor : null);
  return writeStep(ctx, held, row, { ...times, state: 'pending', error });
}

/** Closes every run all of whose steps are done, and marks those that have begun. */
export async function closeRuns(ctx: DomainContext): Promise<void> {
  const at = ctx.now().toISOString();
  await transaction(ctx, async (tx) => {
    await tx.execute(sql`
      update day_run set state = 'running', started_at = coalesce(started_at, ${at}::timestamptz)
      where state = 'pending' and exists (select 1 from day_step s
        where s.business_date = day_run.business_date and s.state <> 'pending')`);
    await tx.execute(sql`
      update day_run set state = 'done', finished_at = ${at}::timestamptz
      where state <> 'done' and not exists (select 1 from day_step s
        where s.business_date = day_run.business_date and s.state <> 'done')`);
  });
}
