import { greater, type Money } from './money.ts';
import { type RatePpm, shareOf } from './rate.ts';

/** What a withdrawal costs: an amount for the next day; for the same day a share, half-even, but at least an amount. */
export type WithdrawalFees = Readonly<{ nextDay: Money; sameDayAtLeast: Money; sameDayPpm: RatePpm }>;

/** The fee of one withdrawal, taken out of its amount when the card has it. */
export function withdrawalFeeOf(fees: WithdrawalFees, arrival: 'next-day' | 'same-day', amount: Money): Money {
  return arrival === 'next-day' ? fees.nextDay : greater(fees.sameDayAtLeast, shareOf(amount, fees.sameDayPpm));
}
