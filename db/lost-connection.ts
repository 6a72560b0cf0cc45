import type postgres from 'postgres';

type Work = (sql: postgres.TransactionSql) => unknown;

/** What the driver and the server say when a connection is gone or going: nothing can be rolled back on it. */
const LOST = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'EPIPE',
]);

/** Whether the error tells of a connection that was lost, as the driver throws it or as drizzle wraps it. */
export function isLostConnection(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return LOST.has(cause.code);
  }
  return false;
}

const never = (): Promise<never> => new Promise(() => {});
const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

/**
 * Ends a transaction together with its connection. postgres.js 3.4.9 does not: `begin` rejects, but the work goes
 * on, and its next statement is written to a connection that has no socket (an uncatchable TypeError) or has
 * meanwhile been opened anew, where it would commit by itself. Here such a statement throws, and the driver is
 * never told that the work has ended, so that it does not roll back on a connection it has lost.
 */
export function endTransactionsWithConnection(client: postgres.Sql, onLost: () => void): void {
  const begin = client.begin.bind(client) as (options: string, work: Work) => Promise<unknown>;
  const safely = (options: string, work: Work): Promise<unknown> => {
    let ended = false;
    const running = begin(options, async (sql) => {
      try {
        const result = await work(refusing(sql, () => ended));
        return ended ? never() : result;
      } catch (error) {
        await nextTurn();
        if (ended || isLostConnection(error)) return never();
        throw error;
      }
    });
    running.then(
      () => {
        ended = true;
      },
      (error) => {
        ended = true;
        if (isLostConnection(error)) onLost();
      },
    );
    return running;
  };
  client.begin = ((first: string | Work, second?: Work) =>
    typeof first === 'string' && second ? safely(first, second) : safely('', first as Work)) as typeof client.begin;
}

/** The transaction's client, refusing every statement once the transaction has ended. */
function refusing(sql: postgres.TransactionSql, hasEnded: () => boolean): postgres.TransactionSql {
  const check = (): void => {
    if (hasEnded())
      throw Object.assign(new Error('the transaction ended with its connection'), { code: 'CONNECTION_CLOSED' });
  };
  return new Proxy(sql, {
    apply: (target, self, args) => {
      check();
      return Reflect.apply(target, self, args);
    },
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (name === 'unsafe')
        return (...args: unknown[]) => {
          check();
          return Reflect.apply(value, target, args);
        };
      if (name === 'savepoint')
        return (...args: unknown[]) => {
          check();
          const work = args.pop() as Work;
          return Reflect.apply(value, target, [...args, (inner: never) => work(refusing(inner, hasEnded))]);
        };
      return value;
    },
  });
}

/**
 * Exactly the error that postgres.js 3.4.9 throws from a timer, where nobody can catch it, when a connection closes
 * between the queueing of a write and its flushing: the topmost frame is its nextWrite, called by nobody but the
 * event loop.
 */
export function isLostWrite(error: unknown): boolean {
  if (!(error instanceof TypeError) || error.message !== "Cannot read properties of null (reading 'write')")
    return false;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return (
    /^\s+at Immediate\.nextWrite \(.*[\\/]postgres[\\/](?:cjs[\\/])?src[\\/]connection\.js:\d+:\d+\)$/.test(
      frames[0] ?? '',
    ) && frames.slice(1).every((frame) => /node:internal\/|\(internal\//.test(frame))
  );
}
