import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, addMonths, type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { fromDecimalText } from '#server/primitives/money.ts';
import { aprPercent, type Transfer } from './apr.ts';

const transfer = (on: PlainDate, amount: string): Transfer => ({ on, amount: fromDecimalText(amount) });
const at = (on: string, amount: string): Transfer => transfer(plainDate(on), amount);
const series = (count: number, amount: string, dateOf: (index: number) => PlainDate): Transfer[] =>
  Array.from({ length: count }, (_, index) => transfer(dateOf(index), amount));
const monthly = (count: number, amount: string, first: string, months = 1): Transfer[] =>
  series(count, amount, (index) => addMonths(plainDate(first), index * months));
const everyDays = (count: number, amount: string, first: string, days: number): Transfer[] =>
  series(count, amount, (index) => addDays(plainDate(first), index * days));
const semimonthly = (count: number, amount: string, first: string, second: string): Transfer[] =>
  series(count, amount, (index) => addMonths(plainDate(index % 2 === 0 ? first : second), Math.floor(index / 2)));

/** Figures of Regulation Z, Appendix J, (c), by paragraph. */
const PUBLISHED: [string, Transfer, Transfer[], string][] = [
  ['(1)(i) monthly', at('1978-01-10', '5000'), monthly(24, '230', '1978-02-10'), '9.69'],
  ['(1)(ii) monthly, long first period', at('1978-02-10', '6000'), monthly(36, '200', '1978-04-01'), '11.82'],
  [
    '(1)(iii) semimonthly, short first period',
    at('1978-02-23', '5000'),
    semimonthly(24, '219.17', '1978-03-01', '1978-03-16'),
    '10.34',
  ],
  ['(1)(iv) quarterly, long first period', at('1978-05-23', '10000'), monthly(40, '385', '1978-10-01', 3), '8.97'],
  ['(1)(v) weekly, long first period', at('1978-03-20', '500'), everyDays(30, '17.60', '1978-04-21', 7), '14.96'],
  [
    '(2)(i) monthly, irregular first payment',
    at('1978-01-10', '5000'),
    [at('1978-02-10', '250'), ...monthly(23, '230', '1978-03-10')],
    '10.08',
  ],
  [
    '(2)(ii) every four weeks, long first period, irregular first payment',
    at('1978-03-18', '400'),
    [at('1978-04-20', '39.50'), ...everyDays(11, '38.31', '1978-05-18', 28)],
    '28.50',
  ],
  [
    '(3)(i) monthly, irregular final payment',
    at('1978-01-10', '5000'),
    [...monthly(23, '230', '1978-02-10'), at('1980-01-10', '280')],
    '10.50',
  ],
  [
    '(3)(ii) every two weeks, short first period, irregular final payment',
    at('1978-04-03', '200'),
    [...everyDays(19, '9.50', '1978-04-11', 14), transfer(addDays(plainDate('1978-04-11'), 266), '30')],
    '12.22',
  ],
  [
    '(4)(i) monthly, irregular first and final payment',
    at('1978-01-10', '5000'),
    [at('1978-02-10', '250'), ...monthly(22, '230', '1978-03-10'), at('1980-01-10', '280')],
    '10.90',
  ],
  [
    '(4)(ii) every two months, short first period, irregular first and final payment',
    at('1978-01-10', '8000'),
    [at('1978-03-01', '449.36'), ...monthly(18, '465', '1978-05-01', 2), at('1981-05-01', '200')],
    '7.30',
  ],
  ['(5)(i) single payment, days', at('1978-01-03', '1000'), [at('1978-09-15', '1080')], '11.45'],
  ['(5)(ii) single payment, whole months', at('1978-07-15', '1000'), [at('1979-01-15', '1044')], '8.80'],
  ['(5)(iii) single payment, a year and months', at('1978-01-17', '1000'), [at('1979-07-17', '1135.19')], '8.76'],
  ['(5)(iv) single payment, whole years', at('1978-01-03', '1000'), [at('1980-01-03', '1240')], '11.36'],
];

test.each(PUBLISHED)('Appendix J, (c)%s', (_, advance, payments, expected) => {
  expect(aprPercent({ advances: [advance], payments })).toBe(expected);
});

test('three advances of a construction loan, repaid over twenty years', () => {
  const advances = [at('1979-04-10', '20000'), at('1979-06-12', '20000'), at('1979-09-18', '20000')];
  expect(aprPercent({ advances, payments: monthly(240, '612.36', '1979-12-10') })).toBe('10.25');
});

test('payments every day, and every year with a long first period', () => {
  const daily = everyDays(5, '220', '2023-11-30', 1);
  expect(aprPercent({ advances: [at('2023-10-26', '1000')], payments: daily })).toBe('94.15');
  const yearly = monthly(5, '500', '2023-11-30', 12);
  expect(aprPercent({ advances: [at('2023-10-26', '1000')], payments: yearly })).toBe('78.34');
});

