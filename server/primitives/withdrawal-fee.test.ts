import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fen } from './money.ts';
import { ratePpm } from './rate.ts';
import { withdrawalFeeOf } from './withdrawal-fee.ts';

const FEES = { nextDay: fen(100n), sameDayAtLeast: fen(200n), sameDayPpm: ratePpm(500) };

test('the next day costs one amount, the same day a share of at least another', () => {
  expect(withdrawalFeeOf(FEES, 'next-day', fen(9_999_999n))).toBe(100n);
  expect(withdrawalFeeOf(FEES, 'same-day', fen(400_000n))).toBe(200n);
  expect(withdrawalFeeOf(FEES, 'same-day', fen(1_001_000n))).toBe(500n);
  expect(withdrawalFeeOf(FEES, 'same-day', fen(1_003_000n))).toBe(502n);
});

test('a larger amount never costs less', () => {
  const amounts = fc.bigInt(0n, 10_000_000_000n);
  fc.assert(
    fc.property(amounts, amounts, (left, right) => {
      const [small, large] = left < right ? [left, right] : [right, left];
      expect(withdrawalFeeOf(FEES, 'same-day', fen(small)) <= withdrawalFeeOf(FEES, 'same-day', fen(large))).toBe(true);
    }),
  );
});
