import type { PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import {
  closeRuns,
  endStep,
  ensureRuns,
  HEARTBEAT_MS,
  type Held,
  keepLease,
  openSteps,
  releaseLease,
  type StepRow,
  showRunning,
  takeLease,
} from './run-rows.ts';
import { type DayStep, type Lane, plannedAt, type StepResult } from './step.ts';
import { DAY_STEPS } from './steps.ts';

export type Progress = Readonly<{
  /** `busy` while another process runs the day end. */
  kind: 'ran' | 'busy';
  /** Steps that were done now. */
  steps: number;
  /** Why steps whose time has come are not done, by date and step. */
  stuck: readonly Readonly<{ date: PlainDate; step: string; why: string }>[];
}>;

type Ctx = DomainContext<SystemActor>;

const due = (ctx: Ctx, steps: readonly DayStep[], row: StepRow): DayStep | undefined => {
  const step = steps.find(({ name }) => name === row.step);
  return step && plannedAt(step, row.businessDate) <= ctx.now() ? step : undefined;
};

/** A step that is over sooner is not shown as running. */
const SHOWN_AFTER_MS = 250;

/** Shows a step as running once it has taken a moment, and keeps the lease alive while it works on. */
async function whileWorking<Result>(ctx: Ctx, held: Held, row: StepRow, work: () => Promise<Result>): Promise<Result> {
  const startedAt = ctx.now();
  const show = setTimeout(() => void showRunning(ctx, held, row, startedAt).catch(() => {}), SHOWN_AFTER_MS);
  const beat = setInterval(() => void keepLease(ctx, held).catch(() => {}), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearTimeout(show);
    clearInterval(beat);
  }
}

/** Runs one step and writes how it went. Undefined when the lease has been lost meanwhile. */
async function runStep(ctx: Ctx, held: Held, row: StepRow, step: DayStep): Promise<{ why?: string } | undefined> {
  ctx.failpoint(`day-end:${step.name}:begun`);
  const [startedAt, started] = [ctx.now(), performance.now()];
  const ended = async (how: { result?: StepResult; error?: string }): Promise<boolean> =>
    endStep(ctx, held, row, { ...how, startedAt, elapsedMs: Math.round(performance.now() - started) });
  let result: StepResult;
  try {
    result = await whileWorking(ctx, held, row, () => step.run(ctx, row.businessDate));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return (await ended({ error: why })) ? { why } : undefined;
  }
  ctx.failpoint(`day-end:${step.name}:worked`);
  if (!(await ended({ result }))) return undefined;
  return 'waitsFor' in result ? { why: result.waitsFor } : {};
}

/** Which steps may not run: a lane stops at its first step that is not done; business stops for later dates too. */
function makeLanes(): {
  isOpen: (date: PlainDate, lane: Lane) => boolean;
  stop: (date: PlainDate, lane: Lane) => void;
} {
  const stopped = new Set<string>();
  const key = (date: PlainDate, lane: Lane): string => (lane === 'business' ? lane : `${date} ${lane}`);
  return { isOpen: (date, lane) => !stopped.has(key(date, lane)), stop: (date, lane) => stopped.add(key(date, lane)) };
}

async function runHeld(ctx: Ctx, held: Held, steps: readonly DayStep[]): Promise<Omit<Progress, 'kind'>> {
  const lanes = makeLanes();
  const stuck: { date: PlainDate; step: string; why: string }[] = [];
  let done = 0;
  for (const row of await openSteps(ctx.db)) {
    const step = due(ctx, steps, row);
    if (!step || !lanes.isOpen(row.businessDate, step.lane)) continue;
    const ended = await runStep(ctx, held, row, step);
    if (!ended) break;
    if (ended.why === undefined) {
      done += 1;
      continue;
    }
    stuck.push({ date: row.businessDate, step: row.step, why: ended.why });
    lanes.stop(row.businessDate, step.lane);
  }
  return { steps: done, stuck };
}

/**
 * Runs every step of every business date whose time has come by the context's clock, in order, one process at a time:
 * catches up over several days, goes on where a killed run stopped, and does nothing when nothing is due.
 */
export async function runDueSteps(ctx: Ctx, steps: readonly DayStep[] = DAY_STEPS): Promise<Progress> {
  await ensureRuns(ctx, steps);
  const open = await openSteps(ctx.db);
  if (!open.some((row) => due(ctx, steps, row))) return { kind: 'ran', steps: 0, stuck: [] };
  const held = await takeLease(ctx);
  if (!held) return { kind: 'busy', steps: 0, stuck: [] };
  try {
    const progress = await runHeld(ctx, held, steps);
    await closeRuns(ctx);
    return { kind: 'ran', ...progress };
  } finally {
    await releaseLease(ctx, held);
  }
}
