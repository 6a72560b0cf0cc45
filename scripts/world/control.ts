import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Variables } from '#server/environment.ts';
import { isRunning, ownMark, type ProcessMark } from '../postgres/processes.ts';

/** What DATA_DIR/run.json tells about the running supervisor; only its owner can read it. */
export type Running = {
  mark: ProcessMark;
  controlPort: number;
  token: string;
  portalUrl: string;
  bankUrl: string | undefined;
  /** What the processes were started with, as far as it names places: ports may differ from the defaults. */
  variables: Variables;
};

const fileOf = (dataDir: string): string => join(dataDir, 'run.json');

/** The supervisor that runs on the data folder, undefined when there is none. */
export function runningOn(dataDir: string): Running | undefined {
  try {
    const running = JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as Running;
    return isRunning(running.mark) ? running : undefined;
  } catch {
    return undefined;
  }
}

/** The environment of a command beside a running supervisor: places as they are there, all else as given. */
export function besideRunning(given: Variables, dataDir: string): Variables {
  return { ...given, ...runningOn(dataDir)?.variables };
}

/** Asks the supervisor for something and waits until it is done. @throws Error with what went wrong there. */
export async function ask(running: Running, request: 'reset'): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${running.controlPort}/${request}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${running.token}` },
    signal: AbortSignal.timeout(120_000),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

export type Control = {
  /** Writes run.json. */
  announce: (told: Omit<Running, 'mark' | 'controlPort' | 'token'>) => void;
  close: () => void;
};

/** Listens on loopback for requests of this data folder's own commands. */
export async function openControl(
  dataDir: string,
  requests: Readonly<Record<string, () => Promise<void>>>,
): Promise<Control> {
  const token = randomBytes(18).toString('base64url');
  const server = createServer(async (request, response) => {
    const work = requests[request.url?.slice(1) ?? ''];
    if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(403).end();
    else if (request.method !== 'POST' || !work) response.writeHead(404).end();
    else
      await work().then(
        () => response.end('done'),
        (error: Error) => response.writeHead(500).end(error.message),
      );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  const address = server.address();
  const controlPort = typeof address === 'object' && address ? address.port : 0;
  return {
    announce: (told) =>
      writeFileSync(fileOf(dataDir), JSON.stringify({ mark: ownMark(), controlPort, token, ...told }, null, 2), {
        mode: 0o600,
      }),
    close: () => {
      rmSync(fileOf(dataDir), { force: true });
      server.close();
      server.closeAllConnections();
    },
  };
}
