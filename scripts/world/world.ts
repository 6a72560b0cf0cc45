import { join } from 'node:path';
import { BootError, type Environment, type Variables } from '#server/environment.ts';
import { loadSecrets, registerPlatform } from '#server/secrets.ts';
import { attachPostgres } from '../postgres/attach.ts';
import { isAlive } from '../postgres/processes.ts';
import { build, isBuilt } from './build.ts';
import { type Child, programOf, runToEnd, supervise } from './child.ts';
import {
  canRestore,
  type Databases,
  discardHalfMade,
  keepWorld,
  openDatabases,
  restoreWorld,
  worldState,
} from './databases.ts';
import { untilHealthy } from './health.ts';
import { holdPort, type Release } from './ports.ts';
import type { Progress } from './progress.ts';
import { variablesOf } from './variables.ts';

const PORTAL_LIMIT_MS = 60_000;
const BANK_LIMIT_MS = 30_000;
const POSTGRES_LOOK_MS = 500;

export type WorldOptions = {
  /** With ports that are free: see ports.ts. */
  environment: Environment;
  /** The portal's build folder; built into when the sources have changed. */
  distDir: string;
  progress: Progress;
  /** The environment that the processes inherit; what `environment` says goes before it. */
  inherited?: Variables;
  /** Each line that a process prints is shown. */
  showOutput?: boolean;
  unsafeFast?: boolean;
  /** Ends a start under way. */
  signal?: AbortSignal;
};

export type World = {
  environment: Environment;
  databases: Databases;
  portalUrl: string;
  bankUrl: string | undefined;
  pids: () => Record<string, number>;
  /** Back to the seeded state. @throws BootError when none has been kept. */
  reset: () => Promise<void>;
  /** Ends everything in order: portal and worker, bank, database. */
  stop: () => Promise<void>;
};

type Cast = { bank: Child | undefined; worker: Child; portal: Child };

/** A small young generation halves the bank's memory: it streams, and keeps little. As in scripts/run.mjs. */
const leanOptions = ({ NODE_OPTIONS = '' }: Variables): Variables => ({
  NODE_OPTIONS: `${NODE_OPTIONS} --max-semi-space-size=4`.trim(),
});

function prepareCast(options: WorldOptions, databases: Databases): Cast {
  const { environment, distDir, progress, showOutput, inherited = process.env } = options;
  const shared = { logFolder: join(environment.dataDir, 'logs'), say: progress.say, showOutput };
  const variables = { ...inherited, ...variablesOf(environment, databases), NODE_ENV: 'production' };
  const child = (name: string, more: Variables = {}): Child =>
    supervise({ ...shared, name, program: programOf(name), variables: { ...variables, ...more } });
  return {
    bank: environment.simulatorUrl ? child('bank', leanOptions(inherited)) : undefined,
    worker: child('worker'),
    portal: child('portal', { NEXT_DIST_DIR: distDir }),
  };
}

async function startBank(cast: Cast, { environment, signal }: WorldOptions): Promise<void> {
  if (!cast.bank) return;
  await cast.bank.start();
  await untilHealthy(`${environment.simulatorUrl}/health`, BANK_LIMIT_MS, signal);
  if (!environment.demoMode || environment.custodyBankKeyFile) return;
  // Again each time: a simulator put back to an earlier state knows an earlier address of ours.
  const { platformPrivateKeyPem } = await loadSecrets(environment);
  await registerPlatform(environment, platformPrivateKeyPem, { refresh: true });
}

async function startPortal(cast: Cast, { environment, signal }: WorldOptions): Promise<void> {
  await cast.portal.start();
  // Asked where it listens: PUBLIC_URL may be a name that only others resolve.
  const { host, port } = environment;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const authority = reachable.includes(':') ? `[${reachable}]` : reachable;
  await untilHealthy(`http://${authority}:${port}/api/health`, PORTAL_LIMIT_MS, signal);
}

/** Whether the portal can begin before the bank: it asks it only when it does not know its key. */
const knowsBank = (environment: Environment): Promise<boolean> =>
  loadSecrets(environment).then(
    () => true,
    () => false,
  );

/** Bank, worker and portal; the portal, which takes longest, beside the others where it can. */
async function startCast(cast: Cast, options: WorldOptions): Promise<void> {
  const others = async (): Promise<void> => {
    await startBank(cast, options);
    await cast.worker.start();
  };
  if (await knowsBank(options.environment)) {
    await Promise.all([others(), startPortal(cast, options)]);
  } else {
    await others();
    await startPortal(cast, options);
  }
}

/** Whether a world is there, or none is wanted. */
async function isSeeded(cast: Cast, databases: Databases, environment: Environment): Promise<boolean> {
  if (!environment.demoMode || !cast.bank) return true;
  const state = await worldState(databases.databaseUrl);
  return state === 'own' || (state === 'made' && (!databases.embedded || (await canRestore(databases))));
}

