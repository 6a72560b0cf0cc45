import { fromWireTimestamp, type PlainDate, toWireDate } from '#server/primitives/calendar.ts';
import { fromDecimalText, type Money } from '#server/primitives/money.ts';

/** The bank's five check files; every date has all of them, header only when nothing happened. */
export const CHECK_FILES = ['RECHARGE', 'WITHDRAW', 'TRANSACTION', 'COMMISSION', 'BACKROLL_RECHARGE'] as const;
export type CheckFile = (typeof CHECK_FILES)[number];

/** One line of a check file, read by column. `rowNumber` counts from 1 below the header. */
export type CheckfileLine = Readonly<{
  file: CheckFile;
  rowNumber: number;
  /** What it is matched by: RECHARGE and BACKROLL column 4, WITHDRAW 3, TRANSACTION our line id, COMMISSION 11. */
  matchKey: string;
  requestNo: string;
  bizType: string;
  amount: Money;
  interest: Money | null;
  sourceUserNo: string | null;
  targetUserNo: string | null;
  projectNo: string | null;
  occurredAt: Date;
  /** The line as it came, card numbers shortened to their last four digits. */
  raw: string;
}>;

/** A file that cannot be read to the end: the bank has to issue it again. */
export class UnreadableFile extends Error {}

/** Columns by their number in custody-protocol section 7, counted from 1. */
type Layout = Readonly<{
  columns: number;
  time: number;
  key: number;
  requestNo: number;
  bizType: number;
  amount: number;
  interest?: number;
  source?: number;
  target?: number;
  project?: number;
  card?: number;
}>;

const LAYOUTS: Readonly<Record<CheckFile, Layout>> = {
  RECHARGE: { columns: 16, time: 1, key: 4, requestNo: 4, bizType: 6, amount: 7, target: 10, card: 11 },
  WITHDRAW: { columns: 18, time: 1, key: 3, requestNo: 3, bizType: 5, amount: 6, source: 9, card: 10 },
  TRANSACTION: {
    columns: 17,
    time: 1,
    key: 17,
    requestNo: 3,
    bizType: 5,
    amount: 6,
    interest: 7,
    source: 10,
    target: 12,
    project: 13,
  },
  COMMISSION: {
    columns: 11,
    time: 1,
    key: 11,
    requestNo: 11,
    bizType: 4,
    amount: 7,
    source: 5,
    target: 6,
    project: 9,
  },
  BACKROLL_RECHARGE: { columns: 15, time: 1, key: 4, requestNo: 4, bizType: 6, amount: 7, target: 10 },
};

const shortened = (card: string): string => (card.length > 4 ? `*${card.slice(-4)}` : card);

function readLine(file: CheckFile, line: string, rowNumber: number): CheckfileLine {
  const layout = LAYOUTS[file];
  const cells = line.split(',');
  if (cells.length !== layout.columns) throw new RangeError(`${cells.length} columns instead of ${layout.columns}`);
  const text = (column: number | undefined): string => (column === undefined ? '' : (cells[column - 1] ?? ''));
  const orNull = (column: number | undefined): string | null => text(column) || null;
  const interest = text(layout.interest);
  const masked = layout.card === undefined ? cells : cells.with(layout.card - 1, shortened(text(layout.card)));
  return {
    file,
    rowNumber,
    matchKey: text(layout.key),
    requestNo: text(layout.requestNo),
    bizType: text(layout.bizType),
    amount: fromDecimalText(text(layout.amount)),
    interest: interest === '' ? null : fromDecimalText(interest),
    sourceUserNo: orNull(layout.source),
    targetUserNo: orNull(layout.target),
    projectNo: orNull(layout.project),
    occurredAt: fromWireTimestamp(text(layout.time)),
    raw: masked.join(','),
  };
}

/** The lines below the header of one file. Throws UnreadableFile with the line's number. */
export function parseCheckFile(file: CheckFile, content: string): CheckfileLine[] {
  const lines = content.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new UnreadableFile(`${file} has no header`);
  return lines.slice(1).map((line, index) => {
    try {
      return readLine(file, line.replace(/\r$/, ''), index + 1);
    } catch (error) {
      throw new UnreadableFile(`${file} line ${index + 2}: ${error instanceof Error ? error.message : error}`);
    }
  });
}

/** The content of one file of the zip, by its type: `{yyyyMMdd}_{platformNo}_{TYPE}.txt`. */
export function fileOfType(
  files: ReadonlyMap<string, string>,
  date: PlainDate,
  platformNo: string,
  type: string,
): string | undefined {
  return files.get(`${toWireDate(date)}_${platformNo}_${type}.txt`);
}

/** Every line of the five files of a date. Throws UnreadableFile when one is missing or broken. */
export function parseCheckFiles(
  files: ReadonlyMap<string, string>,
  date: PlainDate,
  platformNo: string,
): CheckfileLine[] {
  return CHECK_FILES.flatMap((type) => {
    const content = fileOfType(files, date, platformNo, type);
    if (content === undefined) throw new UnreadableFile(`the files of ${date} have no ${type}`);
    return parseCheckFile(type, content);
  });
}
