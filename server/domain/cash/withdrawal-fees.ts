import { desc, lte } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import { type WithdrawalArrival, withdrawalFee } from '#db/schema/withdrawals.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen, greater, type Money } from '#server/primitives/money.ts';
import { type RatePpm, ratePpm, shareOf } from '#server/primitives/rate.ts';

/** What a withdrawal costs: an amount for the next day; for the same day a share, half-even, but at least an amount. */
export type WithdrawalFees = Readonly<{ nextDay: Money; sameDayAtLeast: Money; sameDayPpm: RatePpm }>;

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

/** The fee of one withdrawal, taken out of its amount when the card has it. */
export function withdrawalFeeOf(fees: WithdrawalFees, arrival: WithdrawalArrival, amount: Money): Money {
  return arrival === 'next-day' ? fees.nextDay : greater(fees.sameDayAtLeast, shareOf(amount, fees.sameDayPpm));
}
