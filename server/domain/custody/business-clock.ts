import { and, eq, inArray, lt } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { businessClock, instruction } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';

/** The business clock as the database has it: the offset of `now()` from the machine, and whether time travels. */
export type BusinessClock = Readonly<{ offsetMs: number; travelling: boolean }>;

const ROW = 1;

/** Reads the clock's row; a database without one runs with the machine. */
export async function readClock(db: Executor): Promise<BusinessClock> {
  const [row] = await db.select().from(businessClock).where(eq(businessClock.id, ROW));
  return row ? { offsetMs: Number(row.offsetMs), travelling: row.travelling } : { offsetMs: 0, travelling: false };
}

/**
 * Takes over the bank's `now` (the bank leads), and says whether dispatching rests. Pages that thereby expire are asked
 * about at once, since their next try was reckoned in the machine's time.
 */
export async function setClock(
  tx: Transaction,
  clocks: { realNow: () => Date },
  change: { now?: Date; travelling?: boolean },
): Promise<void> {
  const at = clocks.realNow();
  const offset = change.now && { offsetMs: BigInt(change.now.getTime() - at.getTime()) };
  const travelling = change.travelling === undefined ? undefined : { travelling: change.travelling };
  const set = { changedAt: at, ...offset, ...travelling };
  await tx
    .insert(businessClock)
    .values({ id: ROW, ...set })
    .onConflictDoUpdate({ target: businessClock.id, set });
  if (!change.now) return;
  await tx
    .update(instruction)
    .set({ nextAttemptAt: at })
    .where(
      and(
        eq(instruction.channel, 'gateway'),
        inArray(instruction.state, ['created', 'sent']),
        lt(instruction.expiresAt, change.now),
      ),
    );
}
