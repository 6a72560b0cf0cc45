import { pipeline } from 'node:stream/promises';
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type postgres from 'postgres';
import type { Transaction } from './transaction.ts';

type Driven = Readonly<{ client: Pick<postgres.Sql, 'unsafe'> }>;

/** A null of COPY's text form. */
export const COPY_NULL = '\\N';

const SPECIAL = /[\\\t\r\n]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\r': '\\r', '\n': '\\n' };
/** A text as a field of COPY's text form. */
export const copyText = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\t\r\n]/g, (special) => ESCAPES[special] ?? special) : text;

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Streams rows into a table: lines of COPY's text form, fields parted by tabs in the order of the table's columns,
 * each line ended by a line feed; a piece may hold any number of them. As fast as the server takes them, and no
 * faster: memory does not grow with their number.
 */
export async function copyInto(tx: Transaction, table: PgTable, pieces: AsyncIterable<string>): Promise<void> {
  const columns = Object.keys(getTableColumns(table)).map((name) => `"${snake(name)}"`);
  const { client } = tx._.session as unknown as Driven;
  const sink = await client.unsafe(`copy ${getTableName(table)} (${columns.join(', ')}) from stdin`).writable();
  await pipeline(pieces, sink);
}
