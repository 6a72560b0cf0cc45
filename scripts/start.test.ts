import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ownMark } from './postgres/processes.ts';

// Processes of their own start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** What `npm start` refuses before it has begun anything. */
let dataDir: string;
let other: Server;
let taken: number;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'manbiao-start-'));
  other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const address = other.address();
  taken = typeof address === 'object' && address ? address.port : 0;
});
afterEach(() => {
  other.close();
  rmSync(dataDir, { recursive: true });
});

function start(variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir, ...variables };
  const child = spawn(process.execPath, ['scripts/start.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}

test.each(['PORT', 'BANK_PORT'])('a %s that was given and is taken is told in one sentence', async (variable) => {
  expect(await start({ [variable]: String(taken) })).toEqual({
    code: 1,
    output: `Port ${taken} is taken by another program: choose another one with ${variable}=…\n`,
  });
  expect(existsSync(join(dataDir, 'start.lock'))).toBe(false);
});

test('a second start on the same data folder is told where the first is', async () => {
  writeFileSync(join(dataDir, 'start.lock'), ownMark());
  const second = await start({});
  expect(second).toEqual({
    code: 1,
    output: `Manbiao already runs on ${dataDir} (process ${process.pid}, still starting).\n`,
  });
  expect(existsSync(join(dataDir, 'start.lock'))).toBe(true);
});

test('an environment that is not right is told as one list', async () => {
  const refused = await start({ PORT: 'x', DEMO_MODE: 'maybe' });
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/^The environment is not right:\n {2}- PORT .*\n {2}- DEMO_MODE .*\n$/);
});

test('without demo mode missing keys are told before anything runs for long', async () => {
  const refused = await start({
    DEMO_MODE: '0',
    DATABASE_URL: 'postgres://a@127.0.0.1:1/a',
    CUSTODY_URL: 'http://x.example',
  });
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/CUSTODY_PRIVATE_KEY_FILE is not set[\s\S]*AUTH_SECRET is not set/);
});
