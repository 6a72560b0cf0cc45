import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import postgres from 'postgres';

const ROOT = resolve(import.meta.dirname, '../..');

/** How many migrations the code has that the database has not, asked without drizzle, which takes long to load. */
export async function pendingMigrations(databaseUrl: string, folder: string): Promise<number> {
  const journal = readFileSync(join(ROOT, folder, 'meta/_journal.json'), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: readonly { when: number }[] };
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
    if (!table?.there) return entries.length;
    // drizzle goes by the time of the newest one it has run.
    const [row] = await sql`select max(created_at) as newest from drizzle.__drizzle_migrations`;
    return entries.filter(({ when }) => when > Number(row?.newest ?? 0)).length;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
