import { and, eq, inArray } from 'drizzle-orm';
import { dayRun, dayStep } from '#db/schema/operations.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import type { DayStep } from './step.ts';
import { DAY_STEPS } from './steps.ts';

/** Of a step that is done, it and the books after it are to be made again. Business is never done twice. */
async function reopen(
  tx: Transaction,
  date: PlainDate,
  from: string,
  steps: readonly DayStep[],
): Promise<readonly string[]> {
  const at = steps.findIndex(({ name }) => name === from);
  if (steps[at]?.lane !== 'books') throw new DomainError('INVALID_TRANSITION', `${from} is done and stays done`);
  const books = steps.slice(at).filter(({ lane }) => lane === 'books');
  const reopened = await tx
    .update(dayStep)
    .set({ state: 'pending' })
    .where(
      and(
        ...[eq(dayStep.businessDate, date), eq(dayStep.state, 'done')],
        inArray(
          dayStep.step,
          books.map(({ name }) => name),
        ),
      ),
    )
    .returning({ step: dayStep.step });
  await tx.update(dayRun).set({ state: 'running', finishedAt: null }).where(eq(dayRun.businessDate, date));
  return reopened.map(({ step }) => step);
}

/**
 * Has the day end of a date go on from a step at once: one that is stuck is tried without the rest that workers take
 * in between; of the books one that is done is made again, with all after it. A worker does it within a moment.
 * @returns the steps that are to be made again
 * @throws DomainError FORBIDDEN; NOT_FOUND for a date or step that has no day end; INVALID_TRANSITION for a step whose
 * time has not come or that is running, and for business that is done
 */
export async function retryDayEnd(
  ctx: DomainContext<AdminActor>,
  { date, step }: { date: PlainDate; step: string },
  steps: readonly DayStep[] = DAY_STEPS,
): Promise<{ reopened: readonly string[] }> {
  requireRole(ctx.actor, 'finance', 'administrator');
  return transaction(ctx, async (tx) => {
    const [run] = await tx.select().from(dayRun).where(eq(dayRun.businessDate, date)).for('update');
    const [row] = await tx
      .select()
      .from(dayStep)
      .where(and(eq(dayStep.businessDate, date), eq(dayStep.step, step)));
    if (!run || !row) throw new DomainError('NOT_FOUND', `no step ${step} of ${date}`);
    if (row.state === 'running' || (row.state === 'pending' && row.startedAt === null)) {
      throw new DomainError('INVALID_TRANSITION', `${step} of ${date} is not stuck`);
    }
    const reopened = row.state === 'done' ? await reopen(tx, date, step, steps) : [];
    await tx.update(dayRun).set({ retryAskedAt: ctx.realNow() }).where(eq(dayRun.businessDate, date));
    await recordAudit(tx, ctx, {
      verb: 'retry-day-end',
      objectType: 'day-end',
      objectId: ctx.newId(),
      fromState: row.state,
      toState: 'pending',
      details: { date, step, reopened: reopened.length },
    });
    return { reopened };
  });
}
