import { expect, test } from 'vitest';
import { parsePercent } from './parse-rate.ts';

test('a percentage is read exactly, in any width of digits', () => {
  expect(parsePercent('9.5')).toBe(95_000);
  expect(parsePercent('９．４８２２ ％')).toBe(94_822);
  expect(parsePercent('12')).toBe(120_000);
  expect(parsePercent('0.0001')).toBe(1);
});

test.each(['', 'abc', '-1', '100', '1e2', '9.48221', '1,5'])('%j is not a percentage', (text) => {
  expect(parsePercent(text)).toBeUndefined();
});
