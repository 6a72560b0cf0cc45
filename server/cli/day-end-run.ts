import { mintSystem } from '#server/domain/actors.ts';
import { type DayView, dayRuns } from '#server/domain/day-end/queries.ts';
import { runDueSteps } from '#server/domain/day-end/run-due-steps.ts';
import { travelTo } from '#server/domain/day-end/travel.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Wiring } from '../wiring.ts';
import { BadInput, type Command } from './command.ts';
import { dateOption } from './options.ts';
import { withWiring } from './portal-access.ts';

const asJson = ({ date, state, reconciliation, steps }: DayView) => ({
  date,
  state,
  reconciliation,
  steps: steps.map(({ step, state, rows, ms }) => ({ step, state, rows, ms })),
});

const isGood = (day: DayView): boolean =>
  day.state === 'done' && (day.reconciliation === 'green' || day.reconciliation === 'signed');

async function runUntil(wiring: Wiring, to: PlainDate, progress: (line: string) => void) {
  const ctx = await wiring.contextFor(mintSystem());
  const from = ctx.businessDate;
  if (to < from) throw new BadInput(`the business date is ${from} already`);
  if (to > from && !ctx.simulator) throw new BadInput(`the business date is ${from}; a real bank's time is its own`);
  if (to === from) await runDueSteps(ctx);
  else await travelTo(ctx, { to }, { onBoundary: (now) => progress(now.toISOString()) });
  const days = await dayRuns(ctx, { from, to: addDays(to, -1), limit: 10_000 });
  return { from, to, days: days.reverse() };
}

/**
 * `day-end run --to D`: runs until the business date is D, moving the simulator too; exit 2 when a day is not done or
 * its reconciliation is not green.
 */
export const command: Command = async (args, input) => {
  const to = dateOption(args, 'to');
  const { from, days } = await withWiring(input, (wiring) => runUntil(wiring, to, input.progress));
  return { value: { from, to, days: days.map(asJson) }, good: days.every(isGood) };
};
