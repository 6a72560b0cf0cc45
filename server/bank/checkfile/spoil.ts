import type { FaultName } from '../faults/fault-box.ts';

export const FILE_FAULTS = [
  'file-missing-row',
  'file-extra-row',
  'file-fen',
  'file-user',
  'file-wrong-day',
  'file-twice',
  'file-broken',
  'file-absent',
] as const satisfies readonly FaultName[];

/** The faults that spoil rows of one download, by the row: the nth data row of the zip, n being the fault's seed. */
export type Spoiler = { faults: ReadonlyMap<number, string>; nextRow: number };
type Columns = { amountColumn: number; timeColumn: number; userColumn: number };

function withFenMore(cells: readonly string[], column: number): string[] {
  const cents = BigInt((cells[column] ?? '0.00').replace('.', '')) + 1n;
  const text = cents.toString().padStart(3, '0');
  return cells.with(column, `${text.slice(0, -2)}.${text.slice(-2)}`);
}

/** The day before, by the calendar of the time's first eight digits. */
function dayEarlier(cells: readonly string[], column: number): string[] {
  const [, year, month, day, rest = ''] = /^(\d{4})(\d{2})(\d{2})(.*)$/.exec(cells[column] ?? '') ?? [];
  const before = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) - 1));
  return cells.with(column, before.toISOString().slice(0, 10).replaceAll('-', '') + rest);
}

/** The lines that stand in the file in place of this one. */
export function spoilRow(spoiler: Spoiler, cells: string[], columns: Columns): string[] {
  const line = cells.join(',');
  const fault = spoiler.faults.get(spoiler.nextRow);
  spoiler.nextRow += 1;
  switch (fault) {
    case undefined:
      return [line];
    case 'file-missing-row':
      return [];
    case 'file-twice':
      return [line, line];
    case 'file-extra-row':
      return [line, cells.map((cell, index) => (index > 1 && /^[\w-]{16,}$/.test(cell) ? `${cell}9` : cell)).join(',')];
    case 'file-fen':
      return [withFenMore(cells, columns.amountColumn).join(',')];
    case 'file-user':
      return [cells.with(columns.userColumn, `${cells[columns.userColumn]}9`).join(',')];
    case 'file-wrong-day':
      return [dayEarlier(cells, columns.timeColumn).join(',')];
    default:
      return [line.slice(0, line.length / 2)];
  }
}
