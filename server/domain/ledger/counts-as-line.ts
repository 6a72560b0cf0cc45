import { type SQL, sql } from 'drizzle-orm';

/** Whether the posting `j` (journal) still stands for its line: no correction has put another in its place. */
export const countsAsLine: SQL = sql`not exists (select 1 from journal after where after.replaces_id = j.id)`;
