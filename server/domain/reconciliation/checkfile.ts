import { fromWireDate, type PlainDate, toWireDate } from '#server/primitives/calendar.ts';
import { fromDecimalText } from '#server/primitives/money.ts';

/** The bank's five check files; every date has all of them, header only when nothing happened. */
export const CHECK_FILES = ['BACKROLL_RECHARGE', 'COMMISSION', 'RECHARGE', 'TRANSACTION', 'WITHDRAW'] as const;
export type CheckFile = (typeof CHECK_FILES)[number];

/** One line of a check file, read by column, as a table takes it. `rowNumber` counts from 1 below the header. */
export type CheckfileLine = Readonly<{
  file: CheckFile;
  rowNumber: number;
  /** What it is matched by: RECHARGE and BACKROLL column 4, WITHDRAW 3, TRANSACTION our line id, COMMISSION 11. */
  matchKey: string;
  requestNo: string;
  bizType: string;
  /** Fen, as digits. */
  amount: string;
  interest: string | null;
  sourceUserNo: string | null;
  targetUserNo: string | null;
  projectNo: string | null;
  /** 2026-03-31 10:15:00+08 */
  occurredAt: string;
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

const PLAIN_AMOUNT = /^\d{1,13}\.\d\d$/;
/** Digits of fen. A file has millions of amounts, all but none of them in the one form that needs no arithmetic. */
const fenOf = (text: string): string =>
  PLAIN_AMOUNT.test(text) ? text.slice(0, -3) + text.slice(-2) : fromDecimalText(text).toString();

const WIRE_TIME = /^\d{8}(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/;
let lastDay = { wire: '', date: '' };
/** yyyyMMddHHmmss as PostgreSQL reads it. Throws RangeError for anything else. */
function instantOf(text: string): string {
  if (!WIRE_TIME.test(text)) throw new RangeError(`not a timestamp: ${text.slice(0, 40)}`);
  const wire = text.slice(0, 8);
  if (wire !== lastDay.wire) lastDay = { wire, date: fromWireDate(wire) };
  return `${lastDay.date} ${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12)}+08`;
}

const shortened = (card: string): string => (card.length > 4 ? `*${card.slice(-4)}` : card);

/**
 * A line that names no key of ours can match nothing, but must not be taken for another such line. The bank's own
 * transfer from the risk reserve, by which it makes a reversed recharge good, is known by its number.
 */
const keyless = (file: CheckFile, rowNumber: number, bizType: string, requestNo: string): string =>
  bizType === 'FUNDS_TRANSFER' ? requestNo : `${file} line ${rowNumber}`;

/** Reads one line by the layout of its file. Throws RangeError for one that is not of that form. */
export function readLine(file: CheckFile, line: string, rowNumber: number): CheckfileLine {
  const layout = LAYOUTS[file];
  const cells = line.split(',');
  if (cells.length !== layout.columns) throw new RangeError(`${cells.length} columns instead of ${layout.columns}`);
  const text = (column: number): string => cells[column - 1] ?? '';
  const orNull = (column: number | undefined): string | null => (column && text(column)) || null;
  const [requestNo, bizType, interest] = [text(layout.requestNo), text(layout.bizType), orNull(layout.interest)];
  return {
    file,
    rowNumber,
    matchKey: text(layout.key) || keyless(file, rowNumber, bizType, requestNo),
    requestNo,
    bizType,
    amount: fenOf(text(layout.amount)),
    interest: interest === null ? null : fenOf(interest),
    sourceUserNo: orNull(layout.source),
    targetUserNo: orNull(layout.target),
    projectNo: orNull(layout.project),
    occurredAt: instantOf(text(layout.time)),
    raw: layout.card === undefined ? line : cells.with(layout.card - 1, shortened(text(layout.card))).join(','),
  };
}

/** The name of one file of the zip: `{yyyyMMdd}_{platformNo}_{TYPE}.txt`. */
export const fileNameOf = (date: PlainDate, platformNo: string, type: string): string =>
  `${toWireDate(date)}_${platformNo}_${type}.txt`;
