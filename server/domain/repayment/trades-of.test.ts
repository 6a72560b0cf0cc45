import { expect, test } from 'vitest';
import { fen, ZERO } from '#server/primitives/money.ts';
import { tradesOf } from './trades-of.ts';

const principal = (amount: bigint) => ({ penalty: ZERO, fee: ZERO, interest: ZERO, principal: fen(amount) });

test('ten thousand holders of thirty instalments are cut into twenty trades', () => {
  const planned = Array.from({ length: 300_000 }, (_, index) => ({
    chunk: 1 + Math.trunc((index % 10_000) / 500),
    parts: principal(2n),
    serviceFee: fen(1n),
  }));
  const trades = tradesOf(planned, [principal(7n)]);
  expect(trades.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(trades[0]).toEqual({ number: 1, receiptCount: 15_000, amount: 30_007n, fee: 15_000n });
  expect(trades[19]).toEqual({ number: 20, receiptCount: 15_000, amount: 30_000n, fee: 15_000n });
});

test('what goes to no holder at all is one trade', () => {
  expect(tradesOf([], [principal(7n)])).toEqual([{ number: 1, receiptCount: 0, amount: 7n, fee: 0n }]);
});
