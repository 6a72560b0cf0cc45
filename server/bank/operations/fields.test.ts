import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import { readWireJson } from '../http/json.ts';
import { listOf, optionalAmount, optionalDate, requiredAmount } from './fields.ts';

const amountOf = (json: string) => requiredAmount(readWireJson(`{"amount":${json}}`), 'amount');

test('amounts come as numbers or strings and are read exactly', () => {
  expect(amountOf('0.1')).toBe(10n);
  expect(amountOf('"500.0"')).toBe(50_000n);
  expect(amountOf('5000')).toBe(500_000n);
  expect(amountOf("'10.00'")).toBe(1000n);
  expect(amountOf('1.0E7')).toBe(1_000_000_000n);
  expect(amountOf('5E+2')).toBe(50_000n);
});

test('an amount with a third decimal is refused, not rounded', () => {
  for (const bad of ['0.001', '"1.005"', '30.000', '0', '-1', '"abc"', '"1,000"', '1e30', '1e-3', 'true', '{}']) {
    expect(() => amountOf(bad), bad).toThrow('json参数格式错误');
  }
});

test('every amount of fen survives the way through the wire', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }), (value) => {
      expect(amountOf(toDecimalText(fen(value)))).toBe(value);
    }),
  );
});

test('absent, null and empty fields are alike', () => {
  expect(optionalAmount(readWireJson('{"amount":null}'), 'amount')).toBeUndefined();
  expect(optionalDate(readWireJson('{"failTime":""}'), 'failTime')).toBeUndefined();
});

test('a list of words keeps the order of the list and refuses strangers', () => {
  const words = ['TENDER', 'REPAYMENT'] as const;
  expect(listOf(readWireJson('{"authList":"REPAYMENT, TENDER"}'), 'authList', words)).toEqual(words);
  expect(() => listOf(readWireJson('{"authList":"TENDER,X"}'), 'authList', words)).toThrow();
});
