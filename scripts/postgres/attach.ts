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

/** Waits for the live server. False when it has ended meanwhile: it was being stopped or killed. */
async function isReady(address: PostgresAddress): Promise<boolean> {
  try {
    await untilReady(address, () => !isAlive(address.pid));
    return true;
  } catch (error) {
    if (isAlive(address.pid)) throw error;
    return false;
  }
}

const hasOwner = (dataDir: string): boolean => {
  const owner = advertised(dataDir)?.owner;
  return owner !== undefined && isRunning(owner);
};

/** Under the lock: uses the live server and becomes its owner where it has none, else starts one. */
async function shareOrStart(dataDir: string, options: AttachOptions): Promise<Attached> {
  const { takeOver = false, ...cluster } = options;
  const live = liveAddress(dataDir);
  if (live && (await isReady(live))) {
    if (takeOver || !hasOwner(dataDir)) {
      await ensureDatabases(live);
      advertise(dataDir, live);
    }
    return { address: live, startedHere: false, stop: stopOf(dataDir, live) };
  }
  const { address } = await startCluster(dataDir, cluster);
  await ensureDatabases(address);
  advertise(dataDir, address);
  return { address, startedHere: true, stop: stopOf(dataDir, address) };
}

/**
 * Uses the data folder's live server, else starts one under a lock. `stop` stops what was started here or found
 * without an owner.
 */
export async function attachPostgres(dataFolder: string, options: AttachOptions = {}): Promise<Attached> {
  const dataDir = resolve(dataFolder);
  mkdirSync(dataDir, { recursive: true });
  const live = options.takeOver ? undefined : liveAddress(dataDir);
  if (live && hasOwner(dataDir) && (await isReady(live)))
    return { address: live, startedHere: false, stop: stopOf(dataDir, live) };
  const lock = join(dataDir, 'pg.lock');
  const deadline = performance.now() + 60_000;
  while (!takeLock(lock)) {
    if (performance.now() > deadline) throw new Error(`another process holds ${lock} but no PostgreSQL has come up`);
    await delay(50);
  }
  try {
    return await shareOrStart(dataDir, options);
  } finally {
    releaseLock(lock);
  }
}
