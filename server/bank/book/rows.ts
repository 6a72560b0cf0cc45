import { type SQL, sql } from 'drizzle-orm';

/**
 * Many rows as one parameter, for `from json_to_recordset(${jsonRows(rows)}) as line(…)`: a statement for thousands
 * of rows is as short as one for a single row. Amounts travel as text, moments as ISO.
 */
export function jsonRows(rows: readonly object[]): SQL {
  const text = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  return sql`${text}::json`;
}

/** Splits a long list so that no single statement grows without bound. */
export function* chunks<Item>(items: readonly Item[], size = 5000): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
