import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DayCount, InstalmentRounding, RepaymentKind } from '#db/schema/products.ts';
import { addDays, addMonths, daysBetween, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { fen, fromDecimalText, sum, toDecimalText } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { tryOracle } from '#server/testing/schedule-trials.ts';
import { buildSchedule, type ScheduleRow, type ScheduleTerms } from './schedule.ts';

const KINDS: RepaymentKind[] = ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'];
const ROUNDINGS: InstalmentRounding[] = ['half-even', 'up'];
const DAY_COUNTS: DayCount[] = ['30/360', 'ACT/365', 'ACT/360'];
const base = plainDate('2020-01-01');

const anyTerms: fc.Arbitrary<ScheduleTerms> = fc
  .record({
    amount: fc.bigInt({ min: 1n, max: 100_000_000n }).map(fen),
    ratePpm: fc.integer({ min: 0, max: 360_000 }).map(ratePpm),
    kind: fc.constantFrom(...KINDS),
    start: fc.integer({ min: 0, max: 4000 }).map((days) => addDays(base, days)),
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

type Ratio = { over: bigint; under: bigint };

/** The oracle's own reading of section 2, on unreduced fractions and with nothing of the code under test. */
const roundHalfEven = ({ over, under }: Ratio): bigint => {
  const whole = over / under;
  const twice = (over % under) * 2n;
  if (twice === under) return whole + (whole % 2n);
  return twice > under ? whole + 1n : whole;
};
const days = (from: PlainDate, to: PlainDate) => BigInt((Date.parse(to) - Date.parse(from)) / 86_400_000);

function rateOf(terms: ScheduleTerms, from: PlainDate, to: PlainDate): Ratio {
  const rate = BigInt(terms.ratePpm);
  if (terms.dayCount === 'ACT/365') return { over: rate * days(from, to), under: 365_000_000n };
  if (terms.dayCount === 'ACT/360' || terms.days) return { over: rate * days(from, to), under: 360_000_000n };
  return { over: terms.kind === 'bullet' ? rate * BigInt(terms.months ?? 0) : rate, under: 12_000_000n };
}

/** What is left of the loan at the end when every period pays exactly `halves` half-fen. */
function leftAfter(terms: ScheduleTerms, rows: readonly ScheduleRow[], halves: bigint): bigint {
  let left: Ratio = { over: terms.amount, under: 1n };
  let from = terms.start;
  for (const row of rows) {
    const rate = rateOf(terms, from, row.dueOn);
    const under = left.under * rate.under * 2n;
    left = { over: left.over * (rate.under + rate.over) * 2n - (halves * under) / 2n, under };
    from = row.dueOn;
  }
  return left.over;
}

describe('any schedule', () => {
  test('pays back exactly the amount, over the periods of its kind', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const rows = buildSchedule(terms);
        expect(rows.length).toBe(terms.kind === 'bullet' ? 1 : terms.months);
        expect(sum(rows.map((row) => row.principal))).toBe(terms.amount);
        expect(rows.at(-1)?.balance).toBe(0n);
        let balance: bigint = terms.amount;
        let from = terms.start;
        for (const [index, row] of rows.entries()) {
          const expectedDue = terms.days
            ? addDays(terms.start, terms.days)
            : addMonths(terms.start, terms.kind === 'bullet' ? (terms.months ?? 0) : index + 1);
          expect(row.dueOn).toBe(expectedDue);
          expect(row.period).toBe(index + 1);
          const rate = rateOf(terms, from, row.dueOn);
          expect(row.interest).toBe(roundHalfEven({ over: balance * rate.over, under: rate.under }));
          expect(row.instalment).toBe(row.principal + row.interest);
          expect(row.principal >= 0n && row.principal <= balance).toBe(true);
          balance -= row.principal;
          expect(row.balance).toBe(balance);
          from = row.dueOn;
        }
      }),
      { numRuns: 400 },
    );
  });

  test('has a level instalment that solves the annuity over the real rates of the periods', () => {
    const level = anyTerms.filter((terms) => terms.kind === 'equal-instalment' && (terms.months ?? 0) > 1);
    fc.assert(
      fc.property(level, (terms) => {
        const rows = buildSchedule(terms);
        const [first] = rows;
        if (!first || first.balance === 0n || first.principal === 0n) return;
        const halves = first.instalment * 2n;
        const [low, high] = terms.rounding === 'up' ? [halves - 2n, halves] : [halves - 1n, halves + 1n];
        expect(leftAfter(terms, rows, low) >= 0n).toBe(true);
        expect(leftAfter(terms, rows, high) <= 0n).toBe(true);
        for (const row of rows.slice(0, -1)) if (row.balance > 0n) expect(row.instalment).toBe(first.instalment);
      }),
      { numRuns: 400 },
    );
  });

  test('has a level principal of a period of equal principal', () => {
    const equal = anyTerms.filter((terms) => terms.kind === 'equal-principal');
    fc.assert(
      fc.property(equal, (terms) => {
        const count = BigInt(terms.months ?? 1);
        const level =
          terms.rounding === 'up'
            ? (terms.amount + count - 1n) / count
            : roundHalfEven({ over: terms.amount, under: count });
        for (const row of buildSchedule(terms).slice(0, -1)) {
          if (row.balance > 0n) expect(row.principal).toBe(level);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('three thousand random schedules are those of the exact oracle', () => {
  const seed = Number.parseInt(process.env.ORACLE_SEED ?? '20260131', 10);
  tryOracle(seed, 3_000);
});

const terms = (changes: object): ScheduleTerms =>
  ({
    amount: fromDecimalText('10000.00'),
    ratePpm: ratePpm(120_000),
    kind: 'equal-instalment',
    months: 12,
    start: plainDate('2026-01-31'),
    rounding: 'half-even',
    dayCount: '30/360',
    ...changes,
  }) as ScheduleTerms;
const texts = (rows: ScheduleRow[]) =>
  rows.map((row) =>
    [row.dueOn, row.instalment, row.principal, row.interest, row.balance]
      .map((cell) => (typeof cell === 'bigint' ? toDecimalText(cell) : cell))
      .join(' '),
  );

test('10,000 at 12 % over 12 months, month ends kept', () => {
  const rows = texts(buildSchedule(terms({})));
  expect(rows[0]).toBe('2026-02-28 888.49 788.49 100.00 9211.51');
  expect(rows[1]).toBe('2026-03-31 888.49 796.37 92.12 8415.14');
  expect(rows[11]).toBe('2027-01-31 888.47 879.67 8.80 0.00');
});

test('rounding up raises the level instalment by a fen at most and leaves a smaller last one', () => {
  const rows = buildSchedule(terms({ amount: fromDecimalText('10000.01'), rounding: 'up' }));
  expect(toDecimalText(rows[0]?.instalment ?? fen(0n))).toBe('888.49');
  const tiny = texts(buildSchedule(terms({ amount: fen(5n), months: 12, rounding: 'up' })));
  expect(tiny.slice(4, 6)).toEqual(['2026-06-30 0.01 0.01 0.00 0.00', '2026-07-31 0.00 0.00 0.00 0.00']);
  expect(tiny.length).toBe(12);
});

test('interest first pays the principal with the last interest', () => {
  const rows = texts(buildSchedule(terms({ kind: 'interest-first', months: 3, dayCount: 'ACT/365' })));
  expect(rows).toEqual([
    '2026-02-28 92.05 0.00 92.05 10000.00',
    '2026-03-31 101.92 0.00 101.92 10000.00',
    '2026-04-30 10098.63 10000.00 98.63 0.00',
  ]);
});

test('a bullet loan is one row: months over 12, days over 360, real days under ACT', () => {
  const bullet = (changes: object) => texts(buildSchedule(terms({ kind: 'bullet', months: undefined, ...changes })));
  expect(bullet({ months: 3 })).toEqual(['2026-04-30 10300.00 10000.00 300.00 0.00']);
  expect(bullet({ days: 31 })).toEqual(['2026-03-03 10103.33 10000.00 103.33 0.00']);
  expect(bullet({ days: 31, dayCount: 'ACT/365' })).toEqual(['2026-03-03 10101.92 10000.00 101.92 0.00']);
  expect(bullet({ months: 3, dayCount: 'ACT/360' })).toEqual(['2026-04-30 10296.67 10000.00 296.67 0.00']);
});

test('a balance never grows, even where a long first month costs more than the level instalment', () => {
  const rows = buildSchedule(terms({ ratePpm: ratePpm(2_000_000), months: 60, dayCount: 'ACT/365' }));
  for (const row of rows) expect(row.principal >= 0n).toBe(true);
  expect(daysBetween(plainDate('2026-01-31'), rows[0]?.dueOn ?? base)).toBe(28);
});

test.each([
  ['no term', { months: 0 }],
  ['more than 60 months', { months: 61 }],
  ['half a month', { months: 1.5 }],
  ['days for instalments', { months: undefined, days: 30 }],
  ['more than a year of days', { kind: 'bullet', months: undefined, days: 366 }],
  ['no amount', { amount: fen(0n) }],
  ['a negative rate', { ratePpm: ratePpm(-1) }],
  ['a start whose due dates might need a fifth digit of the year', { start: plainDate('9995-01-01') }],
])('refuses %s', (_, changes) => {
  expect(() => buildSchedule(terms(changes))).toThrow(RangeError);
});
