import { expect, test } from 'vitest';
import { fen } from '#server/primitives/money.ts';
import { carryText } from './carry.ts';

test('a carry is told in fen with four decimals and its sign', () => {
  const whole = fen(1_200n);
  expect([500n, -500n, 0n, 1_800n].map((carry) => carryText(carry, whole))).toEqual([
    '+0.4167',
    '−0.4167',
    '0',
    '+1.5000',
  ]);
});
