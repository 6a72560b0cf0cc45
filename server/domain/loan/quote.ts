import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { type Money, minus, sum } from '#server/primitives/money.ts';
import { type RatePpm, shareOf } from '#server/primitives/rate.ts';
import { aprPercent } from './apr.ts';
import { NO_SHIFT, type Shift } from './business-days.ts';
import { buildSchedule, type ScheduleRow, type ScheduleTerms } from './schedule.ts';

/** What a loan would cost and when it would be repaid, fees in. */
export type Quote = Readonly<{
  rows: ScheduleRow[];
  interest: Money;
  /** Taken at settlement. */
  fee: Money;
  /** What the borrower is paid out. */
  paidOut: Money;
  /** Interest and fee together. */
  cost: Money;
  /** Actuarial, fees in, two decimals; null when no rate explains the payments. */
  aprPercent: string | null;
  lastDueOn: PlainDate;
}>;

/**
 * Quotes a loan whose origination fee is taken from what is paid out on the first day. A due date that is moved from a
 * day off changes neither the interest nor the yearly rate.
 * @throws RangeError as buildSchedule
 */
export function quoteLoan(terms: ScheduleTerms, originationFee: RatePpm, shift: Shift = NO_SHIFT): Quote {
  const agreed = buildSchedule(terms);
  const rows = agreed.map((row) => ({ ...row, dueOn: shift(row.dueOn) }));
  const interest = sum(rows.map((row) => row.interest));
  const fee = shareOf(terms.amount, originationFee);
  const paidOut = minus(terms.amount, fee);
  return {
    rows,
    interest,
    fee,
    paidOut,
    cost: sum([interest, fee]),
    aprPercent: aprOf(terms.start, paidOut, agreed),
    lastDueOn: rows.at(-1)?.dueOn ?? terms.start,
  };
}

function aprOf(start: PlainDate, paidOut: Money, rows: readonly ScheduleRow[]): string | null {
  const payments = rows.filter((row) => row.instalment > 0n).map((row) => ({ on: row.dueOn, amount: row.instalment }));
  try {
    return aprPercent({ advances: [{ on: start, amount: paidOut }], payments });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
