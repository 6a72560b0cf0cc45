import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, plainDate } from '#server/primitives/calendar.ts';
import { divideFloor } from '#server/primitives/division.ts';
import { fen, fromDecimalText, minus, plus, sum } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { anyEarlyLoan, earlyTerms } from '#server/testing/early-loans.ts';
import { paidBefore, rowsOf } from '#server/testing/instalments.ts';
import { buildSchedule, type ScheduleTerms } from '../loan/schedule.ts';
import { payoffQuote } from './payoff-quote.ts';
import { prepaymentQuote } from './prepayment-quote.ts';
import type { Keep } from './reschedule.ts';

const yuan = (text: string) => fromDecimalText(text);
const start = plainDate('2026-01-31');
const loan = {
  amount: yuan('12000'),
  ratePpm: ratePpm(120_000),
  kind: 'equal-instalment',
  start,
  rounding: 'half-even',
  dayCount: '30/360',
  months: 12,
} as const satisfies ScheduleTerms;

function quote(terms: ScheduleTerms, part: string, keep: Keep, day: string) {
  const on = plainDate(day);
  const rows = paidBefore(rowsOf(terms), on);
  return prepaymentQuote(earlyTerms(terms), rows, { on, today: on }, { part: yuan(part), keep }, 13);
}

test('on the value date, with the term kept, the schedule is that of a loan of the smaller amount', () => {
  const { rows, interest, total } = quote(loan, '6000', 'term', '2026-01-31');
  const smaller = buildSchedule({ ...loan, amount: yuan('6000') });
  expect(rows.map(({ principal, interest }) => ({ principal, interest }))).toEqual(
    smaller.map(({ principal, interest }) => ({ principal, interest })),
  );
  expect([interest, total]).toEqual([0n, yuan('6000')]);
});

test('with the instalment kept it ends sooner, at the same instalment, and the rows used up are 0.00', () => {
  const { rows } = quote(loan, '6000', 'instalment', '2026-01-31');
  const level = plus(rows[0]?.was.principal ?? fen(0n), rows[0]?.was.interest ?? fen(0n));
  expect(level).toBe(yuan('1066.19'));
  expect(rows.slice(0, 5).map((row) => plus(row.principal, row.interest))).toEqual(Array(5).fill(level));
  expect(rows.slice(6).map((row) => [row.principal, row.interest])).toEqual(Array(6).fill([0n, 0n]));
});

test('in the middle of a period interest is paid on the part alone, and the running period’s is that of the rest', () => {
  const early = quote({ ...loan, kind: 'interest-first' }, '3000', 'term', '2026-02-14');
  expect(early.interest).toBe(yuan('15.00'));
  expect(early.total).toBe(yuan('3015'));
  expect(early.rows[0]).toMatchObject({ principal: 0n, interest: yuan('90'), was: { interest: yuan('120') } });
  expect(early.investors).toEqual({
    scheduled: yuan('1440'),
    received: yuan('1095'),
    fee: 0n,
    lost: yuan('345'),
  });
});

test('with equal principal kept it ends sooner, at the same principal', () => {
  const { rows } = quote({ ...loan, kind: 'equal-principal' }, '2500', 'instalment', '2026-01-31');
  expect(rows.map((row) => row.principal)).toEqual([...Array(9).fill(yuan('1000')), yuan('500'), yuan('0'), yuan('0')]);
});

test.each([
  ['interest first', { ...loan, kind: 'interest-first' }],
  ['all at the end', { ...loan, kind: 'bullet', dayCount: 'ACT/365', months: undefined, days: 90 }],
] as const)('where the principal is at the end both ways are one: %s', (_, terms) => {
  const keepTerm = quote(terms, '100', 'term', '2026-02-10');
  expect(quote(terms, '100', 'instalment', '2026-02-10').rows).toEqual(keepTerm.rows);
});

test('refuses nothing, and all that is left or more', () => {
  const code = (wanted: string) => expect.objectContaining({ code: wanted });
  expect(() => quote(loan, '0', 'term', '2026-02-10')).toThrow(code('AMOUNT_NOT_POSITIVE'));
  expect(() => quote(loan, '12000', 'term', '2026-02-10')).toThrow(code('PREPAYMENT_TOO_LARGE'));
  expect(() => quote(loan, '0.01', 'term', '2027-01-31')).toThrow(code('PREPAYMENT_TOO_LARGE'));
});

describe('of any loan, any part, any day', () => {
  const anyCase = anyEarlyLoan
    .chain((terms) => {
      const last = rowsOf(terms).at(-1)?.dueOn ?? terms.start;
      return fc.record({
        terms: fc.constant(terms),
        on: fc.nat(daysBetween(terms.start, last) - 1).map((day) => addDays(terms.start, day)),
        share: fc.bigInt({ min: 1n, max: 999n }),
        keep: fc.constantFrom<Keep>('term', 'instalment'),
      });
    })
    .map(({ terms, on, share, keep }) => {
      const rows = paidBefore(rowsOf(terms), on);
      const running = rows.filter((row) => row.periodEndsOn > on);
      const left = sum(running.map((row) => row.principal));
      const part = fen(divideFloor(left * share, 1000n));
      return { terms, on, keep, rows, running, left, part };
    })
    .filter(({ part }) => part > 0n);

  test('what is quoted beforehand is what is quoted on the day', () => {
    fc.assert(
      fc.property(anyCase, ({ terms, on, keep, rows, part }) => {
        const asked = { on, today: terms.start };
        const before = prepaymentQuote(earlyTerms(terms), rowsOf(terms), asked, { part, keep }, 99);
        const then = prepaymentQuote(earlyTerms(terms), rows, { on, today: on }, { part, keep }, 99);
        expect(then).toEqual(before);
      }),
    );
  });

  test('Σ principal is what it was less the part, no row is negative, none is dearer than before but for rounding', () => {
    fc.assert(
      fc.property(anyCase, ({ terms, on, keep, rows, running, left, part }) => {
        const after = prepaymentQuote(earlyTerms(terms), rows, { on, today: on }, { part, keep }, 99);
        expect(after.rows.map(({ number }) => number)).toEqual(running.map(({ number }) => number));
        expect(sum(after.rows.map((row) => row.principal))).toBe(minus(left, part));
        for (const [place, row] of after.rows.entries()) {
          expect(row.principal).toBeGreaterThanOrEqual(0n);
          expect(row.interest).toBeGreaterThanOrEqual(0n);
          // Each level instalment before it may be rounded up by less than before, and leave a fen more to pay on.
          expect(row.interest).toBeLessThanOrEqual(row.was.interest + 1n + BigInt(place));
        }
        expect(after.interest + sum(after.rows.map((row) => row.interest))).toBe(after.investors.received);
      }),
    );
  });

  test('paying the part and then the rest on the same day costs what paying all costs, but for two fen of rounding', () => {
    fc.assert(
      fc.property(anyCase, ({ terms, on, keep, rows, part }) => {
        const asked = { on, today: on };
        const whole = payoffQuote(earlyTerms(terms), rows, asked, 99);
        const first = prepaymentQuote(earlyTerms(terms), rows, asked, { part, keep }, 98);
        const rest = rows.map((row) => {
          const anew = first.rows.find(({ number }) => number === row.number);
          return anew ? { ...row, principal: anew.principal, interest: anew.interest } : row;
        });
        const second = payoffQuote(earlyTerms(terms), rest, asked, 99);
        expect(plus(first.principal, second.principal)).toBe(whole.principal);
        const difference = first.interest + second.interest - whole.interest;
        expect(difference >= -2n && difference <= 2n).toBe(true);
      }),
    );
  });
});
