import { type SQL, sql } from 'drizzle-orm';
import type { SummaryKind } from '#db/schema/bank-files.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import type { Break, Cause } from './compare.ts';

/** Rows of the bank's SUMMARY of a date; `copy` counts those of one kind and name: sums take the first alone. */
export const summaryOf = (date: PlainDate): SQL => sql`
  select s.*, (row_number() over (partition by kind, name order by row_number))::int as copy
  from summary_row s where business_date = ${date}::date`;

/** A sum that is not what it must be. Left is what it must be; both null where the row as such is wrong. */
export function totalBreak(
  object: string,
  amounts: { ours: Money | null; theirs: Money | null },
  cause: Cause,
  rowNumber: number | null = null,
): Break {
  const text = (amount: Money | null): string | null => (amount === null ? null : toDecimalText(amount));
  const texts = { ours: text(amounts.ours), theirs: text(amounts.theirs) };
  const found = { kind: 'total', object, ...texts, amounts, cause } as const;
  return rowNumber === null ? found : { ...found, links: { file: 'SUMMARY', rowNumber } };
}

type Odd = { kind: SummaryKind; name: string; row_number: number; copy: number; misdated: boolean; raw: string | null };

const SUMS: SQL = sql`(opening_fen is null or came_fen is null or went_fen is null or closing_fen is null
  or due_fen is not null or received_fen is not null)`;
const PAYMENTS: SQL = sql`(opening_fen is not null or came_fen is not null or went_fen is not null
  or closing_fen is not null or due_fen is null or received_fen is null)`;

/** Rows of these kinds that cannot be right by themselves: repeated, of another date, or with columns of another kind. */
export async function oddSummaryRows(tx: Transaction, date: PlainDate, of: 'sums' | 'payments'): Promise<Break[]> {
  const kinds = of === 'sums' ? sql`('ACCOUNT', 'CORE')` : sql`('CHANNEL', 'RECHARGE')`;
  const rows = await tx.execute<Odd>(sql`
    select kind, name, row_number, copy, misdated, raw from (${summaryOf(date)}) as s where kind in ${kinds}
      and (copy > 1 or misdated or ${of === 'sums' ? SUMS : PAYMENTS}) order by row_number`);
  return rows.map((row): Break => {
    const links = { file: 'SUMMARY', rowNumber: row.row_number } as const;
    const found = { object: `${row.kind} ${row.name}`, ours: null, theirs: row.raw, links };
    if (row.copy > 1) return { ...found, kind: 'duplicate', cause: 'file-row-repeated' };
    return { ...found, kind: row.misdated ? 'wrong-day' : 'total', cause: 'file-row-changed' };
  });
}
