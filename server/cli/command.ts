/** What a command gives back: the JSON for stdout, and whether all is well (exit 0) or red (exit 2). */
export type CommandResult = { value: unknown; good: boolean };

/** The world outside a command: bytes in, the variables it reads its settings from, progress for people. */
export type CommandInput = {
  stdin: AsyncIterable<Uint8Array | string>;
  variables: Readonly<Record<string, string | undefined>>;
  progress: (line: string) => void;
};

/** `args` is what follows the command's own words, `--json` taken out. */
export type Command = (args: readonly string[], input: CommandInput) => Promise<CommandResult>;

/** Input that cannot be worked with: one line on stderr, exit 1, nothing on stdout. */
export class BadInput extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadInput';
  }
}
