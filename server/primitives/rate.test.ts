import { expect, test } from 'vitest';
import { fen } from './money.ts';
import { formatRate, ratePpm, shareOf } from './rate.ts';

test('a share is rounded half-even to the fen, once', () => {
  expect(shareOf(fen(250n), ratePpm(10_000))).toBe(2n);
  expect(shareOf(fen(350n), ratePpm(10_000))).toBe(4n);
  expect(shareOf(fen(10n ** 15n), ratePpm(94_822))).toBe(94_822_000_000_000n);
});

test('a rate shows two decimals, and more only where it has them', () => {
  expect([85_000, 94_822, 120_000, 500, 0].map((ppm) => formatRate(ratePpm(ppm)))).toEqual([
    '8.50',
    '9.4822',
    '12.00',
    '0.05',
    '0.00',
  ]);
});

test('fractions and absurd rates are refused', () => {
  for (const value of [0.5, Number.NaN, 10_000_001]) expect(() => ratePpm(value)).toThrow(RangeError);
});
