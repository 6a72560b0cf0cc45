import type { BreakState } from '#db/schema/reconciliation.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type BreakEvent = 'explain' | 'propose' | 'approve' | 'reopen' | 'resolve';

/** The life of a break. It is resolved when a new run no longer finds it, or when two people have answered for it. */
export const breakMachine = {
  found: { explain: 'explained' },
  explained: { propose: 'proposed', resolve: 'resolved' },
  proposed: { approve: 'approved', reopen: 'explained', resolve: 'resolved' },
  approved: { reopen: 'explained', resolve: 'resolved' },
  resolved: {},
} as const satisfies Machine<BreakState, BreakEvent>;
