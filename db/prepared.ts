import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Transaction } from './transaction.ts';

const dialect = new PgDialect({ casing: 'snake_case' });

/**
 * Runs a statement of a hot path as a prepared one: planned once for a connection, one round trip instead of two, and
 * sent together with its neighbours when they are awaited together. For statements of constant text only: lists go
 * through `arrayOf`.
 */
export function executePrepared(tx: Transaction, statement: SQL): Promise<readonly Record<string, unknown>[]> {
  // Drizzle prepares what has a name; the driver then names it itself, by its text.
  const query = tx._.session.prepareQuery(dialect.sqlToQuery(statement), undefined, 'hot', false);
  return query.execute() as Promise<readonly Record<string, unknown>[]>;
}
