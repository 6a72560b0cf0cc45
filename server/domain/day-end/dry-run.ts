import { and, asc, eq, lt, ne } from 'drizzle-orm';
import { dayRun, dayStep } from '#db/schema/operations.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { FORESEEN } from './foresee-steps.ts';
import { plannedAt, plannedUntil } from './step.ts';
import { DAY_STEPS } from './steps.ts';

export type DryStep = Readonly<{
  step: string;
  plannedAt: Date;
  plannedUntil: Date;
  /** Done already, to be done now, or at its time. */
  state: 'done' | 'due' | 'later';
  /** How many things it would handle, or has; null where that follows from the steps before it. */
  count: number | null;
  /** How much money is asked for or charged, where the step is about that. */
  amount: Money | null;
  /** Why its last try came to nothing. */
  error: string | null;
}>;

export type DryRun = Readonly<{
  date: PlainDate;
  /** Days whose ends are not through and come first. */
  before: PlainDate[];
  /** Whether the bank's files of the day have been fetched. */
  filesAreHere: boolean;
  steps: DryStep[];
}>;

const byTheirDates = asc(dayRun.businessDate);

async function foresee(db: Transaction, now: Date, date: PlainDate): Promise<DryRun> {
  const rows = await db.select().from(dayStep).where(eq(dayStep.businessDate, date));
  const open = and(lt(dayRun.businessDate, date), ne(dayRun.state, 'done'));
  const before = await db.select({ date: dayRun.businessDate }).from(dayRun).where(open).orderBy(byTheirDates);
  const steps: DryStep[] = [];
  for (const step of DAY_STEPS) {
    const row = rows.find((known) => known.step === step.name);
    const planned = { plannedAt: plannedAt(step, date), plannedUntil: plannedUntil(step, date) };
    const common = { step: step.name, ...planned, error: row?.error ?? null };
    if (row?.state === 'done') {
      steps.push({ ...common, state: 'done', count: row.rows, amount: null });
      continue;
    }
    const seen = await FORESEEN[step.name]?.({ db }, date);
    const state = planned.plannedAt <= now ? 'due' : 'later';
    steps.push({ ...common, state, count: seen?.count ?? null, amount: seen?.amount ?? null });
  }
  const files = steps.find(({ step }) => step === 'check-files');
  return { date, before: before.map((run) => run.date), filesAreHere: (files?.count ?? 0) > 0, steps };
}

/**
 * What the day end of a business date would do as things stand at this moment, the current one without a date: nothing
 * is said to the bank, and the transaction in which it reads could not write. Money that comes or goes until then
 * changes it.
 */
export const dryRun = (
  ctx: Pick<DomainContext, 'db' | 'now' | 'businessDate'>,
  { date = ctx.businessDate }: { date?: PlainDate } = {},
): Promise<DryRun> =>
  ctx.db.transaction((tx) => foresee(tx, ctx.now(), date), {
    accessMode: 'read only',
    isolationLevel: 'repeatable read',
  });
