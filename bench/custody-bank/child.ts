import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type ChildBank = Readonly<{
  url: string;
  /** The most memory that the process has held so far, in MiB. */
  peakMiB: () => Promise<number>;
  close: () => Promise<void>;
}>;

async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the bank ended with ${code}`);
  });
  const [answer] = await Promise.race([once(child, 'message'), ended]);
  return answer as Answer;
}

/** As `npm run bank` starts it. */
const FLAGS = ['--max-semi-space-size=4'];

/** Starts a bank on a database, in a process of its own. */
export async function startChildBank(databaseUrl: string): Promise<ChildBank> {
  const child = fork(join(import.meta.dirname, 'process.ts'), [databaseUrl], { execArgv: FLAGS });
  const { url } = await answerOf<{ url: string }>(child);
  return {
    url,
    peakMiB: async () => {
      child.send('peak');
      return (await answerOf<{ peakMiB: number }>(child)).peakMiB;
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
