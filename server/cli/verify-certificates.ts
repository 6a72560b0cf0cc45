import { parseArgs } from 'node:util';
import { verifyCertificates } from '#server/domain/reconciliation/verify-certificates.ts';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { BadInput, type Command } from './command.ts';
import { withPool } from './portal-access.ts';

function rangeOf(args: readonly string[]): { from?: PlainDate; to?: PlainDate } {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    return { from: values.from ? plainDate(values.from) : undefined, to: values.to ? plainDate(values.to) : undefined };
  } catch (error) {
    throw new BadInput(error instanceof Error ? error.message : String(error));
  }
}

/**
 * `verify-certificates [--from D] [--to D]`: every certificate against itself, its chain, the audit trail and its
 * day as it stands in the database; exit 2 when anything was changed afterwards.
 */
export const command: Command = async (args, input) => {
  const range = rangeOf(args);
  const { good, certificates, last, findings } = await withPool(input, (pool) => verifyCertificates(pool, range));
  for (const { date, version, kind, part } of findings)
    input.progress([date, version === null ? '' : `v${version}`, kind, part ?? ''].filter(Boolean).join(' '));
  return { value: { good, certificates, last, findings }, good };
};
