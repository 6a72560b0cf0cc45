import postgres from 'postgres';
import { BootError, type Environment } from '#server/environment.ts';
import { type Attached, attachPostgres } from '../postgres/attach.ts';
import { postgresUrl } from '../postgres/cluster.ts';
import { hasKeptSeeded, keepSeeded, restoreDatabases } from '../postgres/databases.ts';
import { pendingMigrations } from './migrations.ts';

/** The databases of one world: the embedded server's, or those that the environment names. */
export type Databases = {
  databaseUrl: string;
  bankDatabaseUrl: string | undefined;
  /** Undefined for databases that others run: they are never thrown away from here. */
  embedded: Attached | undefined;
  migrate: () => Promise<void>;
  stop: () => Promise<void>;
};

export type DatabaseOptions = {
  /** Become the one who stops the embedded server. */
  takeOver?: boolean;
  /** For tests: faster, at the price of a loss when the power goes. */
  unsafeFast?: boolean;
  port?: number;
};

/** Brings the portal's schema up to date as its owner, when anything is missing. */
async function migrateIfPending(ownerUrl: string, applicationRole: string): Promise<void> {
  if ((await pendingMigrations(ownerUrl, 'db/migrations')) === 0) return;
  const { migratePortal } = await import('#db/migrate.ts');
  await migratePortal(ownerUrl, applicationRole);
}

const userOf = (url: string): string => decodeURIComponent(new URL(url).username);

async function isMigrated(databaseUrl: string): Promise<boolean> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    const [row] = await sql`select to_regclass('public.journal') is not null as there`;
    return row?.there === true;
  } catch (error) {
    throw new BootError(`DATABASE_URL does not answer (${(error as Error).message}).`, []);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function external(environment: Environment, databaseUrl: string): Databases {
  const { migrateDatabaseUrl, bankDatabaseUrl } = environment;
  return {
    databaseUrl,
    bankDatabaseUrl,
    embedded: undefined,
    migrate: async () => {
      if (migrateDatabaseUrl) await migrateIfPending(migrateDatabaseUrl, userOf(databaseUrl));
      else if (!(await isMigrated(databaseUrl)))
        throw new BootError('The database of DATABASE_URL is empty: give its owner in MIGRATE_DATABASE_URL once.', []);
    },
    stop: async () => {},
  };
}

/** Finds the databases of an environment, starting the embedded server when none is named and none runs yet. */
export async function openDatabases(environment: Environment, options: DatabaseOptions = {}): Promise<Databases> {
  if (environment.databaseUrl) return external(environment, environment.databaseUrl);
  const embedded = await attachPostgres(environment.dataDir, options);
  return {
    databaseUrl: postgresUrl(embedded.address, 'manbiao', 'manbiao'),
    bankDatabaseUrl: postgresUrl(embedded.address, 'bank', 'bank'),
    embedded,
    migrate: () => migrateIfPending(postgresUrl(embedded.address, 'manbiao_owner', 'manbiao'), 'manbiao'),
    stop: embedded.stop,
  };
}

/** How far the demo world is: not begun, broken off, there, or somebody's own data that no world is added to. */
export type WorldState = 'none' | 'half' | 'made' | 'own';

export async function worldState(databaseUrl: string): Promise<WorldState> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const [there] = await sql`select to_regclass('public.counter') is not null as counted`;
    if (!there?.counted) return 'none';
    const [mark] = await sql`select last from counter where name = 'demo-world'`;
    if (mark) return Number(mark.last) === 2 ? 'made' : 'half';
    const [member] = await sql`select 1 from member limit 1`;
    return member ? 'own' : 'none';
  } finally {
    await sql.end();
  }
}

/** Keeps the seeded state of an embedded world for `npm run reset`, unless that has been done. Nobody may be connected. */
export async function keepWorld(databases: Databases): Promise<void> {
  if (databases.embedded && !(await hasKeptSeeded(databases.embedded.address)))
    await keepSeeded(databases.embedded.address);
}

/** Whether there is a state to go back to. */
export const canRestore = async (databases: Databases): Promise<boolean> =>
  databases.embedded !== undefined && (await hasKeptSeeded(databases.embedded.address));

/**
 * Back to the seeded state, brought to the newest schema.
 * @throws BootError when there is none.
 */
export async function restoreWorld(databases: Databases): Promise<void> {
  if (!databases.embedded)
    throw new BootError('These databases are not the embedded ones: recreate them, then run npm run seed.', []);
  if (!(await canRestore(databases)))
    throw new BootError('No seeded state has been kept here yet: npm start makes one.', []);
  await restoreDatabases(databases.embedded.address);
  await databases.migrate();
}

/** Throws a half-made world away. Only an embedded one: nobody else's data is touched. */
export async function discardHalfMade(databases: Databases): Promise<void> {
  if ((await worldState(databases.databaseUrl)) !== 'half') return;
  if (!databases.embedded)
    throw new BootError('The demo world in DATABASE_URL is half made: recreate both databases and start again.', []);
  await restoreDatabases(databases.embedded.address, { empty: true });
}
