import type { WithdrawalState } from '#db/schema/withdrawals.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

/** `stay` when the bank would neither let it go nor give it back; `give-back` ends what has not been accepted. */
export type WithdrawalEvent =
  | 'hold'
  | 'fail'
  | 'release'
  | 'cancel'
  | 'stay'
  | 'accept'
  | 'give-back'
  | 'remit'
  | 'pay'
  | 'return';

/** The life of a withdrawal, station by station as the bank tells them. */
export const withdrawalMachine = {
  asked: { hold: 'held', fail: 'failed' },
  held: { release: 'releasing', cancel: 'cancelling', accept: 'accepted', 'give-back': 'cancelled' },
  releasing: { stay: 'held', accept: 'accepted', 'give-back': 'cancelled' },
  cancelling: { stay: 'held', accept: 'accepted', 'give-back': 'cancelled' },
  accepted: { remit: 'remitting', pay: 'succeeded', return: 'returned' },
  remitting: { pay: 'succeeded', return: 'returned' },
  succeeded: { return: 'returned' },
  failed: {},
  cancelled: {},
  returned: {},
} as const satisfies Machine<WithdrawalState, WithdrawalEvent>;
