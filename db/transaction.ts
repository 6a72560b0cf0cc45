import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgTransaction } from 'drizzle-orm/pg-core';
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { Database } from './pool.ts';

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

const ATTEMPTS = 8;
const TIME_LIMIT_MS = 30_000;

const RETRIED = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '08000',
  '08003',
  '08006',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'TIME_LIMIT',
]);

function codeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}

/** Whether the error says that another try may succeed: a lost race or a lost connection. */
export const isTransient = (error: unknown): boolean => RETRIED.has(codeOf(error) ?? '');

async function withinTimeLimit<Result>(work: Promise<Result>, timeLimitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(Object.assign(new Error('the database did not answer in time'), { code: 'TIME_LIMIT' })),
      timeLimitMs,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** A pause that doubles from 20 ms to about a second, with jitter: waiters of one deadlock must not meet again. */
const pause = (attempt: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.min(1000, 20 * 2 ** attempt) * (0.5 + Math.random())));

export type TransactionOptions = Readonly<{
  /** How long one try may take; half a minute when absent. Longer only for what handles a whole day at once. */
  timeLimitMs?: number;
}>;

/**
 * Every write goes through here: one transaction at READ COMMITTED, tried again on deadlock, serialization failure
 * or a lost connection. A lost COMMIT may have taken effect, so `work` must be harmless when repeated.
 */
export async function transaction<Schema extends Record<string, unknown>, Result>(
  source: { readonly db: PgDatabase<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>> },
  work: (tx: PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>) => Promise<Result>,
  { timeLimitMs = TIME_LIMIT_MS }: TransactionOptions = {},
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await withinTimeLimit(
        source.db.transaction((tx) => work(tx as never)),
        timeLimitMs,
      );
    } catch (error) {
      if (attempt + 1 >= ATTEMPTS || !isTransient(error)) throw error;
      await pause(attempt);
    }
  }
}
