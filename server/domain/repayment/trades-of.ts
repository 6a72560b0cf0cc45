import { type Money, sum } from '#server/primitives/money.ts';
import { type Parts, totalOf } from './owed.ts';

/** What one claim holder gets of one item, and the trade it goes with. */
export type PlannedShare = Readonly<{ chunk: number; parts: Parts; serviceFee: Money }>;
export type PlannedTrade = Readonly<{ number: number; receiptCount: number; amount: Money; fee: Money }>;

/**
 * The trades of a distribution: claim holders by chunk, numbered from 1 without gaps, and in the first of them whatever
 * else the collection pays. There is one trade at least.
 */
export function tradesOf(planned: readonly PlannedShare[], others: readonly Parts[]): PlannedTrade[] {
  const byChunk = Map.groupBy(planned, ({ chunk }) => chunk);
  return Array.from({ length: Math.max(1, byChunk.size) }, (_, index) => {
    const number = index + 1;
    const rows = byChunk.get(number) ?? [];
    const beside = number === 1 ? others.map(totalOf) : [];
    return {
      number,
      receiptCount: rows.length,
      amount: sum([...rows.map(({ parts }) => totalOf(parts)), ...beside]),
      fee: sum(rows.map(({ serviceFee }) => serviceFee)),
    };
  });
}
