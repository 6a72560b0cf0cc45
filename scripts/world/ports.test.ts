import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyPort, choosePort, holdPort, isFree } from './ports.ts';

const HOST = '127.0.0.1';
let other: Server;
let taken: number;
beforeEach(async () => {
  other = createServer();
  await new Promise<void>((done) => other.listen(0, HOST, done));
  const address = other.address();
  taken = typeof address === 'object' && address ? address.port : 0;
});
afterEach(() => new Promise((done) => other.close(done)));

test('a port that somebody listens on is not free, also on every address', async () => {
  expect(await isFree(HOST, taken)).toBe(false);
  expect(await isFree('0.0.0.0', taken)).toBe(false);
  expect(await isFree(HOST, await anyPort())).toBe(true);
});

test('a default that is taken moves on to the next free one, past those that others want', async () => {
  const wish = { variable: 'PORT', wanted: taken, explicit: false } as const;
  const next = await choosePort(HOST, wish);
  expect(next).toBeGreaterThan(taken);
  expect(await choosePort(HOST, wish, [next])).toBeGreaterThan(next);
});

test('a port that was given and is taken is refused by name', async () => {
  await expect(choosePort(HOST, { variable: 'BANK_PORT', wanted: taken, explicit: true })).rejects.toThrow(
    `Port ${taken} is taken by another program: choose another one with BANK_PORT=…`,
  );
});

test('a held port asks to wait, and is free again when given back', async () => {
  const port = await anyPort();
  const release = await holdPort(HOST, port);
  const answer = await fetch(`http://${HOST}:${port}/loans`);
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('正在启动')]);
  await expect(holdPort(HOST, port)).rejects.toThrow(/is taken/);
  await release();
  expect(await isFree(HOST, port)).toBe(true);
});
