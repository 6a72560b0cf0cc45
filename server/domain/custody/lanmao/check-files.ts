import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import type { CheckFileArchive } from '../gateway.ts';

const LARGEST_FILE_BYTES = 2 ** 31;
const LARGEST_ANSWER_BYTES = 2 ** 20;

/** `PK\3\4` starts a zip, `PK\5\6` an empty one. */
const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

async function openArchive(path: string): Promise<CheckFileArchive> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  const entries = new Map<string, yauzl.Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.uncompressedSize > LARGEST_FILE_BYTES) throw new Error(`${entry.fileName} is too large`);
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    zip.close();
    throw error;
  }
  return {
    names: new Set(entries.keys()),
    open: async (name) => {
      const entry = entries.get(name);
      if (!entry) throw new Error(`the archive has no ${name}`);
      return zip.openReadStreamPromise(entry);
    },
    close: async () => zip.close(),
  };
}

/** Puts an archive that is arriving onto the disk, where nobody finds it: it has lost its name once it is open. */
async function store(pieces: Readable): Promise<CheckFileArchive> {
  const folder = await mkdtemp(join(tmpdir(), 'check-files-'));
  try {
    const path = join(folder, 'files.zip');
    await pipeline(pieces, createWriteStream(path, { mode: 0o600 }));
    return await openArchive(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The pieces until they are at least four bytes long: enough to know an archive by. */
async function beginningOf(pieces: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let read = Buffer.alloc(0);
  while (read.length < 4) {
    const { done, value } = await pieces.next();
    if (done) break;
    read = Buffer.concat([read, value]);
  }
  return read;
}

async function* continued(beginning: Buffer, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield beginning;
  try {
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  } finally {
    await pieces.return?.();
  }
}

/**
 * Takes an answer that is an archive of any length, or something else that is short: then its bytes.
 * @throws Error for an archive that is broken, or a file in it too large to be a check file
 */
export async function receiveArchive(
  body: AsyncIterable<Uint8Array>,
): Promise<{ archive: CheckFileArchive } | { bytes: Uint8Array }> {
  const pieces = body[Symbol.asyncIterator]();
  const beginning = await beginningOf(pieces);
  const all = Readable.from(continued(beginning, pieces), { objectMode: false });
  if (isZip(beginning)) return { archive: await store(all) };
  const read: Buffer[] = [];
  let length = 0;
  for await (const piece of all) {
    length += piece.length;
    if (length > LARGEST_ANSWER_BYTES) throw new Error('neither an archive nor an answer');
    read.push(piece);
  }
  return { bytes: Buffer.concat(read) };
}
