import type { EnterpriseState } from '#db/schema/people.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

/** `open`: the bank is asked for an account; `send-back`: its clerk wants other papers, or none. */
export type EnterpriseEvent = 'open' | 'pass' | 'send-back';

/** The life of an enterprise. Once the bank has passed it, further accounts change nothing of it. */
export const enterpriseMachine = {
  opening: { open: 'opening', pass: 'active', 'send-back': 'refused' },
  refused: { open: 'opening', pass: 'active', 'send-back': 'refused' },
  active: {},
} as const satisfies Machine<EnterpriseState, EnterpriseEvent>;
