import { eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { clock as clockTable } from '#db/bank/schema/desk.ts';
import { businessDateOf, type PlainDate } from '#server/primitives/calendar.ts';

/** The only reader of the machine's clock in the bank: sessions, leases, redelivery and ids use it as it is. */
export const realNow = (): Date => new Date();

/** The bank's clock: the machine's plus an offset that the control API moves forwards. */
export type BankClock = {
  now: () => Date;
  businessDate: () => PlainDate;
  offsetMs: () => number;
  /** The last day-end boundary that has been run. */
  rolledTo: () => Date;
  set: (reading: { offsetMs?: number; rolledTo?: Date }) => void;
};

/** A clock in memory; `loadClock` fills it from its row and `saveClock` writes it back. */
export function makeClock(offsetMs: number, rolledTo: Date): BankClock {
  const reading = { offsetMs, rolledTo };
  const now = (): Date => new Date(realNow().getTime() + reading.offsetMs);
  return {
    now,
    businessDate: () => businessDateOf(now()),
    offsetMs: () => reading.offsetMs,
    rolledTo: () => reading.rolledTo,
    set: (next) => Object.assign(reading, next),
  };
}

/** Reads the clock's row; a fresh bank has offset 0 and owes no day end. */
export async function loadClock(db: BankExecutor): Promise<BankClock> {
  await db.insert(clockTable).values({ id: 1, offsetMs: 0n, rolledTo: realNow() }).onConflictDoNothing();
  const [row] = await db.select().from(clockTable).where(eq(clockTable.id, 1));
  if (!row) throw new Error('the clock has no row');
  return makeClock(Number(row.offsetMs), row.rolledTo);
}

/** Writes a reading to the clock's row, in the transaction that runs a boundary. */
export async function saveClock(db: BankExecutor, reading: { offsetMs?: number; rolledTo?: Date }): Promise<void> {
  await db
    .update(clockTable)
    .set({
      ...(reading.offsetMs === undefined ? {} : { offsetMs: BigInt(reading.offsetMs) }),
      ...(reading.rolledTo === undefined ? {} : { rolledTo: reading.rolledTo }),
    })
    .where(eq(clockTable.id, 1));
}
