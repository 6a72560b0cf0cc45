import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { ZipFile } from 'yazl';
import { DATE, FILES, filledIn } from './day.ts';

const TYPES = ['RECHARGE', 'WITHDRAW', 'TRANSACTION', 'COMMISSION', 'BACKROLL_RECHARGE'];

async function* fileOf(sql: postgres.Sql, type: string, lines: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('表头\n');
  const query = FILES[type];
  if (!query) return;
  for await (const rows of sql.unsafe<{ line: string }[]>(filledIn(query, lines)).cursor(5_000)) {
    yield Buffer.from(rows.map(({ line }) => `${line}\n`).join(''));
  }
}

/** The bank's archive of the day, as it would be downloaded. */
export async function writeZip(sql: postgres.Sql, path: string, lines: number): Promise<void> {
  // Both accounts are found by an expression over the line, of whose values the planner knows nothing.
  await sql`set enable_nestloop = off`;
  const zip = new ZipFile();
  for (const type of TYPES) {
    const name = `${DATE.replaceAll('-', '')}_5000001104_${type}.txt`;
    zip.addReadStreamLazy(name, (give) => give(null, Readable.from(fileOf(sql, type, lines), { objectMode: false })));
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  await sql`reset enable_nestloop`;
}
