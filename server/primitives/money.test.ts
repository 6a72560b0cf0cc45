import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fen, formatMoney, fromDecimalText, parseMoney, sum, toDecimalText, ZERO } from './money.ts';

const anyAmount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(fen);

test('decimal text reads back as the same amount', () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      expect(fromDecimalText(toDecimalText(amount))).toBe(amount);
    }),
  );
});

test('what a page shows of a positive amount can be typed back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }).map(fen), (amount) => {
      expect(parseMoney(formatMoney(amount))).toEqual({ ok: true, amount });
    }),
  );
});

test.each([
  ['1,234.50', 123_450n],
  ['１２３４．５', 123_450n],
  ['¥ 10', 1_000n],
  ['0.01', 1n],
  ['7.', 700n],
])('%s is read as an amount', (text, expected) => {
  expect(parseMoney(text)).toEqual({ ok: true, amount: expected });
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['ten', 'not-a-number'],
  ['NaN', 'not-a-number'],
  ['1e21', 'not-a-number'],
  ['0x10', 'not-a-number'],
  ['1,23', 'not-a-number'],
  ['1.2.3', 'not-a-number'],
  ['.5', 'not-a-number'],
  ['0', 'zero'],
  ['0.00', 'zero'],
  ['-5', 'negative'],
  ['－5', 'negative'],
  ['1.234', 'too-many-decimals'],
  ['10000000000000', 'too-large'],
])('%j is refused as %s', (text, problem) => {
  expect(parseMoney(text)).toEqual({ ok: false, problem });
});

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseMoney(text)).toHaveProperty('ok');
    }),
  );
});

test.each(['', '1.234', '1e3', ' 1', '1,000', '+1', '.5'])('the wire form refuses %j', (text) => {
  expect(() => fromDecimalText(text)).toThrow(RangeError);
});

test('negative amounts keep their sign below one yuan', () => {
  expect(toDecimalText(fen(-5n))).toBe('-0.05');
  expect(fromDecimalText('-0.05')).toBe(-5n);
});

test('the sum of nothing is zero', () => {
  expect(sum([])).toBe(ZERO);
});
