import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { fen, fromDecimalText } from '#server/primitives/money.ts';
import { type Flow, xirrPercent } from './xirr.ts';

const flow = (on: string, amount: string): Flow => ({ on: plainDate(on), amount: fromDecimalText(amount) });

test('the example in the manual of a well-known spreadsheet', () => {
  const flows = [
    flow('2008-01-01', '-10000'),
    flow('2008-03-01', '2750'),
    flow('2008-10-30', '4250'),
    flow('2009-02-15', '3250'),
    flow('2009-04-01', '2750'),
  ];
  expect(xirrPercent(flows)).toBe('37.336');
  expect(xirrPercent(flows.toReversed())).toBe('37.336');
});

/** Figures that the test suite of the PostgreSQL extension pg_financial publishes. */
test.each([
  [[flow('2013-01-01', '-100'), flow('2013-02-01', '110')], '207.161'],
  [[flow('2013-01-01', '-100'), flow('2014-01-01', '20')], '-80.000'],
  [[flow('2013-01-01', '-100'), flow('2013-02-01', '10'), flow('2013-03-01', '110')], '224.274'],
  [
    [
      flow('2009-01-01', '-10000'),
      flow('2010-01-01', '-10000'),
      flow('2011-01-01', '10000'),
      flow('2012-01-01', '10000'),
      flow('2013-01-01', '1000'),
    ],
    '2.384',
  ],
])('published values are met', (flows, expected) => {
  expect(xirrPercent(flows)).toBe(expected);
});

test('eight thousand flows over eleven years converge: each ten comes back as twelve 31 days later', () => {
  const from = (first: string, last: string, amount: string): Flow[] => {
    const flows: Flow[] = [];
    for (let on: PlainDate = plainDate(first); on <= last; on = addDays(on, 1))
      flows.push({ on, amount: fromDecimalText(amount) });
    return flows;
  };
  const flows = [...from('2001-01-01', '2012-01-01', '-10'), ...from('2001-02-01', '2012-02-01', '12')];
  expect(flows.length).toBeGreaterThan(8000);
  expect(xirrPercent(flows)).toBe((100 * (1.2 ** (365 / 31) - 1)).toFixed(3));
});

test('losses, near total ones too', () => {
  expect(xirrPercent([flow('2025-01-01', '-1000'), flow('2026-01-01', '0.01')])).toBe('-99.999');
  expect(xirrPercent([flow('2025-01-01', '-1000'), flow('2025-01-02', '1')])).toBe('-100.000');
  expect(xirrPercent([flow('2025-01-01', '-1000'), flow('2026-01-01', '1000')])).toBe('0.000');
});

test('a gain of one day, however great, is exact to its last digit', () => {
  const overnight = (paid: string, back: string) => xirrPercent([flow('2025-01-01', paid), flow('2025-01-02', back)]);
  expect(overnight('-1000', '1010')).toBe('3678.343');
  expect(overnight('-1000', '2000')).toBe(`${(2n ** 365n - 1n) * 100n}.000`);
  expect(overnight('-0.01', '10000000')).toBe(`${((10n ** 9n) ** 365n - 1n) * 100n}.000`);
});

test('two centuries, and all but a fen lost overnight', () => {
  expect(xirrPercent([flow('1900-01-01', '-1000'), flow('2100-01-01', '0.01')])).toBe('-5.590');
  expect(xirrPercent([flow('1900-01-01', '-0.01'), flow('2100-01-01', '1000')])).toBe('5.921');
  expect(xirrPercent([flow('2025-01-01', '-10000000'), flow('2025-01-02', '0.01')])).toBe('-100.000');
});

const Exact = Decimal.clone({ precision: 80 });

test('the rate solves its equation, written anew, to half a thousandth of a percent', () => {
  const day = fc.integer({ min: 0, max: 4_000 });
  const cases = fc.record({
    paid: fc.array(fc.record({ day, amount: fc.integer({ min: 100, max: 9_000_000 }) }), {
      minLength: 1,
      maxLength: 40,
    }),
    back: fc.array(fc.record({ day, amount: fc.integer({ min: 1, max: 9_000_000 }) }), { minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(cases, ({ paid, back }) => {
      const start = plainDate('2012-02-29');
      const flows = [
        ...paid.map(({ day: after, amount }) => ({ after, amount: -amount })),
        ...back.map(({ day: after, amount }) => ({ after: 4_001 + after, amount })),
      ];
      const text = xirrPercent(
        flows.map(({ after, amount }) => ({ on: addDays(start, after), amount: fen(BigInt(amount)) })),
      );
      // A float has neither the digits of a great gain nor the room beside a total loss.
      const signAt = (off: string): number => {
        const growth = new Exact(text ?? '').plus(off).div(100).plus(1);
        const value = flows.reduce(
          (left, { after, amount }) => left.plus(new Exact(amount).div(growth.pow(new Exact(after).div(365)))),
          new Exact(0),
        );
        return growth.isPositive() && !growth.isZero() ? value.comparedTo(0) : 1;
      };
      expect(text).toMatch(/^-?\d+\.\d{3}$/);
      expect(signAt('-0.000501')).toBe(1);
      expect(signAt('0.000501')).toBe(-1);
    }),
    { numRuns: 50 },
  );
});

test('flows of one sign, of one day, or none have no rate', () => {
  expect(xirrPercent([])).toBeNull();
  expect(xirrPercent([flow('2025-01-01', '-5'), flow('2026-01-01', '-5')])).toBeNull();
  expect(xirrPercent([flow('2025-01-01', '5'), flow('2025-01-01', '-4')])).toBeNull();
  expect(xirrPercent([flow('2025-01-01', '0'), flow('2026-01-01', '4')])).toBeNull();
});

test('a deposit that grew at a rate is read back as that rate', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9000, max: 30_000 }), fc.integer({ min: 1, max: 6 }), (hundredths, years) => {
      const scale = 10n ** 40n;
      const factor = BigInt(10_000 + hundredths) ** BigInt(years);
      const start = plainDate('2001-01-01');
      const grown = fen((scale * factor) / 10_000n ** BigInt(years));
      const flows = [
        { on: start, amount: fen(-scale) },
        { on: addDays(start, 365 * years), amount: grown },
      ];
      expect(xirrPercent(flows)).toBe(`${hundredths < 0 ? '-' : ''}${(Math.abs(hundredths) / 100).toFixed(2)}0`);
    }),
    { numRuns: 60 },
  );
});
