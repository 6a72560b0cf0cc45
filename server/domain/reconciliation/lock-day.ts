import { eq } from 'drizzle-orm';
import { dayRun } from '#db/schema/operations.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';

/** Lets one reconciliation of a date write at a time: the day end's and one that finance asked for. */
export async function lockDay(tx: Transaction, date: PlainDate): Promise<void> {
  await tx.select({ date: dayRun.businessDate }).from(dayRun).where(eq(dayRun.businessDate, date)).for('no key update');
}
