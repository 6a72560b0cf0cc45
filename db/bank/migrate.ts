import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Tables the bank adds to and never changes. */
export const BANK_APPEND_ONLY = ['transfer', 'notify_delivery', 'file_confirmation', 'request_number'] as const;

/** Brings the bank's database to its newest schema; the owner gives up changing what is in the book. */
export async function migrateBank(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await migrate(drizzle(sql, { casing: 'snake_case' }), {
      migrationsFolder: new URL('./migrations', import.meta.url).pathname,
    });
    await sql.unsafe(`revoke update, delete, truncate on ${BANK_APPEND_ONLY.join(', ')} from current_user`);
  } finally {
    await sql.end();
  }
}
