import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ClusterOptions,
  clusterFolderOf,
  type PostgresAddress,
  passwordsFileOf,
  startCluster,
  untilReady,
} from './cluster.ts';
import { ensureDatabases } from './databases.ts';
import { releaseLock, takeLock } from './lock-file.ts';
import { livePostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive, isRunning, ownMark, type ProcessMark } from './processes.ts';

export type AttachOptions = ClusterOptions & {
  /** The supervisor becomes the one who stops the server, whoever has started it. */
  takeOver?: boolean;
};
export type Attached = { address: PostgresAddress; startedHere: boolean; stop: () => Promise<void> };
type Advertised = PostgresAddress & { owner?: ProcessMark };

const addressFile = (dataDir: string): string => join(dataDir, 'pg.json');

function advertised(dataDir: string): Advertised | undefined {
  try {
    return JSON.parse(readFileSync(addressFile(dataDir), 'utf8')) as Advertised;
  } catch {
    return undefined;
  }
}

function advertise(dataDir: string, address: PostgresAddress): void {
  const half = `${addressFile(dataDir)}.${process.pid}`;
  writeFileSync(half, JSON.stringify({ ...address, owner: ownMark() }), { mode: 0o600 });
  renameSync(half, addressFile(dataDir));
}

/**
 * The address of the data folder's live server, or undefined. What the server itself has written counts, so that
 * one whose supervisor was killed is found too.
 */
export function liveAddress(dataDir: string): PostgresAddress | undefined {
  const passwords = passwordsFileOf(dataDir);
  if (!existsSync(passwords)) return undefined;
  const live = livePostmaster(clusterFolderOf(dataDir));
  if (!live) return undefined;
  return { host: '127.0.0.1', ...live, users: JSON.parse(readFileSync(passwords, 'utf8')) };
}

/** Stops the server as long as it is this process's to stop: a supervisor may have taken it over meanwhile. */
function stopOf(dataDir: string, address: PostgresAddress): () => Promise<void> {
  return async () => {
    if (advertised(dataDir)?.owner !== ownMark()) return;
    rmSync(addressFile(dataDir), { force: true });
    await stopPostmaster(address.pid);
  };
}

/** Uses the live server. Its owner, when there is none any more, becomes this process. */
async function shareLive(dataDir: string, address: PostgresAddress, takeOver: boolean): Promise<Attached> {
  await untilReady(address, () => !isAlive(address.pid));
  const owner = advertised(dataDir)?.owner;
  if (takeOver || owner === undefined || !isRunning(owner)) {
    await ensureDatabases(address);
    advertise(dataDir, address);
  }
  return { address, startedHere: false, stop: stopOf(dataDir, address) };
}

/**
 * Uses the data folder's live server, else starts one under a lock. `stop` stops what was started here or found
 * without an owner.
 */
export async function attachPostgres(dataFolder: string, options: AttachOptions = {}): Promise<Attached> {
  const dataDir = resolve(dataFolder);
  mkdirSync(dataDir, { recursive: true });
  const { takeOver = false, ...cluster } = options;
  const owner = advertised(dataDir)?.owner;
  const live = liveAddress(dataDir);
  if (live && !takeOver && owner !== undefined && isRunning(owner)) return shareLive(dataDir, live, false);
  const lock = join(dataDir, 'pg.lock');
  const deadline = performance.now() + 60_000;
  while (!takeLock(lock)) {
    if (performance.now() > deadline) throw new Error(`another process holds ${lock} but no PostgreSQL has come up`);
    await delay(50);
  }
  try {
    const found = liveAddress(dataDir);
    if (found) return await shareLive(dataDir, found, takeOver);
    const { address } = await startCluster(dataDir, cluster);
    await ensureDatabases(address);
    advertise(dataDir, address);
    return { address, startedHere: true, stop: stopOf(dataDir, address) };
  } finally {
    releaseLock(lock);
  }
}
