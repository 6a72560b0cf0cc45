import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attached, attachPostgres, liveAddress } from './attach.ts';
import { clusterFolderOf, type PostgresAddress, postgresUrl, removeCluster } from './cluster.ts';
import { hasKeptSeeded, keepSeeded, restoreDatabases } from './databases.ts';
import { livePostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';

/** A cluster of this file alone; one test hands it to the next. */
let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'manbiao-attach-'));
});
afterAll(async () => {
  const left = livePostmaster(clusterFolderOf(dataDir));
  if (left) await stopPostmaster(left.pid);
  removeCluster(dataDir);
  rmSync(dataDir, { recursive: true });
});

const attach = (options = {}): Promise<Attached> => attachPostgres(dataDir, { unsafeFast: true, ...options });

async function query(
  address: PostgresAddress,
  user: 'manbiao_owner' | 'manbiao' | 'bank',
  database: string,
  text: string,
): Promise<postgres.Row[]> {
  const sql = postgres(postgresUrl(address, user, database), { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

/** A Node process of its own that attaches, prints and then waits until it is killed. */
async function attachElsewhere(): Promise<ReturnType<typeof spawn>> {
  const attachModule = join(import.meta.dirname, 'attach.ts');
  const text = `import { attachPostgres } from ${JSON.stringify(attachModule)};
    await attachPostgres(${JSON.stringify(dataDir)}, { unsafeFast: true });
    console.log('up'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((done, fail) => {
    child.stdout.once('data', done);
    child.once('exit', () => fail(new Error('the other process ended')));
  });
  return child;
}

test('the first to come starts the server, the second shares it, and the first stops it', async () => {
  const first = await attach();
  const second = await attach();
  expect(first.startedHere).toBe(true);
  expect(second).toMatchObject({ startedHere: false, address: first.address });
  await first.stop();
  expect(isAlive(first.address.pid)).toBe(false);
  expect(liveAddress(dataDir)).toBeUndefined();
});

test('a pg.json and a postmaster.pid left behind are not believed, even when their pid lives again', async () => {
  const stale = { host: '127.0.0.1', port: 1, pid: process.pid, users: {} };
  writeFileSync(join(dataDir, 'pg.json'), JSON.stringify(stale));
  writeFileSync(join(clusterFolderOf(dataDir), 'postmaster.pid'), `${process.pid}\nx\n0\n1\n`);
  expect(liveAddress(dataDir)).toBeUndefined();
  const attached = await attach();
  expect(attached.startedHere).toBe(true);
  await attached.stop();
});

test('a server whose starter was killed is taken over, and stopped in the end', async () => {
  const starter = await attachElsewhere();
  const { pid } = liveAddress(dataDir) ?? {};
  starter.kill('SIGKILL');
  await new Promise((done) => starter.once('exit', done));
  const heir = await attach();
  expect(heir).toMatchObject({ startedHere: false, address: { pid } });
  await heir.stop();
  expect(isAlive(pid ?? 0)).toBe(false);
});

test('a supervisor that takes the server over keeps it when its starter stops', async () => {
  const starter = await attachElsewhere();
  const supervisor = await attach({ takeOver: true });
  starter.kill('SIGTERM');
  await new Promise((done) => starter.once('exit', done));
  expect(isAlive(supervisor.address.pid)).toBe(true);
  await supervisor.stop();
  expect(isAlive(supervisor.address.pid)).toBe(false);
});

test('a server that was killed comes back on the same port with everything committed', async () => {
  const before = await attach();
  await query(before.address, 'manbiao_owner', 'manbiao', 'create table kept as select 7 as number');
  process.kill(before.address.pid, 'SIGKILL');
  while (isAlive(before.address.pid)) await delay(5);
  const after = await attach({ port: before.address.port });
  expect(after.address.port).toBe(before.address.port);
  expect(await query(after.address, 'manbiao_owner', 'manbiao', 'select number from kept')).toEqual([{ number: 7 }]);
  await after.stop();
});

test('the kept state of both databases can be put back, and neither side can read the other', async () => {
  const { address, stop } = await attach();
  expect(await hasKeptSeeded(address)).toBe(false);
  await query(address, 'bank', 'bank', 'create table book as select 1 as page');
  await keepSeeded(address);
  expect(await hasKeptSeeded(address)).toBe(true);
  await query(address, 'bank', 'bank', 'update book set page = 2');
  await query(address, 'manbiao_owner', 'manbiao', 'drop table kept');
  await restoreDatabases(address);
  expect(await query(address, 'bank', 'bank', 'select page from book')).toEqual([{ page: 1 }]);
  expect(await query(address, 'manbiao_owner', 'manbiao', 'select number from kept')).toEqual([{ number: 7 }]);
  await expect(query(address, 'bank', 'manbiao', 'select 1')).rejects.toThrow(/permission denied for database/);
  await expect(query(address, 'manbiao', 'bank', 'select 1')).rejects.toThrow(/permission denied for database/);
  await restoreDatabases(address, { empty: true });
  expect(await hasKeptSeeded(address)).toBe(false);
  await expect(query(address, 'bank', 'bank', 'select page from book')).rejects.toThrow(/does not exist/);
  await stop();
});

test('a data folder thrown away starts anew, and whatever still ran for it is stopped', async () => {
  const { address } = await attach();
  rmSync(join(dataDir, 'pg-users.json'));
  rmSync(join(dataDir, 'pg.json'));
  const anew = await attach();
  expect(anew.startedHere).toBe(true);
  expect(isAlive(address.pid)).toBe(false);
  expect(readFileSync(join(dataDir, 'pg.json'), 'utf8')).toContain(anew.address.users.bank);
  await anew.stop();
});
