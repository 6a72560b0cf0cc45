import { mintSystem } from '#server/domain/actors.ts';
import { CAUSES, type Cause } from '#server/domain/reconciliation/compare.ts';
import type { DayReconciliation } from '#server/domain/reconciliation/queries.ts';
import { reconcileDay } from '#server/domain/reconciliation/reconcile-day.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { Command } from './command.ts';
import { dateOption } from './options.ts';
import { withWiring } from './portal-access.ts';

const inWords = (cause: string): string => CAUSES[cause as Cause] ?? cause;

/** A day's reconciliation as JSON: amounts as text, causes in words. */
const asJson = ({ date, state, checks, breaks }: DayReconciliation) => ({
  date,
  state,
  checks: checks.map((check) => ({
    check: check.check,
    state: check.state,
    left: toDecimalText(check.left),
    right: toDecimalText(check.right),
    difference: toDecimalText(check.difference),
    breaks: check.breaks,
  })),
  breaks: breaks.map(({ id, check, kind, object, ours, theirs, cause }) => ({
    id,
    check,
    kind,
    object,
    ours,
    theirs,
    cause: inWords(cause),
  })),
});

/** `reconcile --date D`: the bank's files of D against our books, anew; exit 2 unless everything agrees. */
export const command: Command = async (args, input) => {
  const date = dateOption(args, 'date');
  const result = await withWiring(input, async (wiring) => reconcileDay(await wiring.contextFor(mintSystem()), date));
  return { value: asJson(result), good: result.state === 'green' || result.state === 'signed' };
};
