import type { Executor } from '#db/pool.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, plus, toDecimalText, ZERO } from '#server/primitives/money.ts';

/** Which postings a file knows of: those of its day and before, of which none was written after `through`. */
export type Scope = Readonly<{ date: PlainDate; through: Uuid }>;
/** A part of a file, and how many of its lines are neither header nor totals. */
export type Piece = Readonly<{ text: string; rows: number }>;
/** Reads a file from the books, piece by piece: never more of it in memory than a page. */
export type OwnFile = (db: Pick<Executor, 'execute'>, scope: Scope) => AsyncGenerator<Piece>;

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A line of CSV (RFC 4180). */
export const csvLine = (cells: readonly string[]): string => `${cells.map(field).join(',')}\r\n`;

/** An amount as PostgreSQL answers it, in yuan. */
export const yuanText = (text: string): string => toDecimalText(fen(BigInt(text)));

/** Sums of some columns of what PostgreSQL answers, for the last line. */
export function makeTotals<Column extends string>(columns: readonly Column[]) {
  const totals = new Map<Column, Money>(columns.map((column) => [column, ZERO]));
  return {
    add: (row: Readonly<Record<Column, string>>): void => {
      for (const column of columns) totals.set(column, plus(totals.get(column) ?? ZERO, fen(BigInt(row[column]))));
    },
    texts: (): string[] => columns.map((column) => toDecimalText(totals.get(column) ?? ZERO)),
  };
}
