import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { serverAccount } from '../postgres/account.ts';
import { postgresBinaries } from '../postgres/binaries.ts';
import { clusterFolderOf } from '../postgres/cluster.ts';
import { lockHolder } from '../postgres/lock-file.ts';
import { isRunning } from '../postgres/processes.ts';
import { findBrowser } from '../world/browser.ts';
import { isBuilt } from '../world/build.ts';
import { bad, type Finding, good, note } from './finding.ts';

const GIB = 1024 ** 3;
const DISK_NEEDED = 2 * GIB;
const MEMORY_NEEDED = 2 * GIB;
const inGib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

/** The folder itself, or the first above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

/** Node, memory and disk. */
export function machineFindings(dataDir: string): Finding[] {
  const { bavail, bsize } = statfsSync(nearest(dataDir));
  const free = bavail * bsize;
  const memory = totalmem();
  return [
    good(`Node ${process.versions.node} on ${process.platform}-${process.arch}`),
    memory < MEMORY_NEEDED
      ? note(`${inGib(memory)} of memory; the build of the portal may need more`, 'close other programs, or add swap')
      : good(`${inGib(memory)} of memory`),
    free < DISK_NEEDED
      ? bad(`only ${inGib(free)} free on the disk of ${dataDir}`, `make room, at least ${inGib(DISK_NEEDED)}`)
      : good(`${inGib(free)} free on the disk`),
  ];
}

/** Whether this process may write the data folder. */
export function folderFindings(dataDir: string): Finding[] {
  const place = nearest(dataDir);
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [bad(`${place} cannot be written`, 'give yourself the right, or choose another folder with DATA_DIR=…')];
  }
  if (place !== dataDir) return [note(`data folder ${dataDir} is not there yet`, 'nothing to do: npm start makes it')];
  return [good(`data folder ${dataDir}; the database lies in ${clusterFolderOf(dataDir)}`)];
}

/** Locks of processes that are gone are taken over by the next one; they are only told. */
export function lockFindings(dataDir: string): Finding[] {
  return ['start.lock', 'pg.lock', 'bank.lock'].flatMap((name) => {
    const holder = lockHolder(join(dataDir, name));
    if (holder === undefined || isRunning(holder)) return [];
    return [
      note(
        `${name} was left behind by process ${holder.split(':')[0]}, which is gone`,
        'nothing to do: it is taken over',
      ),
    ];
  });
}

/** Whether the embedded server's program runs under the account it needs. */
export function postgresProgramFindings(): Finding[] {
  try {
    const account = serverAccount();
    const binaries = postgresBinaries(account, '/var/tmp/manbiao-native');
    const { stdout, error } = spawnSync(join(binaries, 'postgres'), ['--version'], {
      ...account,
      cwd: '/',
      encoding: 'utf8',
    });
    if (error) throw error;
    return [good(`${stdout.trim()}${account ? ` under uid ${account.uid}, since this is root` : ''}`)];
  } catch (error) {
    const why = (error as Error).message;
    return [
      bad(
        `the embedded PostgreSQL does not run: ${why}`,
        'rm -rf node_modules and start again, or name databases of your own in DATABASE_URL and BANK_DATABASE_URL',
      ),
    ];
  }
}

/** The portal's build and the tests' browser. */
export async function toolFindings(): Promise<Finding[]> {
  const browser = await findBrowser();
  return [
    isBuilt(process.env.NEXT_DIST_DIR || '.next')
      ? good('the portal is built from these sources')
      : note('the portal is not built from these sources yet', 'nothing to do: npm start builds it'),
    browser
      ? good(`browser for the tests: ${browser}`)
      : note('no browser for the tests', 'nothing to do: npm test brings one; or install Chromium'),
  ];
}

/** The last lines of logs that end in an error, for whoever reads no folders. */
export function logFindings(dataDir: string): Finding[] {
  return ['bank', 'worker', 'portal', 'seed', 'build'].flatMap((name) => {
    const path = join(dataDir, 'logs', `${name}.log`);
    if (!existsSync(path)) return [];
    const last = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-30).join('\n');
    return /\b(?:Error|FATAL|failed)\b/.test(last) ? [note(`${name}.log ends with an error`, `read ${path}`)] : [];
  });
}
