import type { ExtensionFileName } from '#db/schema/bank-files.ts';
import { type PlainDate, toWireDate } from '#server/primitives/calendar.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import { UnreadableFile } from './checkfile.ts';

/** What some banks give beside the five, in the order of their names. */
export const EXTENSION_FILES = ['BALANCE', 'PRETRANSACTION', 'SUMMARY'] as const satisfies readonly ExtensionFileName[];

type Kind = 'text' | 'text-or-null' | 'amount' | 'amount-or-null';
type Field = readonly [heading: string, kind: Kind];

/** The fields of each file in the order of its table's columns; the heading of the line's own date is 日期. */
const FIELDS: Readonly<Record<ExtensionFileName, readonly Field[]>> = {
  BALANCE: [
    ['平台用户编号', 'text'],
    ['账户角色', 'text-or-null'],
    ['余额', 'amount'],
    ['可用余额', 'amount'],
    ['冻结金额', 'amount'],
    ['已到账余额', 'amount'],
    ['待清算余额', 'amount'],
  ],
  PRETRANSACTION: [
    ['请求流水号', 'text'],
    ['平台用户编号', 'text'],
    ['业务类型', 'text'],
    ['标的号', 'text-or-null'],
    ['冻结金额', 'amount'],
    ['已使用金额', 'amount'],
    ['已撤销金额', 'amount'],
  ],
  SUMMARY: [
    ['类别', 'text'],
    ['账户角色、支付公司或充值流水号', 'text'],
    ['期初余额', 'amount-or-null'],
    ['流入', 'amount-or-null'],
    ['流出', 'amount-or-null'],
    ['期末余额', 'amount-or-null'],
    ['应收', 'amount-or-null'],
    ['实收', 'amount-or-null'],
  ],
};

/** One line: its fields in the order of the table's columns, amounts as digits of fen. */
export type ExtensionLine = Readonly<{ fields: readonly (string | null)[]; misdated: boolean }>;

/** Reads a cell. Throws RangeError for what it cannot be. */
function read(kind: Kind, cell: string): string | null {
  if (cell === '') {
    if (kind === 'text' || kind === 'amount') throw new RangeError('an empty cell');
    return null;
  }
  return kind.startsWith('amount') ? fromDecimalText(cell).toString() : cell;
}

/**
 * How the lines of a file are read, its columns found by their headings: these files are an extension that only some
 * banks have. The reader throws RangeError for a line that is not of that form.
 * @throws UnreadableFile when a column is missing
 */
export function lineReader(file: ExtensionFileName, header: string, date: PlainDate): (line: string) => ExtensionLine {
  const headings = header.split(',');
  const columnOf = (heading: string): number => {
    const column = headings.indexOf(heading);
    if (column < 0) throw new UnreadableFile(`${file} has no column ${heading}`);
    return column;
  };
  const columns = FIELDS[file].map(([heading, kind]) => ({ at: columnOf(heading), kind }));
  const [dateAt, wireDate] = [columnOf('日期'), toWireDate(date)];
  return (line) => {
    const cells = line.split(',');
    if (cells.length !== headings.length) throw new RangeError(`${cells.length} columns instead of ${headings.length}`);
    return {
      fields: columns.map(({ at, kind }) => read(kind, cells[at] ?? '')),
      misdated: cells[dateAt] !== wireDate,
    };
  };
}
