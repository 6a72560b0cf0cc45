import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { fen, fromDecimalText, minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { anyEarlyLoan, earlyTerms } from '#server/testing/early-loans.ts';
import { aRow, paidBefore, rowsOf } from '#server/testing/instalments.ts';
import type { ScheduleTerms } from '../loan/schedule.ts';
import { payoffQuote } from './payoff-quote.ts';

const start = plainDate('2026-01-31');
const loan = { amount: fromDecimalText('10000'), ratePpm: ratePpm(120_000), start, rounding: 'half-even' } as const;
const yuan = (text: string) => fromDecimalText(text);

function quote(terms: ScheduleTerms, on: string) {
  const day = plainDate(on);
  const rows = paidBefore(rowsOf(terms), day);
  return payoffQuote(earlyTerms(terms), rows, { on: day, today: day }, rows.length + 1);
}

describe('the interest to the day', () => {
  test('is the scheduled interest by days elapsed under 30/360: the first period of 28 days, 100.00', () => {
    const terms = { ...loan, kind: 'interest-first', dayCount: '30/360', months: 3 } as const;
    expect(quote(terms, '2026-02-07')).toMatchObject({ principal: yuan('10000'), interest: yuan('25.00') });
    expect(quote(terms, '2026-02-27').interest).toBe(yuan('96.43'));
  });

  test('is principal by real days under ACT/365 and ACT/360', () => {
    const terms = { ...loan, kind: 'bullet', days: 90 } as const;
    expect(quote({ ...terms, dayCount: 'ACT/365' }, '2026-02-10').interest).toBe(yuan('32.88'));
    expect(quote({ ...terms, dayCount: 'ACT/360' }, '2026-02-10').interest).toBe(yuan('33.33'));
    expect(quote({ ...terms, dayCount: '30/360' }, '2026-02-10').interest).toBe(yuan('33.33'));
  });

  test('is nothing on the value date, and the whole instalment’s on its due day', () => {
    const terms = { ...loan, kind: 'equal-instalment', dayCount: '30/360', months: 12 } as const;
    expect(quote(terms, '2026-01-31').total).toBe(loan.amount);
    const onTheDay = quote(terms, '2026-02-28');
    expect(onTheDay).toMatchObject({ principal: loan.amount, interest: yuan('100.00') });
  });
});

test('the fee is a share of the principal paid early, half of it the investors’, and never of what has run its period', () => {
  const terms = { ...loan, kind: 'interest-first', dayCount: '30/360', months: 2 } as const;
  const fees = { prepaymentFeePpm: ratePpm(10_000), prepaymentFeeInvestorPpm: ratePpm(500_000) };
  const rows = rowsOf(terms);
  const on = plainDate('2026-02-07');
  const early = payoffQuote({ ...earlyTerms(terms), ...fees }, rows, { on, today: on }, 3);
  expect(early.fee).toEqual({ total: yuan('100'), investors: yuan('50'), platform: yuan('50') });
  expect(early.total).toBe(yuan('10125'));
  expect(early.investors).toEqual({
    scheduled: yuan('200'),
    received: yuan('25'),
    fee: yuan('50'),
    lost: yuan('125'),
  });
  expect(early.items).toMatchObject([
    { instalmentNumber: 3, beneficiary: 'investors', principal: yuan('10000'), interest: yuan('25'), fee: yuan('50') },
    { instalmentNumber: 3, beneficiary: 'platform', principal: ZERO, fee: yuan('50') },
  ]);
  const last = plainDate('2026-03-31');
  const paid = paidBefore(rows, last);
  const atEnd = payoffQuote({ ...earlyTerms(terms), ...fees }, paid, { on: last, today: last }, 3);
  expect(atEnd).toMatchObject({ fee: { total: ZERO }, interest: yuan('100'), total: yuan('10100') });
});

test('a row whose due date has moved to a day of business counts whole from the end of its period', () => {
  const moved = [
    aRow({ number: 1, dueOn: plainDate('2026-03-02'), principal: yuan('5000'), interest: yuan('100') }),
    aRow({ number: 2, dueOn: plainDate('2026-03-31'), principal: yuan('5000'), interest: yuan('50') }),
  ].map((row) => (row.number === 1 ? { ...row, periodEndsOn: plainDate('2026-02-28') } : row));
  const terms = earlyTerms({ ...loan, kind: 'equal-principal', dayCount: '30/360', months: 2 });
  const on = plainDate('2026-03-01');
  const early = payoffQuote(terms, moved, { on, today: on }, 3);
  expect(early).toMatchObject({ principal: yuan('10000'), interest: plus(yuan('100'), yuan('1.61')) });
});

test('what is overdue is paid first, with its penalty as it will be on that day', () => {
  const terms = { ...loan, kind: 'interest-first', dayCount: '30/360', months: 3 } as const;
  const today = plainDate('2026-03-03');
  const rows = rowsOf(terms).map((row) =>
    row.number === 1
      ? {
          ...row,
          state: 'overdue' as const,
          overdueOn: plainDate('2026-03-01'),
          penaltyFenDays: 10_000n * 3n,
          penaltyThrough: today,
        }
      : row,
  );
  const now = payoffQuote(earlyTerms(terms), rows, { on: today, today }, 4);
  expect(now.owing).toMatchObject([{ instalmentNumber: 1, penalty: fen(15n), interest: yuan('100') }]);
  expect(now.interest).toBe(yuan('9.68'));
  const later = payoffQuote(earlyTerms(terms), rows, { on: plainDate('2026-03-13'), today }, 4);
  expect(later.owing).toMatchObject([{ instalmentNumber: 1, penalty: fen(65n), interest: yuan('100') }]);
});

test('what somebody has paid in the borrower’s place goes to whoever paid it, with the penalty since', () => {
  const terms = { ...loan, kind: 'interest-first', dayCount: '30/360', months: 3 } as const;
  const today = plainDate('2026-03-10');
  const rows = rowsOf(terms).map((row) =>
    row.number === 1
      ? {
          ...row,
          state: 'compensated' as const,
          overdueOn: plainDate('2026-03-01'),
          compensatedOn: plainDate('2026-03-05'),
          interestCompensated: row.interest,
          penaltyAtCompensation: fen(20n),
          penaltyFenDays: 10_000n * 10n,
          penaltyThrough: today,
        }
      : row,
  );
  const { owing } = payoffQuote(earlyTerms(terms), rows, { on: today, today }, 4);
  expect(owing).toMatchObject([
    { instalmentNumber: 1, beneficiary: 'compensator', penalty: fen(30n), interest: yuan('100') },
    { instalmentNumber: 1, beneficiary: 'investors', penalty: fen(20n), interest: ZERO },
  ]);
});

describe('of any loan, on any day to its end', () => {
  const anyCase = anyEarlyLoan.chain((terms) =>
    fc.record({
      terms: fc.constant(terms),
      day: fc.nat(daysBetween(terms.start, rowsOf(terms).at(-1)?.dueOn ?? terms.start)),
    }),
  );
  const at = (from: PlainDate, day: number) => addDays(from, day);

  test('what is quoted beforehand is what is quoted on the day, when everything before it is paid', () => {
    fc.assert(
      fc.property(anyCase, ({ terms, day }) => {
        const on = at(terms.start, day);
        const rows = rowsOf(terms);
        const before = payoffQuote(earlyTerms(terms), rows, { on, today: terms.start }, 99);
        const then = payoffQuote(earlyTerms(terms), paidBefore(rows, on), { on, today: on }, 99);
        expect(then).toEqual(before);
      }),
    );
  });

  test('the principal is all that is left, and the interest between none and what was scheduled', () => {
    fc.assert(
      fc.property(anyCase, ({ terms, day }) => {
        const on = at(terms.start, day);
        const rows = paidBefore(rowsOf(terms), on);
        const early = payoffQuote(earlyTerms(terms), rows, { on, today: on }, 99);
        const open = rows.filter((row) => row.state === 'scheduled');
        expect(early.principal).toBe(sum(open.map((row) => row.principal)));
        expect(early.interest).toBeGreaterThanOrEqual(0n);
        expect(early.interest).toBeLessThanOrEqual(open[0]?.interest ?? ZERO);
        expect(early.total).toBe(sum([early.principal, early.interest, early.fee.total]));
        const { scheduled, received, fee, lost } = early.investors;
        expect(lost).toBe(minus(minus(scheduled, received), fee));
      }),
    );
  });

  test('a day later costs never less interest inside one period', () => {
    fc.assert(
      fc.property(anyCase, ({ terms, day }) => {
        const rows = paidBefore(rowsOf(terms), at(terms.start, day));
        const [today, tomorrow] = [at(terms.start, day), at(terms.start, day + 1)];
        const current = rows.find((row) => row.state === 'scheduled');
        fc.pre(current !== undefined && current.periodEndsOn >= tomorrow && current.periodEndsOn > today);
        const interest = (on: PlainDate) => payoffQuote(earlyTerms(terms), rows, { on, today: on }, 99).interest;
        expect(interest(tomorrow)).toBeGreaterThanOrEqual(interest(today));
      }),
    );
  });
});
