import type { PlatformOrderState } from '#db/schema/platform.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

/** `lapse` when the bank's page was left, `take-back` when a channel or a card sends back what had gone through. */
export type PlatformOrderEvent =
  | 'approve'
  | 'refuse'
  | 'withdraw'
  | 'send'
  | 'lapse'
  | 'succeed'
  | 'fail'
  | 'take-back';

/** The life of an order about the platform's own money. */
export const platformOrderMachine = {
  proposed: { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' },
  approved: { send: 'at-bank', withdraw: 'withdrawn' },
  'at-bank': { succeed: 'succeeded', fail: 'failed', lapse: 'approved', 'take-back': 'returned' },
  succeeded: { 'take-back': 'returned' },
  returned: {},
  failed: {},
  refused: {},
  withdrawn: {},
} as const satisfies Machine<PlatformOrderState, PlatformOrderEvent>;
