import type { InstructionState } from '#db/schema/custody.ts';
import { type Machine, statesAccepting } from '#server/primitives/state-machine.ts';

/**
 * What may happen to an instruction: `lose` is an answer that never came, `accept` the bank's promise to notify,
 * `redeem` the bank's record of a success that we had held for a failure, applied by two people at the desk.
 */
export type InstructionEvent = 'send' | 'lose' | 'accept' | 'succeed' | 'fail' | 'redeem';

/** The life of an instruction. A gateway page stays `sent` while the customer is on it. */
export const instructionMachine = {
  created: { send: 'sent', fail: 'failed' },
  sent: { lose: 'unknown', accept: 'accepted', succeed: 'succeeded', fail: 'failed' },
  unknown: { send: 'sent', accept: 'accepted', succeed: 'succeeded', fail: 'failed' },
  accepted: { send: 'sent', succeed: 'succeeded', fail: 'failed' },
  succeeded: {},
  failed: { redeem: 'succeeded' },
} as const satisfies Machine<InstructionState, InstructionEvent>;

/** States in which the bank has not had its last word. */
export const LIVE_STATES: readonly InstructionState[] = statesAccepting<InstructionState, InstructionEvent>(
  instructionMachine,
  'fail',
);
/** States in which a word of the bank may arrive. */
export const AT_BANK_STATES: readonly InstructionState[] = statesAccepting<InstructionState, InstructionEvent>(
  instructionMachine,
  'succeed',
);
