import { createHash } from 'node:crypto';
import type { DayFileName } from '#db/schema/operations.ts';
import type { Scope } from './own-file.ts';
import { OWN_FILES, type ReadsBooks } from './own-files.ts';

export type Measure = Readonly<{ rows: number; bytes: number; hash: string }>;
/** Reads a file from the books once, and keeps nothing of it but its size and its SHA-256. */
export async function measureFile(ctx: ReadsBooks, file: DayFileName, scope: Scope): Promise<Measure> {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  for await (const piece of OWN_FILES[file](ctx.db, scope)) {
    const encoded = Buffer.from(piece.text);
    hash.update(encoded);
    rows += piece.rows;
    bytes += encoded.length;
  }
  return { rows, bytes, hash: hash.digest('hex') };
}