test('a single payment after whole months counts months, else days', () => {
  expect(aprPercent({ advances: [at('2026-01-31', '1000')], payments: [at('2026-04-30', '1030')] })).toBe('12.00');
  expect(aprPercent({ advances: [at('2026-01-31', '1000')], payments: [at('2026-05-01', '1030')] })).toBe('12.17');
  expect(aprPercent({ advances: [at('2026-01-31', '1000')], payments: [at('2027-01-31', '1100')] })).toBe('10.00');
  expect(aprPercent({ advances: [at('2026-01-31', '1000')], payments: [at('2028-01-31', '1210')] })).toBe('10.00');
});

test('month ends are a month apart, from the 31st and from the 30th', () => {
  for (const first of ['2026-01-31', '2026-01-30', '2026-01-29']) {
    const payments = series(12, '88.85', (index) => addMonths(plainDate(first), index + 1));
    expect(aprPercent({ advances: [at(first, '1000')], payments })).toBe('12.00');
  }
});

test('without interest the rate is nought, and below it when less is repaid', () => {
  expect(aprPercent({ advances: [at('2026-01-10', '1200')], payments: monthly(12, '100', '2026-02-10') })).toBe('0.00');
  expect(aprPercent({ advances: [at('2026-01-10', '1000')], payments: [at('2027-01-10', '900')] })).toBe('-10.00');
  const allButAFen = { advances: [at('2026-01-10', '1000000000')], payments: [at('2026-02-10', '0.01')] };
  expect(aprPercent(allButAFen)).toBe('-1200.00');
});

test('two payments on one day are one, and one on the first day lowers the amount financed', () => {
  const parts = [at('2027-01-10', '1000'), at('2027-01-10', '100')];
  expect(aprPercent({ advances: [at('2026-01-10', '1000')], payments: parts })).toBe('10.00');
  const fee = [at('2026-01-10', '20'), at('2027-01-10', '1078')];
  expect(aprPercent({ advances: [at('2026-01-10', '1000')], payments: fee })).toBe('10.00');
});

test('payments on the same day of each month are monthly, also when the first comes as many days after the advance', () => {
  const payments = [at('2021-07-01', '400'), at('2021-08-01', '400'), at('2021-09-01', '400')];
  expect(aprPercent({ advances: [at('2021-05-31', '1000')], payments })).toBe('114.26');
});

type Regular = { name: string; unitsAYear: number; oddOf: number; on: (first: PlainDate, index: number) => PlainDate };

/** Series whose spans are known by their making: `whole` unit-periods and `odd` days before the first payment. */
const REGULAR: readonly Regular[] = [
  { name: 'month', unitsAYear: 12, oddOf: 30, on: (first, index) => addMonths(first, index) },
  { name: 'quarter', unitsAYear: 4, oddOf: 90, on: (first, index) => addMonths(first, 3 * index) },
  { name: 'week', unitsAYear: 52, oddOf: 7, on: (first, index) => addDays(first, 7 * index) },
  { name: 'four weeks', unitsAYear: 13, oddOf: 28, on: (first, index) => addDays(first, 28 * index) },
];

test('the rate solves the equation of (b)(8), written anew, to half a hundredth of a percent', () => {
  const cases = fc.record({
    regular: fc.constantFrom(...REGULAR),
    first: fc.integer({ min: 0, max: 4_000 }).map((days) => addDays(plainDate('2015-05-01'), days)),
    whole: fc.integer({ min: 0, max: 4 }),
    odd: fc.integer({ min: 0, max: 6 }),
    payments: fc.array(fc.integer({ min: 1_000, max: 90_000 }), { minLength: 3, maxLength: 40 }),
    share: fc.integer({ min: 400, max: 1_050 }),
  });
  fc.assert(
    fc.property(cases, ({ regular, first, whole, odd, payments, share }) => {
      fc.pre(first.slice(8) <= '28' && whole + odd > 0);
      const advance = Math.round((payments.reduce((left, right) => left + right, 0) * share) / 1_000);
      const beginning = addDays(regular.on(first, -whole), -odd);
      const text = aprPercent({
        advances: [transfer(beginning, (advance / 100).toFixed(2))],
        payments: payments.map((amount, index) => transfer(regular.on(first, index), (amount / 100).toFixed(2))),
      });
      const unpaidAt = (percent: number): number => {
        const rate = percent / 100 / regular.unitsAYear;
        return payments.reduce(
          (left, amount, index) => left - amount / ((1 + (rate * odd) / regular.oddOf) * (1 + rate) ** (whole + index)),
          advance,
        );
      };
      expect(unpaidAt(Number(text) - 0.00501)).toBeLessThan(0);
      expect(unpaidAt(Number(text) + 0.00501)).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('what has no rate is refused', () => {
  const advances = [at('2026-01-10', '1000')];
  for (const payments of [[], [at('2026-01-09', '10')], [at('2026-01-10', '1000')]])
    expect(() => aprPercent({ advances, payments })).toThrow(DomainError);
});
