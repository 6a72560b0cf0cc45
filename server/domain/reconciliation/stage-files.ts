import { eq } from 'drizzle-orm';
import { COPY_NULL, copyInto, copyText } from '#db/copy.ts';
import { checkfileRow } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { CheckFileArchive } from '../custody/gateway.ts';
import { CHECK_FILES, type CheckFile, fileNameOf, readLine, UnreadableFile } from './checkfile.ts';
import { fileLines, type Lines } from './file-lines.ts';

type Staged = { rows: number };

const orNull = (text: string | null): string => (text === null ? COPY_NULL : copyText(text));

/** One line of a check file as a row of `checkfile_row`, its fields in the order of the table's columns. */
function rowOf(date: PlainDate, file: CheckFile, text: string, rowNumber: number): string {
  const line = readLine(file, text.endsWith('\r') ? text.slice(0, -1) : text, rowNumber);
  const { amount, interest, occurredAt, raw } = line;
  const keys = `${copyText(line.matchKey)}\t${copyText(line.requestNo)}\t${copyText(line.bizType)}`;
  const parties = `${orNull(line.sourceUserNo)}\t${orNull(line.targetUserNo)}\t${orNull(line.projectNo)}`;
  return `${date}\t${file}\t${rowNumber}\t${keys}\t${amount}\t${interest ?? COPY_NULL}\t${parties}\t${occurredAt}\t${copyText(raw)}\n`;
}

/** The rows of some lines of a file, the header left out. Throws UnreadableFile with the number of the line. */
function rowsOf(date: PlainDate, file: CheckFile, { first, lines }: Lines): string {
  let rows = '';
  for (const [index, line] of lines.entries()) {
    const number = first + index;
    if (number === 1) continue;
    try {
      rows += rowOf(date, file, line, number - 1);
    } catch (error) {
      throw new UnreadableFile(`${file} line ${number}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return rows;
}

async function* stagedRows(date: PlainDate, archive: CheckFileArchive, platformNo: string, staged: Staged) {
  for (const file of CHECK_FILES) {
    const name = fileNameOf(date, platformNo, file);
    if (!archive.names.has(name)) throw new UnreadableFile(`the files of ${date} have no ${file}`);
    let length = 0;
    for await (const lines of fileLines(await archive.open(name), file)) {
      length += lines.lines.length;
      yield rowsOf(date, file, lines);
    }
    if (length === 0) throw new UnreadableFile(`${file} has no header`);
    staged.rows += length - 1;
  }
}

/**
 * Replaces what is staged of a date by the lines of its five check files, in one pass and without holding them.
 * @returns how many
 * @throws UnreadableFile when a file is missing or broken
 */
export async function stageFiles(
  tx: Transaction,
  date: PlainDate,
  archive: CheckFileArchive,
  platformNo: string,
): Promise<number> {
  const staged = { rows: 0 };
  await tx.delete(checkfileRow).where(eq(checkfileRow.businessDate, date));
  await copyInto(tx, checkfileRow, stagedRows(date, archive, platformNo, staged));
  return staged.rows;
}
