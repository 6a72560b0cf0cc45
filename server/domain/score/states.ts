import type { RuleSetState } from '#db/schema/scores.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

/** `shadow` scores beside the active set and decides nothing; `activate` makes it the one that decides. */
export type RuleSetEvent = 'shadow' | 'activate' | 'retire';

/** The life of a version of the scoring rules. */
export const ruleSetMachine = {
  draft: { shadow: 'shadow', retire: 'retired' },
  shadow: { activate: 'active', retire: 'retired' },
  active: { retire: 'retired' },
  retired: {},
} as const satisfies Machine<RuleSetState, RuleSetEvent>;
