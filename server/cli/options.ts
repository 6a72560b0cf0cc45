import { parseArgs } from 'node:util';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { BadInput } from './command.ts';

/** Reads `--NAME 2026-03-31` and nothing else. Throws BadInput. */
export function dateOption(args: readonly string[], name: string): PlainDate {
  try {
    const { values } = parseArgs({ args: [...args], options: { [name]: { type: 'string' } }, allowPositionals: false });
    const text = values[name];
    if (typeof text !== 'string') throw new BadInput(`give --${name} and a date such as 2026-03-31`);
    return plainDate(text);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(error instanceof Error ? error.message : String(error));
  }
}

/** Throws BadInput when anything was given. */
export function noOptions(args: readonly string[]): void {
  if (args.length > 0) throw new BadInput(`takes no options, got ${args.join(' ')}`);
}
