import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { account, type entry, journal } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { checkfileRow } from '#db/schema/reconciliation.ts';
import type { Instruction } from '../custody/conclude.ts';
import { entriesOf } from './entries.ts';
import type { FoundBreak } from './remedy.ts';

export type Journal = typeof journal.$inferSelect;
export type Entry = typeof entry.$inferSelect;
export type FileRow = typeof checkfileRow.$inferSelect;
export type Account = typeof account.$inferSelect;

/** What lies about a break: the instruction, the posting that stands for the line, its legs, the bank's row. */
export type Evidence = Readonly<{
  instruction: Instruction | undefined;
  lineNumber: number;
  journal: Journal | undefined;
  legs: readonly Entry[];
  fileRow: FileRow | undefined;
  account: Account | undefined;
}>;

const withoutFile = (object: string): string => object.replace(/^COMMISSION /, '');

/** Number of the line in a key such as 'requestNo-3'; a recharge has one line and no number. */
export const lineNumberIn = (object: string): number => Number(/-(\d{1,6})$/.exec(object)?.[1] ?? 1);

async function instructionOf(db: Executor, found: FoundBreak): Promise<Instruction | undefined> {
  if (found.instructionId) {
    const [linked] = await db.select().from(instruction).where(eq(instruction.id, found.instructionId));
    if (linked) return linked;
  }
  const object = withoutFile(found.object);
  const numbers = [object, object.replace(/-\d{1,6}$/, '')];
  const [named] = await db.select().from(instruction).where(inArray(instruction.requestNo, numbers));
  return named;
}

async function journalOf(
  db: Executor,
  found: FoundBreak,
  of: Instruction | undefined,
  lineNumber: number,
): Promise<Journal | undefined> {
  if (found.journalId) {
    const [linked] = await db.select().from(journal).where(eq(journal.id, found.journalId));
    if (linked) return linked;
  }
  if (!of) return undefined;
  const [line] = await db
    .select()
    .from(journal)
    .where(
      and(
        ...[eq(journal.instructionId, of.id), eq(journal.lineNumber, lineNumber)],
        sql`${journal.kind} not in ('REVERSAL', 'ADJUSTMENT')`,
        sql`not exists (select 1 from journal after where after.replaces_id = ${journal.id})`,
      ),
    );
  return line;
}

async function fileRowOf(db: Executor, found: FoundBreak): Promise<FileRow | undefined> {
  const linked =
    found.file && found.rowNumber !== null
      ? sql`${checkfileRow.file} = ${found.file} and ${checkfileRow.rowNumber} = ${found.rowNumber}`
      : and(eq(checkfileRow.matchKey, found.object), ne(checkfileRow.file, 'COMMISSION'));
  const [row] = await db
    .select()
    .from(checkfileRow)
    .where(and(eq(checkfileRow.businessDate, found.businessDate), linked))
    .orderBy(asc(checkfileRow.file), asc(checkfileRow.rowNumber))
    .limit(1);
  return row;
}

async function accountOf(db: Executor, found: FoundBreak): Promise<Account | undefined> {
  const which = found.accountId ? eq(account.id, found.accountId) : eq(account.platformUserNo, found.object);
  const [row] = await db.select().from(account).where(which).limit(1);
  return row;
}

/** Gathers what lies about a break, by its links or, where it has none, by its key. */
export async function evidenceOf(db: Executor, found: FoundBreak): Promise<Evidence> {
  const of = await instructionOf(db, found);
  const lineNumber = lineNumberIn(of ? found.object.slice(of.requestNo.length) : found.object);
  const line = await journalOf(db, found, of, lineNumber);
  return {
    instruction: of,
    lineNumber,
    journal: line,
    legs: line ? await entriesOf(db, [line.id]) : [],
    fileRow: await fileRowOf(db, found),
    account: await accountOf(db, found),
  };
}
