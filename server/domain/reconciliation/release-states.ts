import type { ReleaseState } from '#db/schema/reconciliation.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type ReleaseEvent = 'release' | 'refuse';

/** Letting the payouts of a red day go: one person asks, another decides. */
export const dayReleaseMachine = {
  asked: { release: 'released', refuse: 'refused' },
  released: {},
  refused: {},
} as const satisfies Machine<ReleaseState, ReleaseEvent>;
