import { and, eq, sql } from 'drizzle-orm';
import { COPY_NULL, copyInto, copyText } from '#db/copy.ts';
import { balanceRow, type ExtensionFileName, freezeRow, stagedFile, summaryRow } from '#db/schema/bank-files.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { DomainContext } from '../context.ts';
import type { CheckFileArchive } from '../custody/gateway.ts';
import { fileNameOf, UnreadableFile } from './checkfile.ts';
import { EXTENSION_FILES, lineReader } from './extension-lines.ts';
import { fileLines } from './file-lines.ts';

const TABLES = { BALANCE: balanceRow, PRETRANSACTION: freezeRow, SUMMARY: summaryRow } as const;

const cell = (text: string | null): string => (text === null ? COPY_NULL : copyText(text));
const bare = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

type Staged = { rows: number };

/** A file's lines as rows of its table, a piece at a time. Throws UnreadableFile with the number of the line. */
async function* rowsOf(date: PlainDate, file: ExtensionFileName, archive: CheckFileArchive, name: string, to: Staged) {
  let read: ReturnType<typeof lineReader> | undefined;
  for await (const { first, lines } of fileLines(await archive.open(name), file)) {
    let rows = '';
    for (const [index, text] of lines.entries()) {
      const line = bare(text);
      if (!read) {
        read = lineReader(file, line, date);
        continue;
      }
      try {
        const { fields, misdated } = read(line);
        to.rows += 1;
        // What was asked instead of read has a column of its own in BALANCE alone: our newest entry at that moment.
        const asked = file === 'BALANCE' ? `${COPY_NULL}\t` : '';
        rows += `${date}\t${to.rows}\t${fields.map(cell).join('\t')}\t${misdated}\t${asked}${copyText(line)}\n`;
      } catch (error) {
        throw new UnreadableFile(`${file} line ${first + index}: ${error instanceof Error ? error.message : error}`);
      }
    }
    yield rows;
  }
  if (!read) throw new UnreadableFile(`${file} has no header`);
}

/** Forgets what is staged of one of these files. */
export async function unstage(tx: Transaction, date: PlainDate, file: ExtensionFileName): Promise<void> {
  const table = TABLES[file];
  await tx.delete(table).where(eq(table.businessDate, date));
  await tx.delete(stagedFile).where(and(eq(stagedFile.businessDate, date), eq(stagedFile.file, file)));
}

/** Notes that a file of a date is staged, by what it was learnt from, or has been staged anew. */
export async function noteStaged(
  tx: Transaction,
  ctx: Pick<DomainContext, 'now'>,
  row: Omit<typeof stagedFile.$inferInsert, 'stagedAt'>,
): Promise<void> {
  const values = { ...row, stagedAt: ctx.now() };
  await tx
    .insert(stagedFile)
    .values(values)
    .onConflictDoUpdate({ target: [stagedFile.businessDate, stagedFile.file], set: values });
}

/**
 * Replaces what is staged of a date's extension files by those in the zip, without holding them; what it lacks is no
 * longer staged. @returns how many rows of each that is there
 * @throws UnreadableFile for a file the bank has to issue again
 */
export async function stageExtension(
  tx: Transaction,
  ctx: Pick<DomainContext, 'now' | 'custody'>,
  date: PlainDate,
  archive: CheckFileArchive,
): Promise<ReadonlyMap<ExtensionFileName, number>> {
  const rows = new Map<ExtensionFileName, number>();
  for (const file of EXTENSION_FILES) {
    const name = fileNameOf(date, ctx.custody.platformNo, file);
    await unstage(tx, date, file);
    if (!archive.names.has(name)) continue;
    const staged: Staged = { rows: 0 };
    await copyInto(tx, TABLES[file], rowsOf(date, file, archive, name, staged));
    await noteStaged(tx, ctx, { businessDate: date, file, source: 'file', rows: staged.rows });
    rows.set(file, staged.rows);
  }
  return rows;
}

/** SQL: whether a file of a date is staged as the bank gave it. */
export const isStaged = (date: PlainDate, file: ExtensionFileName) => sql`exists (select 1 from staged_file
  where business_date = ${date}::date and file = ${file} and source = 'file')`;
