import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Brings the bank's database to its newest schema. */
export async function migrateBank(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await migrate(drizzle(sql, { casing: 'snake_case' }), {
      migrationsFolder: new URL('./migrations', import.meta.url).pathname,
    });
  } finally {
    await sql.end();
  }
}
