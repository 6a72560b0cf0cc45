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
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { canEnter, type ServerAccount, serverAccount } from './account.ts';
import { postgresBinaries } from './binaries.ts';
import { clearPostmaster } from './postmaster.ts';

export const USERS = ['postgres', 'manbiao_owner', 'manbiao', 'bank'] as const;
export type PostgresUser = (typeof USERS)[number];
type Passwords = Record<PostgresUser, string>;

/** What DATA_DIR/pg.json says about the live server. */
export type PostgresAddress = { host: string; port: number; pid: number; users: Passwords };
export type ClusterOptions = {
  /** Tests give up durability against power loss for speed; a killed process loses nothing either way. */
  unsafeFast?: boolean;
  /** A restarted server must be found where its clients look for it; otherwise any free one. */
  port?: number;
};
export type RunningCluster = { address: PostgresAddress; process: ChildProcess };

/** The connection URL of a user to a database of the server. */
export function postgresUrl(address: PostgresAddress, user: PostgresUser, database: string): string {
  return `postgres://${user}:${address.users[user]}@${address.host}:${address.port}/${database}`;
}

function clusterFolder(dataDir: string, account: ServerAccount): string {
  mkdirSync(dataDir, { recursive: true });
  if (canEnter(dataDir, account)) return join(dataDir, 'pg');
  return join('/var/tmp', `manbiao-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)}`, 'pg');
}

/** Where the cluster of a data folder lives. */
export const clusterFolderOf = (dataDir: string): string => clusterFolder(resolve(dataDir), serverAccount());

/** Where the passwords of its users are kept. */
export const passwordsFileOf = (dataDir: string): string => join(dataDir, 'pg-users.json');

/** Removes a stopped cluster, wherever it lives. */
export function removeCluster(dataDir: string): void {
  const folder = clusterFolderOf(dataDir);
  rmSync(folder, { recursive: true, force: true });
  if (!folder.startsWith(resolve(dataDir))) rmSync(dirname(folder), { recursive: true, force: true });
  for (const name of ['pg-users.json', 'pg.json', 'postgres.log']) rmSync(join(dataDir, name), { force: true });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function initialise(folder: string, binaries: string, account: ServerAccount, users: Passwords): Promise<void> {
  const half = `${folder}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const passwordFile = `${half}.password`;
  writeFileSync(passwordFile, users.postgres, { mode: 0o600 });
  if (account) for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid);
  const settings = ['--auth=scram-sha-256', '--locale-provider=builtin', '--locale=C.UTF-8', '--encoding=UTF8'];
  try {
    await promisify(execFile)(
      join(binaries, 'initdb'),
      ['-D', half, '-U', 'postgres', `--pwfile=${passwordFile}`, ...settings, '--no-sync'],
      { ...account, cwd: '/', env: { ...process.env, LC_ALL: 'C' } },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, folder);
}

/** The passwords of the cluster; makes it first where there is none, or where nobody knows its passwords any more. */
async function ensureCluster(
  dataDir: string,
  folder: string,
  binaries: string,
  account: ServerAccount,
): Promise<Passwords> {
  const passwordsFile = passwordsFileOf(dataDir);
  if (!existsSync(folder) || !existsSync(passwordsFile)) {
    rmSync(folder, { recursive: true, force: true });
    const words = USERS.map((user) => [user, randomBytes(18).toString('base64url')]);
    const users = Object.fromEntries(words) as Passwords;
    writeFileSync(passwordsFile, JSON.stringify(users), { mode: 0o600 });
    await initialise(folder, binaries, account, users);
  }
  return JSON.parse(readFileSync(passwordsFile, 'utf8')) as Passwords;
}

const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', '57P03']);

/** Waits until the server takes connections; a crashed one replays its log first. Throws at once for a wrong password. */
export async function untilReady(address: PostgresAddress, hasEnded: () => boolean): Promise<void> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    if (hasEnded()) throw new Error('PostgreSQL has ended');
    const options = { max: 1, connect_timeout: 2, onnotice: () => {}, fetch_types: false };
    const sql = postgres(postgresUrl(address, 'postgres', 'postgres'), options);
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!NOT_YET.has(code) || performance.now() > deadline) throw error;
      await delay(40);
    } finally {
      await sql.end({ timeout: 0 });
    }
  }
}

function spawnServer(dataDir: string, folder: string, binaries: string, account: ServerAccount, settings: string[]) {
  const log = openSync(join(dataDir, 'postgres.log'), 'a');
  try {
    return spawn(join(binaries, 'postgres'), ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])], {
      ...account,
      cwd: '/',
      stdio: ['ignore', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

const lastLines = (dataDir: string): string =>
  readFileSync(join(dataDir, 'postgres.log'), 'utf8').trimEnd().split('\n').slice(-10).join('\n');

/**
 * Starts the embedded PostgreSQL of a data folder, making the cluster at the first start. Databases, pg.json and
 * sharing the server between processes are attach.ts's business.
 */
export async function startCluster(dataFolder: string, options: ClusterOptions = {}): Promise<RunningCluster> {
  const dataDir = resolve(dataFolder);
  const account = serverAccount();
  const folder = clusterFolder(dataDir, account);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  const binaries = postgresBinaries(account, '/var/tmp/manbiao-native');
  await clearPostmaster(folder);
  const users = await ensureCluster(dataDir, folder, binaries, account);
  const port = options.port ?? (await freePort());
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
  settings.push('max_connections=300', 'shared_buffers=256MB', 'max_wal_size=2GB');
  if (options.unsafeFast) settings.push('fsync=off', 'full_page_writes=off');
  const deadline = performance.now() + 15_000;
  for (;;) {
    const server = spawnServer(dataDir, folder, binaries, account, settings);
    const address: PostgresAddress = { host: '127.0.0.1', port, pid: server.pid ?? 0, users };
    try {
      await untilReady(address, () => server.exitCode !== null || server.signalCode !== null);
      return { address, process: server };
    } catch (error) {
      server.kill('SIGKILL');
      const output = lastLines(dataDir);
      // Back ends of a killed server need a moment to notice that it is gone.
      const waits = /pre-existing shared memory block/.test(output) && performance.now() < deadline;
      if (!waits) throw new Error(`PostgreSQL did not start (${(error as Error).message}):\n${output}`);
      await delay(100);
    }
  }
}
