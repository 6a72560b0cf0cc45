import type { PlainDate } from '#server/primitives/calendar.ts';
import { uuid } from '#server/primitives/ids.ts';
import { ZERO } from '#server/primitives/money.ts';
import { buildSchedule, type ScheduleTerms } from '../domain/loan/schedule.ts';
import type { Instalment } from '../domain/repayment/instalments.ts';

const loanId = uuid('01900000-0000-7000-8000-00000000000a');

/** One row of a schedule that nothing has happened to yet, with whatever a test is about. */
export function aRow(row: Partial<Instalment> & Pick<Instalment, 'number' | 'dueOn'>): Instalment {
  return {
    loanId,
    kind: 'scheduled',
    periodEndsOn: row.dueOn,
    principal: ZERO,
    interest: ZERO,
    fee: ZERO,
    principalPaid: ZERO,
    interestPaid: ZERO,
    feePaid: ZERO,
    penaltyPaid: ZERO,
    penaltyFenDays: 0n,
    penaltyThrough: null,
    compensatorAccountId: null,
    compensatedOn: null,
    principalCompensated: ZERO,
    interestCompensated: ZERO,
    penaltyAtCompensation: null,
    principalRecovered: ZERO,
    interestRecovered: ZERO,
    penaltyRecovered: ZERO,
    state: 'scheduled',
    collectionId: null,
    overdueOn: null,
    paidAt: null,
    paidOn: null,
    ...row,
  };
}

/** The rows of a loan on its value date, as the settlement makes them. */
export const rowsOf = (terms: ScheduleTerms): Instalment[] =>
  buildSchedule(terms).map(({ period, dueOn, principal, interest }) =>
    aRow({ number: period, dueOn, principal, interest }),
  );

/** The same rows when everything that fell due before a day has been paid on its day. */
export const paidBefore = (rows: readonly Instalment[], day: PlainDate): Instalment[] =>
  rows.map((row) =>
    row.dueOn < day && row.state === 'scheduled'
      ? { ...row, state: 'paid', principalPaid: row.principal, interestPaid: row.interest, paidOn: row.dueOn }
      : row,
  );
