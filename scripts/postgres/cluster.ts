import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { canEnter, type ServerAccount, serverAccount } from './account.ts';
import { postgresBinaries } from './binaries.ts';

export const USERS = ['postgres', 'manbiao_owner', 'manbiao', 'bank'] as const;
export type PostgresUser = (typeof USERS)[number];

/** What DATA_DIR/pg.json says about the live server. */
export type PostgresAddress = { host: string; port: number; pid: number; users: Record<PostgresUser, string> };
export type ClusterOptions = {
  /** Tests give up durability against power loss for speed; a killed process loses nothing either way. */
  unsafeFast?: boolean;
};
export type RunningCluster = { address: PostgresAddress; process: ChildProcess; stop: () => Promise<void> };

/** The connection URL of a user to a database of the server. */
export function postgresUrl(address: PostgresAddress, user: PostgresUser, database: string): string {
  return `postgres://${user}:${address.users[user]}@${address.host}:${address.port}/${database}`;
}

function clusterFolder(dataDir: string, account: ServerAccount): string {
  mkdirSync(dataDir, { recursive: true });
  if (canEnter(dataDir, account)) return join(dataDir, 'pg');
  return join('/var/tmp', `manbiao-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)}`, 'pg');
}

/** Where the cluster of a data folder lives; `npm run reset` and doctor need to know without starting it. */
export const clusterFolderOf = (dataDir: string): string => clusterFolder(dataDir, serverAccount());

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function initialise(
  folder: string,
  binaries: string,
  account: ServerAccount,
): Promise<Record<PostgresUser, string>> {
  const users = Object.fromEntries(USERS.map((user) => [user, randomBytes(18).toString('base64url')])) as Record<
    PostgresUser,
    string
  >;
  const half = `${folder}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const passwordFile = `${half}.password`;
  writeFileSync(passwordFile, users.postgres, { mode: 0o600 });
  if (account) for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    await promisify(execFile)(
      join(binaries, 'initdb'),
      [
        '-D',
        half,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--locale-provider=builtin',
        '--locale=C.UTF-8',
        '--encoding=UTF8',
        '--no-sync',
      ],
      { ...account, cwd: '/', env: { ...process.env, LC_ALL: 'C' } },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, folder);
  return users;
}

async function createDatabases(address: PostgresAddress): Promise<void> {
  const sql = postgres(postgresUrl(address, 'postgres', 'postgres'), { max: 1, onnotice: () => {} });
  try {
    for (const user of USERS.slice(1)) await sql.unsafe(`create role ${user} login password '${address.users[user]}'`);
    for (const [database, owner] of [
      ['manbiao', 'manbiao_owner'],
      ['bank', 'bank'],
    ]) {
      await sql.unsafe(`create database ${database} owner ${owner}`);
      await sql.unsafe(`revoke connect on database ${database} from public`);
    }
    await sql.unsafe('grant connect on database manbiao to manbiao');
  } finally {
    await sql.end();
  }
}

async function untilReady(address: PostgresAddress, server: ChildProcess, output: () => string): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended at its start:\n${output()}`);
    const sql = postgres(postgresUrl(address, 'postgres', 'postgres'), {
      max: 1,
      connect_timeout: 2,
      onnotice: () => {},
    });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(40);
    } finally {
      await sql.end({ timeout: 0 });
    }
  }
}

/**
 * Starts the embedded PostgreSQL of a data folder, making the cluster, its roles and databases at the first start,
 * and writes DATA_DIR/pg.json. The caller stops it; see attach.ts for sharing one server between processes.
 */
export async function startCluster(dataFolder: string, options: ClusterOptions = {}): Promise<RunningCluster> {
  const dataDir = resolve(dataFolder);
  const account = serverAccount();
  const folder = clusterFolder(dataDir, account);
  mkdirSync(join(folder, '..'), { recursive: true, mode: 0o755 });
  const binaries = postgresBinaries(account, '/var/tmp/manbiao-native');
  const passwords = join(dataDir, 'pg-users.json');
  const fresh = !existsSync(folder) || !existsSync(passwords);
  if (fresh) {
    rmSync(folder, { recursive: true, force: true });
    const users = await initialise(folder, binaries, account);
    writeFileSync(passwords, JSON.stringify(users), { mode: 0o600 });
  }
  const users = JSON.parse(readFileSync(passwords, 'utf8')) as Record<PostgresUser, string>;
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=300',
    'shared_buffers=256MB',
    'max_wal_size=2GB',
  ];
  if (options.unsafeFast) settings.push('fsync=off', 'full_page_writes=off');
  const log = openSync(join(dataDir, 'postgres.log'), 'a');
  const server = spawn(join(binaries, 'postgres'), ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])], {
    ...account,
    cwd: '/',
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const address: PostgresAddress = { host: '127.0.0.1', port, pid: server.pid ?? 0, users };
  await untilReady(address, server, () =>
    readFileSync(join(dataDir, 'postgres.log'), 'utf8').split('\n').slice(-10).join('\n'),
  );
  const hasDatabases = join(dataDir, 'pg-databases');
  if (fresh || !existsSync(hasDatabases)) {
    await createDatabases(address);
    writeFileSync(hasDatabases, '');
  }
  const addressFile = join(dataDir, 'pg.json');
  writeFileSync(addressFile, JSON.stringify(address), { mode: 0o600 });
  const stop = async (): Promise<void> => {
    rmSync(addressFile, { force: true });
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGINT');
    await ended;
  };
  return { address, process: server, stop };
}
