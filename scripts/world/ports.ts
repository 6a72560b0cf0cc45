import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { BootError } from '#server/environment.ts';

/** Whether somebody answers there: binding alone does not tell it of a server on every address. */
function isAnswered(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 500 });
    const end = (answered: boolean) => () => {
      socket.destroy();
      done(answered);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
      .once('error', () => done(false))
      .listen(port, host, () => probe.close(() => done(true)));
  });
}

/** Whether a server may take the port now. */
export async function isFree(host: string, port: number): Promise<boolean> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return !(await isAnswered(reachable, port)) && (await canListen(host, port));
}

export type PortWish = { variable: 'PORT' | 'BANK_PORT'; wanted: number; explicit: boolean };

/**
 * The wanted port; when it was only the default and is taken, the next free one that `others` does not name.
 * @throws BootError when the port was given and is taken.
 */
export async function choosePort(host: string, wish: PortWish, others: readonly number[] = []): Promise<number> {
  for (let port = wish.wanted; port <= Math.min(wish.wanted + 200, 65_535); port += 1) {
    if (!others.includes(port) && (await isFree(host, port))) return port;
    if (wish.explicit)
      throw new BootError(`Port ${port} is taken by another program: choose another one with ${wish.variable}=…`, []);
  }
  throw new BootError(`No free port from ${wish.wanted} on: choose one with ${wish.variable}=…`, []);
}

/** Gives the port back. */
export type Release = () => Promise<void>;

/** Keeps the portal's port while all that it needs is made, and asks browsers to wait. */
export function holdPort(host: string, port: number): Promise<Release> {
  const server = createHttpServer((_, response) => {
    response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '2', refresh: '2' });
    response.end('<!doctype html><title>Manbiao 满标</title><p>Manbiao is starting … 正在启动 …');
  });
  return new Promise((done, fail) => {
    server.once('error', () => fail(new BootError(`Port ${port} is taken by another program.`, [])));
    server.listen(port, host, () =>
      done(async () => {
        server.closeAllConnections();
        await new Promise<void>((closed) => server.close(() => closed()));
      }),
    );
  });
}

/** Any free port of loopback, for tests. */
export function anyPort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
