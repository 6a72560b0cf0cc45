import type { CollectionState, InstalmentState } from '#db/schema/loans.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type InstalmentEvent = 'fall-due' | 'collect' | 'paid' | 'missed' | 'stay-due' | 'stay-overdue';

/** One period of a loan. A collection that fails leaves it as late as it was. */
export const instalmentMachine = {
  scheduled: { 'fall-due': 'due' },
  due: { collect: 'collecting', missed: 'overdue', paid: 'paid' },
  collecting: { paid: 'paid', 'stay-due': 'due', 'stay-overdue': 'overdue' },
  overdue: { collect: 'collecting' },
  paid: {},
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
