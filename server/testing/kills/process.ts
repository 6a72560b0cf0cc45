import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { openWiring } from '../../wiring.ts';
import type { Answer, Order } from './orders.ts';

/** A process of the platform that a test has started. */
export type Process = Readonly<{
  /** Asks for something and waits for the answer; undefined when the process ended instead. */
  ask: (order: Order) => Promise<Answer | undefined>;
  /** How it ended: `SIGKILL`, or `exit 0`. */
  ending: Promise<string>;
  hasEnded: () => boolean;
  /** What it logged as errors. */
  complaints: () => string;
  /** Lets it finish the work in hand and leave. @returns how it ended */
  leave: () => Promise<string>;
  kill: () => void;
}>;

/** The rest of what a child is told when it starts: what `openWiring` takes. */
export type Opening = Parameters<typeof openWiring>;

const launch = (file: string): ChildProcess =>
  spawn(process.execPath, [file], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(file), 'cache') },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });

/**
 * Starts a process and waits until it is open for orders.
 * @throws Error with what it wrote when it does not come up
 */
export async function startProcess(file: string, opening: Opening): Promise<Process> {
  const child = launch(file);
  let written = '';
  child.stderr?.on('data', (chunk) => {
    written += chunk;
  });
  let ended = false;
  const ending = once(child, 'close').then(([code, signal]) => {
    ended = true;
    return signal ? String(signal) : `exit ${code}`;
  });
  const nextMessage = () => Promise.race([once(child, 'message').then(([said]) => said), ending.then(() => undefined)]);
  const ask: Process['ask'] = async (order) => {
    if (ended) return undefined;
    const answered = nextMessage();
    child.send(order, () => {});
    return (await answered) as Answer | undefined;
  };
  const up = nextMessage();
  child.send(opening, () => {});
  if ((await up) !== 'ready') throw new Error(`the process did not start: ${await ending} ${written}`);
  return {
    ask,
    ending,
    hasEnded: () => ended,
    complaints: () => written,
    leave: async () => {
      await ask({ do: 'leave' });
      return ending;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
