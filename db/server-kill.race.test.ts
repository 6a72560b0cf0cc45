import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attached, attachPostgres } from '#scripts/postgres/attach.ts';
import { postgresUrl, removeCluster } from '#scripts/postgres/cluster.ts';

const KILLS = process.env.LONG === '1' ? 20 : 5;
const WRITES_BETWEEN = 100;

/** A cluster of this test alone: nobody else may lose its server. */
let dataDir: string;
let server: Attached;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'manbiao-kill-'));
  server = await attachPostgres(dataDir, { unsafeFast: true });
  await ask('create table one (number int primary key)');
  await ask('create table other (number int primary key)');
  await ask('grant all on one, other to manbiao');
});
afterAll(async () => {
  await server.stop();
  removeCluster(dataDir);
  rmSync(dataDir, { recursive: true });
});

async function ask(text: string): Promise<postgres.Row[]> {
  const sql = postgres(postgresUrl(server.address, 'manbiao_owner', 'manbiao'), { max: 1 });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

type Load = { child: ChildProcess; acknowledged: number[]; complaints: () => string };

function startLoad(): Load {
  const url = postgresUrl(server.address, 'manbiao', 'manbiao');
  const child = spawn(process.execPath, ['db/testing/kill-load.ts', url], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const acknowledged: number[] = [];
  let complaints = '';
  let rest = '';
  child.stdout?.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    acknowledged.push(...lines.map(Number));
  });
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  return { child, acknowledged, complaints: () => complaints };
}

/** Waits until that many more writes have been acknowledged: the process lives and works again. */
async function untilMore(load: Load, count: number): Promise<void> {
  const goal = load.acknowledged.length + count;
  const deadline = performance.now() + 40_000;
  while (load.acknowledged.length < goal) {
    expect(load.child.exitCode, load.complaints()).toBeNull();
    expect(performance.now(), `no progress: ${load.complaints()}`).toBeLessThan(deadline);
    await delay(10);
  }
}

test(`the server killed ${KILLS} times under load ends no process and loses no acknowledged write`, async () => {
  const load = startLoad();
  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilMore(load, WRITES_BETWEEN);
    const { pid, port } = server.address;
    // By turns the postmaster alone, whose back ends then notice, and all of them at once, as a lost machine.
    process.kill(kill % 2 === 0 ? pid : -pid, 'SIGKILL');
    server = await attachPostgres(dataDir, { unsafeFast: true, port });
  }
  await untilMore(load, WRITES_BETWEEN);
  const ended = new Promise((done) => load.child.once('exit', done));
  load.child.disconnect();
  expect(await ended).toBe(0);
  expect(load.complaints()).toBe('');

  const one = new Set((await ask('select number from one')).map((row) => row.number as number));
  const other = new Set((await ask('select number from other')).map((row) => row.number as number));
  expect(load.acknowledged.filter((number) => !one.has(number) || !other.has(number))).toEqual([]);
  expect([...one].sort()).toEqual([...other].sort());
});
