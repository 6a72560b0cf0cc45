import { BadInput, type Command } from './command.ts';

/** Loaded only when asked for: schedule, apr and xirr start without a database's driver. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  schedule: () => import('./schedule.ts'),
  apr: () => import('./apr.ts'),
  xirr: () => import('./xirr.ts'),
  invariants: () => import('./invariants.ts'),
  'day-end': () => import('./day-end.ts'),
  'day-end run': () => import('./day-end-run.ts'),
  'day-end files': () => import('./day-end-files.ts'),
  reconcile: () => import('./reconcile.ts'),
  'verify-certificates': () => import('./verify-certificates.ts'),
  seed: () => import('./seed.ts'),
};

type Output = { write: (text: string) => unknown };

/** The longest name that the words begin with: "day-end run" before "day-end". */
function findCommand(words: readonly string[]): { load: () => Promise<{ command: Command }>; args: string[] } {
  for (const length of [2, 1]) {
    const load = COMMANDS[words.slice(0, length).join(' ')];
    if (load && words.length >= length) return { load, args: words.slice(length) };
  }
  throw new BadInput(`no such command; there are ${Object.keys(COMMANDS).join(', ')}`);
}

/**
 * Runs one command: its JSON alone on stdout (indented unless --json is given), progress and errors on stderr.
 * Answers the exit code: 0 good, 2 red or violated, 1 bad input or a failure, told in one line.
 */
export async function run(
  argv: readonly string[],
  stdin: AsyncIterable<Uint8Array | string>,
  stdout: Output,
  stderr: Output,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Promise<number> {
  try {
    const { load, args } = findCommand(argv.filter((word) => word !== '--json'));
    const { command } = await load();
    const { value, good } = await command(args, {
      stdin,
      variables,
      progress: (line) => stderr.write(`${line}\n`),
    });
    stdout.write(`${JSON.stringify(value, null, argv.includes('--json') ? 0 : 2)}\n`);
    return good ? 0 : 2;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    stderr.write(`${message.replace(/\s+/g, ' ').trim()}\n`);
    return 1;
  }
}
