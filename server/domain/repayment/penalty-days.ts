import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import { penaltyOf } from './owed.ts';

export type PenaltyDay = Readonly<{ day: PlainDate; base: Money; penalty: Money; total: Money }>;

/**
 * The penalty of an instalment day by day. It is rounded once on its total; a day shows what the total has grown by,
 * so that the days always add up to it.
 * @param days its late days, the oldest first, with what each was charged on
 */
export function penaltyByDay(
  days: readonly Readonly<{ day: PlainDate; base: Money }>[],
  penaltyPpmPerDay: RatePpm,
): PenaltyDay[] {
  let fenDays = ZERO;
  let before = ZERO;
  return days.map(({ day, base }) => {
    fenDays = plus(fenDays, base);
    const total = penaltyOf({ penaltyFenDays: fenDays }, penaltyPpmPerDay);
    const penalty = minus(total, before);
    before = total;
    return { day, base, penalty, total };
  });
}
