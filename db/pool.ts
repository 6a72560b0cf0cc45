import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/all.ts';

export type Database = PostgresJsDatabase<typeof schema>;
/** What a statement runs on: the pool, or a transaction of it. */
export type Executor = Pick<
  Database,
  'select' | 'insert' | 'update' | 'delete' | 'execute' | 'query' | '$with' | 'with'
>;

export type Pool<Db = Database> = { readonly db: Db; readonly sql: postgres.Sql; close: () => Promise<void> };
export type PoolOptions = { max?: number; applicationName?: string };

const openPools = new Set<{ rebuild: () => void }>();
let guarded = false;

/**
 * postgres.js throws from a timer, where nobody can catch it, when a connection closes between queueing a write and
 * flushing it (a TypeError inside its nextWrite). Exactly that error discards the pools; anything else still ends
 * the process. Queries that were under way fail by transaction()'s own time limit.
 */
function guardAgainstLostSockets(): void {
  if (guarded) return;
  guarded = true;
  process.on('uncaughtException', (error) => {
    const ours =
      error instanceof TypeError &&
      /postgres[\\/].*connection\.js/.test(error.stack ?? '') &&
      /nextWrite/.test(error.stack ?? '');
    if (!ours) {
      console.error(error);
      process.exit(1);
    }
    for (const pool of openPools) pool.rebuild();
  });
}

/**
 * A pool of connections, rebuilt when the guard discards it: read `db` and `sql` anew for each request or job.
 * Two clients, since drizzle changes the parsers of the one it is given.
 */
export function openPoolWith<Db>(url: string, options: PoolOptions, build: (client: postgres.Sql) => Db): Pool<Db> {
  guardAgainstLostSockets();
  const connect = (max: number) =>
    postgres(url, {
      max,
      connect_timeout: 5,
      idle_timeout: 60,
      backoff: (attempt) => Math.min(2, 0.05 * 2 ** attempt),
      onnotice: () => {},
      connection: { application_name: options.applicationName ?? 'manbiao' },
    });
  const open = () => {
    const client = connect(options.max ?? 10);
    return { client, db: build(client), raw: connect(2) };
  };
  let current = open();
  const closeClients = async (clients: typeof current): Promise<void> => {
    await Promise.allSettled([clients.client.end({ timeout: 1 }), clients.raw.end({ timeout: 1 })]);
  };
  const entry = {
    rebuild: () => {
      void closeClients(current);
      current = open();
    },
  };
  openPools.add(entry);
  return {
    get db() {
      return current.db;
    },
    get sql() {
      return current.raw;
    },
    close: async () => {
      openPools.delete(entry);
      await closeClients(current);
    },
  };
}

/** The portal's pool. */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  return openPoolWith(url, options, (client) => drizzle(client, { schema, casing: 'snake_case' }));
}
