import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

const LARGEST_FILE_BYTES = 512 * 1024 * 1024;

/** `PK\3\4` starts a zip, `PK\5\6` an empty one. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

/** The text files of a zip by name. Throws for an archive that is broken, or a file too large to be a check file. */
export async function readZip(bytes: Uint8Array): Promise<Map<string, string>> {
  const archive = await yauzl.fromBufferPromise(Buffer.from(bytes));
  const files = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    if (entry.uncompressedSize > LARGEST_FILE_BYTES) throw new Error(`${entry.fileName} is too large`);
    const content = await buffer(await archive.openReadStreamPromise(entry));
    files.set(entry.fileName, content.toString('utf8'));
  }
  return files;
}
