import { daysBetween, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Loan } from '../loan/move-loan.ts';
import type { Instalment } from './instalments.ts';

/** A loan is written off at the earliest when its oldest unpaid instalment is later than this. */
export const WRITE_OFF_AFTER_DAYS = 90;

/** How late the oldest instalment is that its borrower has missed and still owes; 0 when there is none. */
function daysLateOf(rows: readonly Instalment[], today: PlainDate): number {
  const missed = rows.filter(({ state, overdueOn }) => overdueOn !== null && state !== 'paid' && state !== 'recovered');
  const oldest = missed.reduce((first, { dueOn }) => (dueOn < first ? dueOn : first), today);
  return daysBetween(oldest, today);
}

/**
 * How late a loan is that may be written off.
 * @throws DomainError NOTHING_DUE when it is not late, WRITE_OFF_TOO_EARLY (daysLate, afterDays)
 */
export function requireLongLate(loan: Pick<Loan, 'state'>, rows: readonly Instalment[], today: PlainDate): number {
  if (loan.state !== 'overdue') throw new DomainError('NOTHING_DUE', `the loan is ${loan.state}`);
  const daysLate = daysLateOf(rows, today);
  if (daysLate <= WRITE_OFF_AFTER_DAYS) {
    throw new DomainError('WRITE_OFF_TOO_EARLY', 'the loan is not late for long enough', {
      daysLate,
      afterDays: WRITE_OFF_AFTER_DAYS,
    });
  }
  return daysLate;
}
