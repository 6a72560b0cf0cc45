import type postgres from 'postgres';

type Unsafe = (text: string, parameters?: unknown[], options?: { prepare?: boolean }) => unknown;
type Work = (sql: postgres.TransactionSql) => unknown;

/** A connection keeps what it has prepared until it is closed, so lists of ever new lengths must not fill the server. */
const MOST_TEXTS = 600;
const LONGEST_TEXT = 8_000;

/**
 * Remembers the texts that have been run, up to a bound. @returns whether a text was run before, so that preparing
 * it saves planning and one of two round trips from now on
 */
export function rememberTexts(most = MOST_TEXTS): (text: string) => boolean {
  const seen = new Set<string>();
  return (text) => {
    if (seen.has(text)) return true;
    if (seen.size < most && text.length <= LONGEST_TEXT) seen.add(text);
    return false;
  };
}

const isRepeated = rememberTexts();

/** The driver's `unsafe`, preparing every statement with parameters that is not run for the first time. */
export function preparing(run: Unsafe): Unsafe {
  return (text, parameters, options) => {
    const prepare = options?.prepare || (parameters !== undefined && parameters.length > 0 && isRepeated(text));
    return run(text, parameters, { ...options, prepare });
  };
}

/** Has a client prepare what it runs again, in transactions too. */
export function prepareRepeated(client: postgres.Sql): void {
  const unsafeOf = (sql: postgres.ISql): Unsafe => preparing(sql.unsafe.bind(sql) as Unsafe);
  const begin = client.begin.bind(client) as (options: string, work: Work) => Promise<unknown>;
  client.unsafe = unsafeOf(client) as typeof client.unsafe;
  client.begin = ((first: string | Work, second?: Work) => {
    const work = typeof first === 'string' && second ? second : (first as Work);
    return begin(typeof first === 'string' ? first : '', (sql) => {
      const unsafe = unsafeOf(sql);
      return work(new Proxy(sql, { get: (target, name) => (name === 'unsafe' ? unsafe : Reflect.get(target, name)) }));
    });
  }) as typeof client.begin;
}
