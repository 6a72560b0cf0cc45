import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClusterOptions, type PostgresAddress, startCluster } from './cluster.ts';

export type Attached = { address: PostgresAddress; startedHere: boolean; stop: () => Promise<void> };

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The address of the data folder's live server, or undefined. */
export function liveAddress(dataDir: string): PostgresAddress | undefined {
  try {
    const address = JSON.parse(readFileSync(join(dataDir, 'pg.json'), 'utf8')) as PostgresAddress;
    return alive(address.pid) ? address : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the lock file, or takes it over from a process that is gone. False while a living one holds it. */
function takeLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder > 0 && !alive(holder)) rmSync(path, { force: true });
    return false;
  }
}

/** Uses the data folder's live server, else starts one under a lock and stops it again with `stop`. */
export async function attachPostgres(dataDir: string, options: ClusterOptions = {}): Promise<Attached> {
  mkdirSync(dataDir, { recursive: true });
  const lock = join(dataDir, 'pg.lock');
  const deadline = performance.now() + 60_000;
  for (;;) {
    const address = liveAddress(dataDir);
    if (address) return { address, startedHere: false, stop: async () => {} };
    if (takeLock(lock)) break;
    if (performance.now() > deadline) throw new Error(`another process holds ${lock} but no PostgreSQL has come up`);
    await delay(50);
  }
  try {
    const running = await startCluster(dataDir, options);
    return { address: running.address, startedHere: true, stop: running.stop };
  } finally {
    rmSync(lock, { force: true });
  }
}
