import { type SQL, sql } from 'drizzle-orm';

type ElementType = 'uuid' | 'bigint' | 'integer' | 'text' | 'boolean' | 'timestamptz' | 'date';
type Element = string | number | bigint | boolean | Date | null;

/** Types whose values never need quotes: tens of thousands of them go through here at a time. */
const PLAIN: ReadonlySet<ElementType> = new Set(['uuid', 'bigint', 'integer', 'boolean', 'date']);

/** A PostgreSQL array literal: {"a","b\"c",NULL}. */
function literal(type: ElementType, values: readonly Element[]): string {
  if (PLAIN.has(type)) return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
  const texts = values.map((value) => {
    if (value === null) return 'NULL';
    const text = value instanceof Date ? value.toISOString() : String(value);
    return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
  });
  return `{${texts.join(',')}}`;
}

/**
 * One parameter that holds a whole column of values, for `unnest` and `= any (…)`: drizzle spreads a bare array over
 * many parameters, and postgres.js cannot encode one it was not told the type of.
 */
export const arrayOf = (type: ElementType, values: readonly Element[]): SQL =>
  sql`${literal(type, values)}::${sql.raw(type)}[]`;

/** The same of one column of rows: columnOf('uuid', bids, (bid) => bid.id). */
export const columnOf = <Row>(
  type: ElementType,
  rows: readonly Row[],
  pick: (row: Row, index: number) => Element,
): SQL => arrayOf(type, rows.map(pick));
