import { parseArgs } from 'node:util';
import { mintSystem } from '#server/domain/actors.ts';
import { type DryRun, dryRun } from '#server/domain/day-end/dry-run.ts';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { BadInput, type Command } from './command.ts';
import { withWiring } from './portal-access.ts';

const asJson = ({ steps, ...run }: DryRun) => ({
  ...run,
  steps: steps.map(({ step, state, plannedAt, plannedUntil, count, amount, error }) => ({
    step,
    state,
    from: plannedAt.toISOString(),
    until: plannedUntil.toISOString(),
    count,
    amount: amount === null ? null : toDecimalText(amount),
    error,
  })),
});

function readOptions(args: readonly string[]): { date?: PlainDate } {
  try {
    const options = { date: { type: 'string' }, 'dry-run': { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    if (!values['dry-run']) throw new BadInput('give --dry-run, or use day-end run or day-end files');
    return values.date === undefined ? {} : { date: plainDate(values.date) };
  } catch (error) {
    throw error instanceof BadInput ? error : new BadInput(error instanceof Error ? error.message : String(error));
  }
}

/** `day-end --dry-run [--date D]`: what the day end of D, else of today, would do now; nothing is written or sent. */
export const command: Command = async (args, input) => {
  const wanted = readOptions(args);
  const run = await withWiring(input, async (wiring) => dryRun(await wiring.contextFor(mintSystem()), wanted));
  return { value: asJson(run), good: true };
};
