import { desc, lte } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { withdrawalFee } from '#db/schema/withdrawals.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import type { WithdrawalFees } from '#server/primitives/withdrawal-fee.ts';

/** What it costs until the platform has said otherwise. */
const FIRST_FEES: WithdrawalFees = { nextDay: fen(100n), sameDayAtLeast: fen(200n), sameDayPpm: ratePpm(500) };

/** The fees of a day: of the newest row whose day has come. */
export async function withdrawalFeesOn(db: Executor, day: PlainDate): Promise<WithdrawalFees> {
  const { nextDay, sameDayAtLeast, sameDayPpm } = withdrawalFee;
  const [row] = await db
    .select({ nextDay, sameDayAtLeast, sameDayPpm })
    .from(withdrawalFee)
    .where(lte(withdrawalFee.fromDay, day))
    .orderBy(desc(withdrawalFee.fromDay))
    .limit(1);
  return row ?? FIRST_FEES;
}
