import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { UnreadableFile } from './checkfile.ts';
import { fileLines } from './file-lines.ts';

const inPieces = (bytes: Buffer, length: number): Readable =>
  Readable.from(
    (function* () {
      for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
    })(),
  );
async function numbered(content: Readable): Promise<[number, string][]> {
  const read: [number, string][] = [];
  for await (const { first, lines } of fileLines(content, 'RECHARGE'))
    for (const [index, line] of lines.entries()) read.push([first + index, line]);
  return read;
}

test.each([1, 2, 3, 5, 100])('lines are whole and numbered, however they come: %i bytes at a time', async (length) => {
  const expected = [
    [1, '充值时间'],
    [2, 'a'],
    [3, ''],
    [4, '最后'],
  ];
  expect(await numbered(inPieces(Buffer.from('充值时间\na\n\n最后\n'), length))).toEqual(expected);
  expect(await numbered(inPieces(Buffer.from('充值时间\na\n\n最后'), length))).toEqual(expected);
});

test('an empty file has no lines', async () => {
  expect(await numbered(Readable.from([]))).toEqual([]);
});

test('what is not text of lines is told by the line', async () => {
  await expect(numbered(Readable.from([Buffer.from('a\nb'), Buffer.from([0xff, 0xfe])]))).rejects.toThrow(
    new UnreadableFile('RECHARGE line 2: not UTF-8'),
  );
  await expect(numbered(Readable.from([Buffer.from([0xe5])]))).rejects.toThrow('line 1: not UTF-8');
  await expect(numbered(Readable.from([Buffer.from('a\n'), Buffer.alloc(70_000, 'b')]))).rejects.toThrow(
    'line 2: no end',
  );
});
