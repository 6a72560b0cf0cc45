import { connect as connectSocket, type Socket } from 'node:net';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { endTransactionsWithConnection, isLostWrite } from './lost-connection.ts';
import { prepareRepeated } from './repeated-statements.ts';
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
 * Writes lost in the driver discard all pools, since nothing says whose they were; any other uncaught error still
 * ends the process. Queries that were under way fail by transaction()'s own time limit.
 */
function guardAgainstLostWrites(): void {
  if (guarded) return;
  guarded = true;
  process.on('uncaughtException', (error) => {
    if (!isLostWrite(error)) {
      console.error(error);
      process.exit(1);
    }
    for (const pool of openPools) pool.rebuild();
  });
}

type Address = Readonly<{ host: readonly string[]; port: readonly number[]; path?: string | false }>;

/**
 * The driver's own socket gathers small writes, and then the end of a COPY waits 40 ms until the server has acknowledged
 * its rows. This one does not; what the driver writes before it is connected is sent when it is.
 */
function openSocket({ host, port, path }: Address): Socket {
  if (path) return connectSocket({ path });
  return connectSocket({ host: host[0] ?? 'localhost', port: port[0] ?? 5432, noDelay: true });
}

type Clients<Db> = { client: postgres.Sql; db: Db; raw: postgres.Sql };

/** Ends both clients; what is under way has `seconds` to finish. */
async function closeClients(clients: Clients<unknown>, seconds: number): Promise<void> {
  await Promise.allSettled([clients.client.end({ timeout: seconds }), clients.raw.end({ timeout: seconds })]);
}

/**
 * A pool of connections. A lost connection discards its clients, because the driver may have left half a message in
 * one of them: read `db` and `sql` anew for each request or job. Two clients, since drizzle changes the parsers of
 * the one it is given.
 */
export function openPoolWith<Db>(url: string, options: PoolOptions, build: (client: postgres.Sql) => Db): Pool<Db> {
  guardAgainstLostWrites();
  const connect = (max: number, onLost: () => void): postgres.Sql => {
    // The driver's types do not know the option `socket`.
    const settings = {
      max,
      connect_timeout: 5,
      idle_timeout: 60,
      // The driver asks for array types on its own and lets that fail where nobody catches it; arrays go through
      // arrayOf, which needs no types.
      fetch_types: false,
      backoff: (attempt: number) => Math.min(2, 0.05 * 2 ** attempt),
      onnotice: () => {},
      socket: openSocket,
      connection: { application_name: options.applicationName ?? 'manbiao' },
    };
    const client = postgres(url, settings);
    endTransactionsWithConnection(client, onLost);
    prepareRepeated(client);
    return client;
  };
  const open = (): Clients<Db> => {
    const onLost = (): void => {
      if (current === opened) rebuild();
    };
    const client = connect(options.max ?? 10, onLost);
    const opened = { client, db: build(client), raw: connect(2, onLost) };
    return opened;
  };
  const retired = new Set<Clients<Db>>();
  const rebuild = (): void => {
    const old = current;
    current = open();
    retired.add(old);
    void closeClients(old, 5).then(() => retired.delete(old));
  };
  let current = open();
  const entry = { rebuild };
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
      await Promise.all([current, ...retired].map((clients) => closeClients(clients, 1)));
    },
  };
}

/** The portal's pool. */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  return openPoolWith(url, options, (client) => drizzle(client, { schema, casing: 'snake_case' }));
}
