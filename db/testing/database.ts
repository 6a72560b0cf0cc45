import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { attachPostgres } from '#scripts/postgres/attach.ts';
import { type PostgresAddress, type PostgresUser, postgresUrl } from '#scripts/postgres/cluster.ts';
import { migrateBank } from '../bank/migrate.ts';
import { migratePortal } from '../migrate.ts';

export const TEST_DATA_DIR = process.env.TEST_DATA_DIR ?? '.data-test';

type Family = {
  name: 'manbiao' | 'bank';
  owner: PostgresUser;
  application: PostgresUser;
  migrations: string;
  migrate: (url: string) => Promise<void>;
};
const FAMILIES: Record<'portal' | 'bank', Family> = {
  portal: {
    name: 'manbiao',
    owner: 'manbiao_owner',
    application: 'manbiao',
    migrations: 'db/migrations',
    migrate: (url) => migratePortal(url, 'manbiao'),
  },
  bank: { name: 'bank', owner: 'bank', application: 'bank', migrations: 'db/bank/migrations', migrate: migrateBank },
};

/** A database of its own for one test file: the application's URL, the owner's, and a way to drop it. */
export type TestDatabase = { url: string; ownerUrl: string; address: PostgresAddress; drop: () => Promise<void> };

function migrationsHash(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort())
    hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Makes the migrated template once per schema; a race between test files is decided by the database's name. */
async function ensureTemplate(admin: postgres.Sql, address: PostgresAddress, family: Family): Promise<string> {
  const template = `${family.name}_template_${migrationsHash(family.migrations)}`;
  await admin`select pg_advisory_lock(hashtext(${template}))`;
  try {
    const [found] = await admin`select 1 from pg_database where datname = ${template}`;
    if (!found) {
      const half = `${template}_${randomBytes(4).toString('hex')}`;
      await admin.unsafe(`create database ${half} owner ${family.owner}`);
      await family.migrate(postgresUrl(address, family.owner, half));
      await admin.unsafe(`alter database ${half} rename to ${template}`);
    }
  } finally {
    await admin`select pg_advisory_unlock(hashtext(${template}))`;
  }
  return template;
}

/** Clones the migrated template of the portal or the bank on the tests' own embedded server. */
export async function createTestDatabase(which: 'portal' | 'bank'): Promise<TestDatabase> {
  const family = FAMILIES[which];
  const { address } = await attachPostgres(TEST_DATA_DIR, { unsafeFast: true });
  const admin = postgres(postgresUrl(address, 'postgres', 'postgres'), { max: 1, onnotice: () => {} });
  const name = `test_${family.name}_${process.pid}_${randomBytes(5).toString('hex')}`;
  try {
    const template = await ensureTemplate(admin, address, family);
    await admin.unsafe(`create database ${name} template ${template} owner ${family.owner} strategy file_copy`);
  } finally {
    await admin.end();
  }
  return describe(address, family, name);
}

function describe(address: PostgresAddress, family: Family, name: string): TestDatabase {
  return {
    url: postgresUrl(address, family.application, name),
    ownerUrl: postgresUrl(address, family.owner, name),
    address,
    drop: async () => {
      const again = postgres(postgresUrl(address, 'postgres', 'postgres'), { max: 1, onnotice: () => {} });
      await again.unsafe(`drop database if exists ${name} with (force)`);
      await again.end();
    },
  };
}

/** Another database with all that is in one of the bank's; nobody may be connected to that meanwhile. */
export async function openTestClone(
  { address, url }: TestDatabase,
  which: 'portal' | 'bank' = 'bank',
): Promise<TestDatabase> {
  const family = FAMILIES[which];
  const admin = postgres(postgresUrl(address, 'postgres', 'postgres'), { max: 1, onnotice: () => {} });
  const name = `test_${family.name}_${process.pid}_${randomBytes(5).toString('hex')}`;
  const source = new URL(url).pathname.slice(1);
  try {
    await admin.unsafe(`create database ${name} template ${source} owner ${family.owner} strategy file_copy`);
  } finally {
    await admin.end();
  }
  return describe(address, family, name);
}
