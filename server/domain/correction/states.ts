import type { CorrectionState, SuspenseState } from '#db/schema/reconciliation.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type CorrectionEvent = 'make' | 'approve' | 'reject' | 'drop' | 'apply' | 'fail';

/** The life of a correction: `drop` is the end of one whose break has vanished by itself, or that another replaces. */
export const correctionMachine = {
  proposed: { make: 'made', drop: 'rejected' },
  made: { approve: 'approved', reject: 'rejected', drop: 'rejected' },
  approved: { apply: 'applied', fail: 'failed' },
  applied: {},
  failed: {},
  rejected: {},
} as const satisfies Machine<CorrectionState, CorrectionEvent>;

export type SuspenseEvent = 'ask' | 'clear' | 'refuse';

/** The life of an item in suspense. */
export const suspenseMachine = {
  open: { ask: 'clearing' },
  clearing: { clear: 'cleared', refuse: 'open' },
  cleared: {},
} as const satisfies Machine<SuspenseState, SuspenseEvent>;
