import type { Readable } from 'node:stream';
import { UnreadableFile } from './checkfile.ts';

/** Lines that stand one after the other in a file; `first` is the number of the first, its header being line 1. */
export type Lines = Readonly<{ first: number; lines: readonly string[] }>;

const LONGEST_LINE = 2 ** 16;

/**
 * The lines of a file, as many at a time as a piece of it brings, so that a file of any length takes the same memory.
 * Throws UnreadableFile for what is not UTF-8 text of lines.
 */
export async function* fileLines(content: Readable, type: string): AsyncGenerator<Lines> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw new UnreadableFile(`${type} line ${first}: not UTF-8`);
    }
  };
  let [first, rest] = [1, ''];
  for await (const piece of content) {
    const lines = (rest + decode(piece)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new UnreadableFile(`${type} line ${first + lines.length}: no end`);
    if (lines.length === 0) continue;
    yield { first, lines };
    first += lines.length;
  }
  rest += decode();
  if (rest !== '') yield { first, lines: [rest] };
}
