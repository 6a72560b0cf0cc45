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
  if (query) yield* await sql.unsafe(`copy (${filledIn(query, lines)}) to stdout`).readable();
}

/** The bank's archive of the day, as it would be downloaded. */
export async function writeZip(sql: postgres.Sql, path: string, lines: number): Promise<void> {
  const zip = new ZipFile();
  for (const type of TYPES) {
    const name = `${DATE.replaceAll('-', '')}_5000001104_${type}.txt`;
    zip.addReadStreamLazy(name, (give) => give(null, Readable.from(fileOf(sql, type, lines), { objectMode: false })));
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}
