import { fromDecimalText } from '#server/primitives/money.ts';
import { UnreadableFile } from './checkfile.ts';
import type { Holding } from './compare.ts';

/** Columns are found by their headings, since the file is an extension that only some banks have. */
function columnWith(headings: readonly string[], word: string): number {
  const index = headings.findIndex((heading) => heading.includes(word));
  if (index < 0) throw new UnreadableFile(`BALANCE has no column ${word}`);
  return index;
}

/** What each virtual account held at the end of the day, by platformUserNo. Throws UnreadableFile. */
export function parseBalanceFile(content: string): Map<string, Holding> {
  const [header = '', ...lines] = content.split('\n');
  const headings = header.split(',');
  const [user, available, frozen] = ['平台用户编号', '可用', '冻结'].map((word) => columnWith(headings, word));
  const holdings = new Map<string, Holding>();
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const cells = line.split(',');
    try {
      const cell = (column: number | undefined): string => cells[column ?? -1] ?? '';
      holdings.set(cell(user), {
        available: fromDecimalText(cell(available)),
        frozen: fromDecimalText(cell(frozen)),
      });
    } catch (error) {
      throw new UnreadableFile(`BALANCE line ${index + 2}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return holdings;
}
