import type { ReceivableState } from '#db/schema/accounts.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

/** `refuse` when the bank would not freeze, `pay-part` when he had less than he owes. */
export type ReceivableEvent = 'collect' | 'refuse' | 'pay-part' | 'pay';

/** The life of what a member owes for a recharge that was taken back. */
export const receivableMachine = {
  open: { collect: 'collecting' },
  collecting: { refuse: 'open', 'pay-part': 'open', pay: 'collected' },
  collected: {},
} as const satisfies Machine<ReceivableState, ReceivableEvent>;
