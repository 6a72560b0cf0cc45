import postgres from 'postgres';
import type { TestDatabase } from '#db/testing/database.ts';
import { postgresUrl } from '#scripts/postgres/cluster.ts';

/** A database's content at one moment, to which it can be put back while its clients stay connected. */
export type Snapshot = Readonly<{
  /** Puts back every table that has changed. @returns their names */
  restore: () => Promise<string[]>;
  close: () => Promise<void>;
}>;

/** Opens a database as the server's superuser, who alone may set foreign keys aside. */
function asSuperuser({ address, url }: TestDatabase): postgres.Sql {
  const name = new URL(url).pathname.slice(1);
  return postgres(postgresUrl(address, 'postgres', name), { max: 1, onnotice: () => {} });
}

/** Keeps a copy of every table beside it. */
export async function keep(database: TestDatabase): Promise<Snapshot> {
  const sql = asSuperuser(database);
  const rows = await sql<{ name: string }[]>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by tablename`;
  const tables = rows.map(({ name }) => name);
  await sql.unsafe(
    `create schema kept; ${tables.map((name) => `create table kept.${name} as table public.${name}`).join(';')}`,
  );
  const sumOf = (schema: string, name: string): string =>
    `(select coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from ${schema}.${name} t)`;
  const changed = tables
    .map((name) => `select '${name}' as name where ${sumOf('public', name)} <> ${sumOf('kept', name)}`)
    .join(' union all ');
  return {
    restore: () =>
      sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        const differing = (await tx.unsafe<{ name: string }[]>(changed)).map(({ name }) => name);
        for (const name of differing)
          await tx.unsafe(`delete from public.${name}; insert into public.${name} select * from kept.${name}`);
        return differing;
      }),
    close: () => sql.end(),
  };
}
