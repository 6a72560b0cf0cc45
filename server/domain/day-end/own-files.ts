import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { type DayFileName, dayFile } from '#db/schema/operations.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { dailyBalances } from './daily-balances.ts';
import { fundSummary } from './fund-summary.ts';
import type { OwnFile } from './own-file.ts';
import { paymentFlow } from './payment-flow.ts';

export type ReadsBooks = Readonly<{ db: Pick<Executor, 'select' | 'execute'> }>;

/** What the platform's auditors are given of a day, in this order. */
export const OWN_FILES: Readonly<Record<DayFileName, OwnFile>> = {
  'payment-flow': paymentFlow,
  'fund-summary': fundSummary,
  'daily-balances': dailyBalances,
};
export const OWN_FILE_NAMES = Object.keys(OWN_FILES) as DayFileName[];

export type MadeFile = Omit<typeof dayFile.$inferSelect, 'bytes'> & Readonly<{ bytes: number }>;

/** Our files of some days as they were made, the newest version of each first. */
export async function madeFiles(ctx: ReadsBooks, dates: readonly PlainDate[]): Promise<MadeFile[]> {
  const rows = await ctx.db
    .select()
    .from(dayFile)
    .where(inArray(dayFile.businessDate, [...dates]))
    .orderBy(desc(dayFile.businessDate), desc(dayFile.version), dayFile.file);
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/** One of our files as it was made, the newest version unless one is named; undefined when there is none. */
export async function madeFile(
  ctx: ReadsBooks,
  { date, file, version }: { date: PlainDate; file: DayFileName; version?: number },
): Promise<MadeFile | undefined> {
  const wanted = version === undefined ? undefined : eq(dayFile.version, version);
  const [row] = await ctx.db
    .select()
    .from(dayFile)
    .where(and(eq(dayFile.businessDate, date), eq(dayFile.file, file), wanted))
    .orderBy(desc(dayFile.version))
    .limit(1);
  return row && { ...row, bytes: Number(row.bytes) };
}

/** What a file is called outside: "2026-03-31-payment-flow-v1.csv". */
export const ownFileName = ({ businessDate, file, version }: Pick<MadeFile, 'businessDate' | 'file' | 'version'>) =>
  `${businessDate}-${file}-v${version}.csv`;

/** A file that was made, read from the books once more. */
export const ownFilePieces = (ctx: ReadsBooks, made: Pick<MadeFile, 'businessDate' | 'file' | 'through'>) =>
  OWN_FILES[made.file](ctx.db, { date: made.businessDate, through: made.through });
