import { expect, test } from 'vitest';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { isEnough } from './end-listing.ts';

test.each([
  ['everything, where everything is asked for', 100n, 100n, 1_000_000, true],
  ['a fen less', 99n, 100n, 1_000_000, false],
  ['exactly the minimum', 80n, 100n, 800_000, true],
  ['a third, to the fen', 34n, 100n, 333_334, true],
  ['just under a third', 33n, 100n, 333_334, false],
  ['nothing is never enough', 0n, 100n, 0, false],
])('%s', (_, frozen, amount, minimum, enough) => {
  expect(isEnough(fen(frozen), fen(amount), ratePpm(minimum))).toBe(enough);
});
