import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import { type RatePpm, shareOf } from '#server/primitives/rate.ts';

/** The most bids of one trade. */
export const BIDS_PER_CHUNK = 500;

export type Chunk = Readonly<{
  number: number;
  firstBidId: Uuid;
  lastBidId: Uuid;
  bidCount: number;
  amount: Money;
  /** This trade's share of the origination fee. */
  fee: Money;
}>;

/**
 * Cuts the bids of a loan, in the order of their ids, into trades. Each carries the difference of the half-even fee on
 * the cumulative amounts, so that Σ fees is the fee of the whole and every trade pays its share out of its own money.
 */
export function cutIntoChunks(
  bids: readonly Readonly<{ id: Uuid; amount: Money }>[],
  feeRate: RatePpm,
  size: number = BIDS_PER_CHUNK,
): Chunk[] {
  const chunks: Chunk[] = [];
  let cumulative = ZERO;
  for (let from = 0; from < bids.length; from += size) {
    const part = bids.slice(from, from + size);
    const [first, last] = [part[0], part[part.length - 1]];
    if (!first || !last) break;
    const before = cumulative;
    for (const { amount } of part) cumulative = plus(cumulative, amount);
    chunks.push({
      number: chunks.length + 1,
      firstBidId: first.id,
      lastBidId: last.id,
      bidCount: part.length,
      amount: minus(cumulative, before),
      fee: minus(shareOf(cumulative, feeRate), shareOf(before, feeRate)),
    });
  }
  return chunks;
}
