import type { BidState } from '#db/schema/loans.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type BidEvent = 'frozen' | 'refused' | 'settle' | 'settled' | 'release' | 'released' | 'lose';

/**
 * The life of a bid. While `freezing` it holds a reservation of ours; from `frozen` on the bank holds the money, unless
 * the desk finds that it does not: `lose`.
 */
export const bidMachine = {
  freezing: { frozen: 'frozen', refused: 'failed' },
  frozen: { settle: 'settling', release: 'releasing', lose: 'failed' },
  settling: { settled: 'settled', release: 'releasing' },
  settled: {},
  failed: {},
  releasing: { released: 'released' },
  released: {},
} as const satisfies Machine<BidState, BidEvent>;
