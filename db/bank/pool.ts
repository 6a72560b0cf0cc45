import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { openPoolWith, type Pool, type PoolOptions } from '../pool.ts';
import * as schema from './schema/all.ts';

export type BankDatabase = PostgresJsDatabase<typeof schema>;
export type BankTransaction = Parameters<Parameters<BankDatabase['transaction']>[0]>[0];
/** What a statement runs on: the pool, or a transaction of it. */
export type BankExecutor = Pick<BankDatabase, 'select' | 'insert' | 'update' | 'delete' | 'execute'>;
export type BankPool = Pool<BankDatabase>;

/** The bank's pool, on its own database. */
export function openBankPool(url: string, options: PoolOptions = {}): BankPool {
  return openPoolWith(url, { applicationName: 'bank', ...options }, (client) =>
    drizzle(client, { schema, casing: 'snake_case' }),
  );
}
