import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divideCeiling, divideFloor, divideHalfEven } from './division.ts';

const numerator = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const denominator = fc.bigInt({ min: 1n, max: 10n ** 9n });

test('floor and ceiling enclose the exact quotient and are at most one apart', () => {
  fc.assert(
    fc.property(numerator, denominator, (top, bottom) => {
      const floor = divideFloor(top, bottom);
      const ceiling = divideCeiling(top, bottom);
      expect(floor * bottom <= top && top <= ceiling * bottom).toBe(true);
      expect(ceiling - floor).toBe(top % bottom === 0n ? 0n : 1n);
    }),
  );
});

test('half-even is never more than half away, and exactly half goes to the even neighbour', () => {
  fc.assert(
    fc.property(numerator, denominator, (top, bottom) => {
      const rounded = divideHalfEven(top, bottom);
      const twiceError = 2n * (rounded * bottom - top);
      const distance = twiceError < 0n ? -twiceError : twiceError;
      expect(distance <= bottom).toBe(true);
      if (distance === bottom) expect(rounded % 2n).toBe(0n);
    }),
  );
});

test.each([
  [5n, 2n, 2n],
  [7n, 2n, 4n],
  [-5n, 2n, -2n],
  [-7n, 2n, -4n],
  [1n, 3n, 0n],
  [2n, 3n, 1n],
])('%s ÷ %s rounds half-even to %s', (top, bottom, expected) => {
  expect(divideHalfEven(top, bottom)).toBe(expected);
});

test('a denominator that is not positive is refused', () => {
  for (const divide of [divideFloor, divideCeiling, divideHalfEven]) {
    expect(() => divide(1n, 0n)).toThrow(RangeError);
    expect(() => divide(1n, -1n)).toThrow(RangeError);
  }
});
