import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The unprivileged account that PostgreSQL runs under when we are root; undefined means: run as ourselves. */
export type ServerAccount = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses root. `postgres` where it exists, else `nobody`, which every Unix has; none is created. */
export function serverAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (!found)
    throw new Error('running as root, and neither a postgres nor a nobody account exists to run PostgreSQL under');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/**
 * Whether that account can enter the folder: a 0700 folder anywhere above it says no. The account itself has to try,
 * for a working directory given to spawn is entered before the user changes.
 */
export function canEnter(folder: string, account: ServerAccount): boolean {
  if (!account) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { cwd: '/', ...account, stdio: 'ignore' }).status === 0;
}
