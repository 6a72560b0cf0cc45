import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, sum } from '#server/primitives/money.ts';
import { ratePpm, shareOf } from '#server/primitives/rate.ts';
import { BIDS_PER_CHUNK, cutIntoChunks } from './chunks.ts';

const bidsOf = (amounts: readonly bigint[]) =>
  amounts.map((amount, index) => ({ id: String(index).padStart(6, '0') as Uuid, amount: fen(amount) }));

test('the chunks hold every bid once, and their fees add up to the fee of the loan', () => {
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 10_000_000n }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 9 }), (list, rate, size) => {
      const bids = bidsOf(list);
      const chunks = cutIntoChunks(bids, ratePpm(rate), size);
      const total = sum(bids.map(({ amount }) => amount));
      expect(sum(chunks.map(({ amount }) => amount))).toBe(total);
      expect(sum(chunks.map(({ fee }) => fee))).toBe(shareOf(total, ratePpm(rate)));
      expect(chunks.map(({ number }) => number)).toEqual(chunks.map((_, index) => index + 1));
      expect(chunks.reduce((count, chunk) => count + chunk.bidCount, 0)).toBe(bids.length);
      for (const chunk of chunks) {
        expect(chunk.bidCount <= size).toBe(true);
        expect(chunk.fee >= 0n && chunk.fee <= chunk.amount).toBe(true);
        expect(chunk.firstBidId <= chunk.lastBidId).toBe(true);
      }
    }),
  );
});

test('a chunk has 500 bids at the most', () => {
  const chunks = cutIntoChunks(bidsOf(Array.from({ length: 1_001 }, () => 100n)), ratePpm(15_000));
  expect(BIDS_PER_CHUNK).toBe(500);
  expect(chunks.map(({ bidCount }) => bidCount)).toEqual([500, 500, 1]);
});
