import { expect, test } from 'vitest';
import { fen } from '#server/primitives/money.ts';
import { englishAmount } from './english-amount.ts';

test.each([
  [0n, 'zero yuan'],
  [7n, 'seven fen'],
  [105_030n, 'one thousand fifty yuan and thirty fen'],
  [12_345_600n, 'one hundred and twenty-three thousand four hundred and fifty-six yuan'],
  [100_000_100n, 'one million one yuan'],
])('%s fen is written %s', (amount, words) => {
  expect(englishAmount(fen(amount))).toBe(words);
});
