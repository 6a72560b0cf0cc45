import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Tables that the application may add to and read, but never change: the books and the audit trail. */
export const APPEND_ONLY = [
  'journal',
  'entry',
  'audit',
  'notice',
  'score',
  'source_report',
  'penalty_day',
  'certificate',
  'day_file',
] as const;

/**
 * Brings the portal's database to the newest schema as its owner, and gives the application's role what it may do:
 * everything but UPDATE and DELETE on append-only tables.
 */
export async function migratePortal(ownerUrl: string, applicationRole: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await migrate(drizzle(sql, { casing: 'snake_case' }), {
      migrationsFolder: new URL('./migrations', import.meta.url).pathname,
    });
    const role = `"${applicationRole.replaceAll('"', '""')}"`;
    await sql.unsafe(`grant usage on schema public to ${role}`);
    await sql.unsafe(`grant select, insert, update, delete on all tables in schema public to ${role}`);
    await sql.unsafe(`revoke update, delete, truncate on ${APPEND_ONLY.join(', ')} from ${role}`);
  } finally {
    await sql.end();
  }
}
