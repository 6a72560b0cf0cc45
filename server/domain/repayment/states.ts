import type { CollectionState, InstalmentState } from '#db/schema/repayments.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type InstalmentEvent =
  | 'fall-due'
  | 'collect'
  | 'paid'
  | 'missed'
  | 'compensated'
  | 'recovered'
  | 'replace'
  | 'write-off'
  | 'stay-due'
  | 'stay-overdue'
  | 'stay-compensated'
  | 'stay-written-off';

/**
 * One period of a loan. A collection that fails leaves it as late as it was; `replace` ends a period whose money was
 * paid ahead of it in a row of its own.
 */
export const instalmentMachine = {
  scheduled: { 'fall-due': 'due', replace: 'paid' },
  due: { collect: 'collecting', missed: 'overdue', paid: 'paid', replace: 'paid', 'write-off': 'written-off' },
  collecting: {
    paid: 'paid',
    compensated: 'compensated',
    recovered: 'recovered',
    'stay-due': 'due',
    'stay-overdue': 'overdue',
    'stay-compensated': 'compensated',
    'stay-written-off': 'written-off',
  },
  overdue: { collect: 'collecting', 'write-off': 'written-off' },
  compensated: { collect: 'collecting', 'write-off': 'written-off' },
  paid: {},
  recovered: {},
  'written-off': { collect: 'collecting' },
} as const satisfies Machine<InstalmentState, InstalmentEvent>;

export type CollectionEvent = 'frozen' | 'refused' | 'distribute' | 'paid' | 'release' | 'released';

/** One attempt to collect an instalment. Once a trade of it has succeeded it only goes forward. */
export const collectionMachine = {
  freezing: { frozen: 'frozen', refused: 'failed' },
  frozen: { distribute: 'paying' },
  paying: { paid: 'paid', release: 'releasing' },
  paid: {},
  releasing: { released: 'failed' },
  failed: {},
} as const satisfies Machine<CollectionState, CollectionEvent>;