/** Makes the demo world and keeps it for `npm run reset`. A copy is taken only of a database that nobody uses. */
async function seed(cast: Cast, databases: Databases, options: WorldOptions): Promise<void> {
  const { environment, progress, signal, inherited = process.env } = options;
  await progress.step('a short world, 45 days by the real verbs', async (detail) => {
    await startBank(cast, options);
    const variables = { ...inherited, ...variablesOf(environment, databases), NODE_ENV: 'production' };
    const logFolder = join(environment.dataDir, 'logs');
    await runToEnd({ name: 'seed', program: programOf('seed'), variables, logFolder, say: () => {} }, detail, signal);
    await cast.bank?.stop();
    await keepWorld(databases);
  });
}

/** A database server that ends under a running world comes back on the same port. */
function keepPostgresAlive(databases: Databases, { environment, progress, unsafeFast }: WorldOptions): () => void {
  let looking = false;
  const look = async (): Promise<void> => {
    const port = databases.embedded?.address.port;
    if (looking || port === undefined || isAlive(databases.embedded?.address.pid ?? 0)) return;
    looking = true;
    progress.say('! the database server has ended; starting it again');
    try {
      databases.embedded = await attachPostgres(environment.dataDir, { takeOver: true, unsafeFast, port });
    } catch (error) {
      progress.say(`! ${(error as Error).message}`);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), POSTGRES_LOOK_MS);
  return () => clearInterval(timer);
}

type Started = { cast?: Cast; databases?: Databases; letPostgresGo?: () => void; releasePort?: Release };

async function stopAll({ cast, databases, letPostgresGo, releasePort }: Started): Promise<void> {
  letPostgresGo?.();
  await releasePort?.();
  await Promise.all([cast?.portal.stop(), cast?.worker.stop()]);
  await cast?.bank?.stop();
  await databases?.embedded?.stop();
}

async function bringUp(options: WorldOptions, started: Started, signal: AbortSignal): Promise<void> {
  const { environment, distDir, progress } = options;
  const logFolder = join(environment.dataDir, 'logs');
  // Keys that nobody makes are missed before anything is begun.
  if (!environment.demoMode || !environment.simulatorUrl) await loadSecrets(environment);
  const releasePort = await holdPort(environment.host, environment.port);
  started.releasePort = releasePort;
  const built = isBuilt(distDir)
    ? Promise.resolve()
    : progress.step('portal, built from its sources', () => build(distDir, logFolder, signal));
  const behind = async (): Promise<void> => {
    const databases = await progress.step('database', async () => {
      const opened = await openDatabases(environment, { takeOver: true, unsafeFast: options.unsafeFast });
      started.databases = opened;
      await discardHalfMade(opened);
      await opened.migrate();
      return opened;
    });
    started.letPostgresGo = keepPostgresAlive(databases, options);
    const cast = prepareCast(options, databases);
    started.cast = cast;
    if (!(await isSeeded(cast, databases, environment))) await seed(cast, databases, options);
  };
  await Promise.all([built, behind()]);
  await releasePort();
  started.releasePort = undefined;
  const { cast } = started;
  if (cast) await progress.step('bank, worker and portal', () => startCast(cast, options));
}

/**
 * Brings up a whole world and keeps it up: database, bank, the seeded days at the first start, worker and portal,
 * each process started again when it ends unasked. When a step fails, all that was started is stopped.
 * @throws BootError with what failed, in words.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { environment } = options;
  const failing = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failing.signal]) : failing.signal;
  const started: Started = {};
  try {
    await bringUp({ ...options, signal }, started, signal);
  } catch (error) {
    failing.abort();
    await stopAll(started);
    throw options.signal?.aborted ? new BootError('Stopped while starting.', []) : error;
  }
  const { cast, databases } = started;
  if (!cast || !databases) throw new Error('a world without processes');
  const reset = async (): Promise<void> => {
    if (!(await canRestore(databases))) return restoreWorld(databases);
    await Promise.all([cast.portal.stop(), cast.worker.stop()]);
    await cast.bank?.stop();
    await restoreWorld(databases);
    await startCast(cast, options);
  };
  let resetting: Promise<void> | undefined;
  return {
    environment,
    databases,
    portalUrl: environment.publicUrl,
    bankUrl: environment.simulatorUrl,
    pids: () => {
      const children = [cast.bank, cast.worker, cast.portal].map((child) => [child?.name, child?.pid]);
      const named = [...children, ['postgres', databases.embedded?.address.pid]];
      return Object.fromEntries(named.filter(([, pid]) => pid !== undefined));
    },
    reset: () => {
      resetting ??= reset().finally(() => {
        resetting = undefined;
      });
      return resetting;
    },
    stop: async () => {
      await resetting?.catch(() => {});
      await stopAll(started);
    },
  };
}
