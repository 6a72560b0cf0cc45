import { checkInvariants } from '#server/domain/ledger/invariants.ts';
import type { Command } from './command.ts';
import { noOptions } from './options.ts';
import { withPool } from './portal-access.ts';

/** `invariants`: the books checked against themselves; exit 2 when one is violated. */
export const command: Command = async (args, input) => {
  noOptions(args);
  const report = await withPool(input, checkInvariants);
  return { value: report, good: report.ok };
};
