import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, isAlive } from './processes.ts';

/** What the server itself writes into its folder while it lives. */
export type Postmaster = { pid: number; port: number };

/** The live server of a cluster's folder. A pid that something else was given meanwhile is not it. */
export function livePostmaster(folder: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!isAlive(pid)) return undefined;
  const commandLine = commandLineOf(pid);
  if (commandLine !== undefined && !commandLine.includes(folder)) return undefined;
  const port = Number(lines[3]);
  return port > 0 ? { pid, port } : undefined;
}

/** Stops a server: first as it should be, then, when it does not end, as it must be. */
export async function stopPostmaster(pid: number): Promise<void> {
  const patience = [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, limitMs] of patience) {
    const deadline = performance.now() + limitMs;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    while (isAlive(pid) && performance.now() < deadline) await delay(20);
    if (!isAlive(pid)) return;
  }
}

/**
 * Makes the folder free for a new server: one that still lives there, but that nobody can address any more, is
 * stopped; a stale postmaster.pid whose number another process has by now is removed, for PostgreSQL would refuse.
 */
export async function clearPostmaster(folder: string): Promise<void> {
  const live = livePostmaster(folder);
  if (live) await stopPostmaster(live.pid);
  else rmSync(join(folder, 'postmaster.pid'), { force: true });
}
