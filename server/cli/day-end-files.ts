import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Pool } from '#db/pool.ts';
import { measureFile } from '#server/domain/day-end/measure-own-file.ts';
import { type MadeFile, madeFiles, ownFileName, ownFilePieces } from '#server/domain/day-end/own-files.ts';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { BadInput, type Command } from './command.ts';
import { withPool } from './portal-access.ts';

type Options = Readonly<{ date: PlainDate; out: string | undefined }>;

function readOptions(args: readonly string[]): Options {
  try {
    const options = { date: { type: 'string' }, out: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    if (values.date === undefined) throw new BadInput('give --date and a date such as 2026-03-31');
    return { date: plainDate(values.date), out: values.out };
  } catch (error) {
    throw error instanceof BadInput ? error : new BadInput(error instanceof Error ? error.message : String(error));
  }
}

async function write(pool: Pool, made: MadeFile, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, ownFileName(made));
  async function* text() {
    for await (const piece of ownFilePieces(pool, made)) yield piece.text;
  }
  await pipeline(Readable.from(text()), createWriteStream(path));
  writeFileSync(`${path}.sha256`, `${made.hash}  ${ownFileName(made)}\n`);
}

async function check(pool: Pool, made: MadeFile, out: string | undefined) {
  const { businessDate, version, file, hash, rows, bytes, through } = made;
  if (out !== undefined) await write(pool, made, out);
  const now = await measureFile(pool, file, { date: businessDate, through });
  return { file: ownFileName(made), version, rows, bytes, sha256: hash, same: now.hash === hash };
}

/**
 * `day-end files --date D [--out FOLDER]`: our own files of D, each version made from the books once more and held
 * against the hash it was given then; with --out also written there, each with its hash. Exit 2 when one differs.
 */
export const command: Command = async (args, input) => {
  const { date, out } = readOptions(args);
  const files = await withPool(input, async (pool) => {
    const checked = [];
    for (const made of await madeFiles(pool, [date])) checked.push(await check(pool, made, out));
    return checked;
  });
  if (files.length === 0) throw new BadInput(`no files of ${date} have been made`);
  return { value: { date, files }, good: files.every(({ same }) => same) };
};
