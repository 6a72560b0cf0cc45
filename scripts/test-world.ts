import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, readEnvironment } from '#server/environment.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { restoreDatabases } from './postgres/databases.ts';
import { sourcesHash } from './world/build.ts';
import { canRestore, openDatabases, restoreWorld } from './world/databases.ts';
import { anyPort } from './world/ports.ts';
import { orExplain, stopWhenAsked, stopWithParent } from './world/process.ts';
import { progressOn } from './world/progress.ts';
import { startWorld } from './world/world.ts';

const DIST_DIR = '.next-test';
/** Each mode of custody has a world, and so a data folder, of its own. */
const CUSTODY_MODE = process.env.CUSTODY_MODE || 'direct';
const DATA_DIR = CUSTODY_MODE === 'direct' ? '.data-e2e' : `.data-e2e-${CUSTODY_MODE}`;

/** What the world is made by, and the day it ends on: kept from another day it would first have to catch up. */
const madeBy = (): string =>
  [sourcesHash(['server', 'db', 'package-lock.json']), businessDateOf(new Date(Date.now())), CUSTODY_MODE].join(' ');

/** Puts the databases to the seeded state, or to nothing when what seeds them has changed. */
async function prepare(environment: Environment): Promise<void> {
  const stamp = join(environment.dataDir, 'made-by');
  const databases = await openDatabases(environment, { unsafeFast: true });
  try {
    const same = existsSync(stamp) && readFileSync(stamp, 'utf8') === madeBy();
    if (same && (await canRestore(databases))) await restoreWorld(databases);
    else if (databases.embedded) await restoreDatabases(databases.embedded.address, { empty: true });
    rmSync(stamp, { force: true });
  } finally {
    await databases.stop();
  }
}

/**
 * The world that browser tests run in: everything `npm start` runs, on free ports and a data folder of its own,
 * always from the seeded state. Writes where it is to DATA_DIR/world.json and stays until it is asked to end.
 */
orExplain(async () => {
  const [PORT, BANK_PORT] = [String(await anyPort()), String(await anyPort())];
  const environment = readEnvironment({ DATA_DIR: process.env.DATA_DIR || DATA_DIR, PORT, BANK_PORT, CUSTODY_MODE });
  const file = join(environment.dataDir, 'world.json');
  const ending = new AbortController();
  const starting = prepare(environment).then(() =>
    startWorld({
      environment,
      distDir: process.env.NEXT_DIST_DIR || DIST_DIR,
      progress: progressOn(process.stderr),
      unsafeFast: true,
      signal: ending.signal,
    }),
  );
  stopWhenAsked(async () => {
    ending.abort();
    rmSync(file, { force: true });
    await (await starting.catch(() => undefined))?.stop();
  });
  stopWithParent(() => process.kill(process.pid, 'SIGTERM'));
  const { portalUrl, bankUrl, pids } = await starting;
  writeFileSync(join(environment.dataDir, 'made-by'), madeBy());
  const told = { portalUrl, bankUrl, dataDir: environment.dataDir, pids: pids() };
  writeFileSync(file, JSON.stringify(told));
  process.stdout.write(`${JSON.stringify(told)}\n`);
  process.send?.(told);
});
