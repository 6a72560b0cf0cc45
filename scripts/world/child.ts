import { type ChildProcess, spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  type WriteStream,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BootError, type Variables } from '#server/environment.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LARGEST_LOG = 20 * 1024 * 1024;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that has run this long and then ends begins again with the short pause. */
const STEADY_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
export type ChildOptions = {
  name: string;
  /** The file that Node runs. */
  program: string;
  variables: Variables;
  logFolder: string;
  /** Told when it ends unasked and is started again, and each line of its output where that was asked for. */
  say: (text: string) => void;
  showOutput?: boolean;
};

/** A process of the product under supervision. */
export type Child = {
  name: string;
  readonly pid: number | undefined;
  /** Starts it and waits until it says that it is ready. @throws BootError with its last words when it ends before. */
  start: () => Promise<void>;
  /** Asks it to end, and ends it when it does not. */
  stop: () => Promise<void>;
};

function openLog(folder: string, name: string): WriteStream {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  if (existsSync(path) && statSync(path).size > LARGEST_LOG) renameSync(path, `${path}.1`);
  return createWriteStream(path, { flags: 'a' });
}

/** The program of one of the product's commands. */
export const programOf = (command: string): string => join(ROOT, 'scripts', `${command}.ts`);

/** The last lines of a log. */
export function lastLines(path: string, count = 15): string {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

function launch(options: ChildOptions, log: WriteStream): ChildProcess {
  const { name, program, variables, showOutput, say } = options;
  const child = spawn(process.execPath, [program], {
    cwd: ROOT,
    env: variables as NodeJS.ProcessEnv,
    // A group of its own: Ctrl-C reaches the supervisor alone, which then stops all in order. The channel closes
    // with the supervisor, however it ends, and the process ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.pipe(log, { end: false });
    if (showOutput)
      stream?.on('data', (chunk: Buffer) => {
        for (const line of chunk.toString().trimEnd().split('\n')) say(`[${name}] ${line}`);
      });
  }
  return child;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Runs a command of the product to its end. @throws BootError with its last words when it fails. */
export async function runToEnd(
  options: ChildOptions,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const log = openLog(options.logFolder, options.name);
  const child = launch(options, log);
  const abort = (): boolean => child.kill('SIGKILL');
  signal?.addEventListener('abort', abort);
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => onLine(chunk.toString().trimEnd().split('\n').at(-1) ?? ''));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  signal?.removeEventListener('abort', abort);
  await new Promise<void>((done) => log.end(() => done()));
  const words = lastLines(join(options.logFolder, `${options.name}.log`));
  if (code !== 0) throw new BootError(`The ${options.name} failed:\n${words}`, []);
}

/** Prepares a process of the product; `start` starts it, and it is started again whenever it ends unasked. */
export function supervise(options: ChildOptions): Child {
  const { name, say, logFolder } = options;
  let current: ChildProcess | undefined;
  let stopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let log: WriteStream | undefined;

  const run = (): ChildProcess => {
    log ??= openLog(logFolder, name);
    const child = launch(options, log);
    const started = performance.now();
    current = child;
    child.once('exit', (code, signal) => {
      if (stopping || current !== child || !wasReady) return;
      if (performance.now() - started > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      say(`! ${name} ended (${signal ?? `code ${code}`}); starting it again in ${pauseMs / 1000} s, see ${name}.log`);
      setTimeout(() => {
        if (!stopping) run();
      }, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
    return child;
  };

  let wasReady = false;
  return {
    name,
    get pid() {
      return current?.pid;
    },
    start: async () => {
      stopping = false;
      wasReady = false;
      const child = run();
      await new Promise<void>((done, fail) => {
        child.once('message', () => done());
        child.once('exit', () => {
          const words = lastLines(join(logFolder, `${name}.log`));
          // Its output may arrive after its end.
          setTimeout(() => fail(new BootError(`The ${name} did not start:\n${words}`, [])), 50);
        });
      });
      wasReady = true;
    },
    stop: async () => {
      stopping = true;
      const child = current;
      if (child && !hasEnded(child)) {
        // Not at its exit but when its output has ended too.
        const closed = new Promise<void>((done) => child.once('close', () => done()));
        child.kill('SIGTERM');
        await Promise.race([closed, delay(STOP_LIMIT_MS, undefined, { ref: false })]);
        if (!hasEnded(child)) child.kill('SIGKILL');
        await closed;
      }
      await new Promise<void>((done) => (log ? log.end(() => done()) : done()));
      log = undefined;
    },
  };
}
