import fc from 'fast-check';
import type { DayCount, InstalmentRounding, RepaymentKind } from '#db/schema/products.ts';
import { addDays, plainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import type { ScheduleTerms } from '../domain/loan/schedule.ts';
import type { PrepaymentTerms } from '../domain/repayment/prepayment-quote.ts';

const KINDS: readonly RepaymentKind[] = ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'];
const ROUNDINGS: readonly InstalmentRounding[] = ['half-even', 'up'];
const DAY_COUNTS: readonly DayCount[] = ['30/360', 'ACT/365', 'ACT/360'];

/** What a payment ahead of the schedule of such a loan depends on; no fee, no grace. */
export function earlyTerms(terms: ScheduleTerms): PrepaymentTerms {
  return {
    ratePpm: terms.ratePpm,
    dayCount: terms.dayCount,
    repaymentKind: terms.kind,
    instalmentRounding: terms.rounding,
    term: terms.months ?? terms.days,
    termUnit: terms.months === undefined ? 'day' : 'month',
    valueDate: terms.start,
    graceDays: 0,
    penaltyPpmPerDay: ratePpm(500),
    allocationOrder: ['penalty', 'fee', 'interest', 'principal'],
    prepaymentFeePpm: ratePpm(0),
    prepaymentFeeInvestorPpm: ratePpm(0),
  };
}

/** Any loan that can be paid early: every kind, term, day count and rounding. */
export const anyEarlyLoan: fc.Arbitrary<ScheduleTerms> = fc
  .record({
    amount: fc.bigInt({ min: 100_000n, max: 100_000_000n }).map(fen),
    ratePpm: fc.integer({ min: 0, max: 360_000 }).map(ratePpm),
    kind: fc.constantFrom(...KINDS),
    start: fc.nat(4_000).map((days) => addDays(plainDate('2020-01-01'), days)),
    rounding: fc.constantFrom(...ROUNDINGS),
    dayCount: fc.constantFrom(...DAY_COUNTS),
  })
  .chain((terms) => {
    const months = fc.integer({ min: 1, max: 60 }).map((count) => ({ ...terms, months: count }));
    if (terms.kind !== 'bullet') return months;
    return fc.oneof(
      months,
      fc.integer({ min: 1, max: 365 }).map((count) => ({ ...terms, days: count })),
    );
  });
