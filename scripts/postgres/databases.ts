import postgres from 'postgres';
import { type PostgresAddress, postgresUrl, USERS } from './cluster.ts';

const DATABASES = [
  { name: 'manbiao', owner: 'manbiao_owner', guests: ['manbiao'] },
  { name: 'bank', owner: 'bank', guests: [] },
] as const;
const KEPT = '_seeded';

async function asSuperuser<Result>(
  address: PostgresAddress,
  work: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const sql = postgres(postgresUrl(address, 'postgres', 'postgres'), { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

const exists = async (sql: postgres.Sql, database: string): Promise<boolean> =>
  (await sql`select 1 from pg_database where datname = ${database}`).length > 0;

/** Neither side can connect to the other's database. A copy does not inherit this, so it is said anew each time. */
async function createDatabase(sql: postgres.Sql, database: (typeof DATABASES)[number], from?: string): Promise<void> {
  const template = from ? ` template ${from} strategy file_copy` : '';
  await sql.unsafe(`create database ${database.name} owner ${database.owner}${template}`);
  await sql.unsafe(`revoke connect on database ${database.name} from public`);
  for (const guest of database.guests) await sql.unsafe(`grant connect on database ${database.name} to ${guest}`);
}

/** Makes what is missing of roles and databases; a database that a broken reset lost comes back from its copy. */
export async function ensureDatabases(address: PostgresAddress): Promise<void> {
  await asSuperuser(address, async (sql) => {
    for (const user of USERS.slice(1)) {
      const [found] = await sql`select 1 from pg_roles where rolname = ${user}`;
      if (!found) await sql.unsafe(`create role ${user} login password '${address.users[user]}'`);
    }
    for (const database of DATABASES) {
      if (await exists(sql, database.name)) continue;
      const kept = database.name + KEPT;
      await createDatabase(sql, database, (await exists(sql, kept)) ? kept : undefined);
    }
  });
}

/** Keeps a copy of both databases as they are now. Nobody may be connected to them: throws otherwise. */
export async function keepSeeded(address: PostgresAddress): Promise<void> {
  await asSuperuser(address, async (sql) => {
    for (const { name, owner } of DATABASES) {
      await sql.unsafe(`drop database if exists ${name}${KEPT}`);
      await sql.unsafe(`create database ${name}${KEPT} owner ${owner} template ${name} strategy file_copy`);
      await sql.unsafe(`revoke connect on database ${name}${KEPT} from public`);
    }
  });
}

export const hasKeptSeeded = (address: PostgresAddress): Promise<boolean> =>
  asSuperuser(address, async (sql) => {
    for (const { name } of DATABASES) if (!(await exists(sql, name + KEPT))) return false;
    return true;
  });

/** Puts both databases back to the kept copy, or to nothing when `empty`; whoever is connected is thrown out. */
export async function restoreDatabases(address: PostgresAddress, { empty = false } = {}): Promise<void> {
  await asSuperuser(address, async (sql) => {
    for (const database of DATABASES) {
      await sql.unsafe(`drop database if exists ${database.name} with (force)`);
      if (empty) await sql.unsafe(`drop database if exists ${database.name}${KEPT} with (force)`);
      await createDatabase(sql, database, empty ? undefined : database.name + KEPT);
    }
  });
}
