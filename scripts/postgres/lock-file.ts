import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning, ownMark } from './processes.ts';

/**
 * Takes the lock file for this process, also from a holder that is gone. False while a living one holds it. The file
 * appears with its content in one step, so that nobody reads half a mark.
 */
export function takeLock(path: string): boolean {
  const half = `${path}.${process.pid}`;
  writeFileSync(half, ownMark());
  try {
    linkSync(half, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = lockHolder(path);
    if (holder === ownMark()) return true;
    if (holder !== undefined && !isRunning(holder)) rmSync(path, { force: true });
    return false;
  } finally {
    rmSync(half, { force: true });
  }
}

/** The mark of the lock's holder, undefined when nobody holds it. */
export function lockHolder(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Gives the lock back; a lock that another process has taken over stays. */
export function releaseLock(path: string): void {
  if (lockHolder(path) === ownMark()) rmSync(path, { force: true });
}
