import type { GuarantorState } from '#db/schema/people.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type GuarantorEvent = 'accept' | 'refuse' | 'suspend' | 'propose';

/** The platform's trust in a guarantor: proposed by one of the staff, accepted by another, suspended by either. */
export const guarantorMachine = {
  proposed: { accept: 'active', refuse: 'suspended' },
  active: { suspend: 'suspended' },
  suspended: { propose: 'proposed' },
} as const satisfies Machine<GuarantorState, GuarantorEvent>;
