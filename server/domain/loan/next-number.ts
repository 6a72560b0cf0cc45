import { sql } from 'drizzle-orm';
import { counter } from '#db/schema/operations.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';

/** The next human number of a kind in a year, "L2026-000123". Numbers may have gaps. */
export async function nextNumber(tx: Transaction, prefix: string, on: PlainDate): Promise<string> {
  const name = `${prefix}${on.slice(0, 4)}`;
  const [row] = await tx
    .insert(counter)
    .values({ name, last: 1 })
    .onConflictDoUpdate({ target: counter.name, set: { last: sql`${counter.last} + 1` } })
    .returning({ last: counter.last });
  return `${name}-${String(row?.last ?? 0).padStart(6, '0')}`;
}
