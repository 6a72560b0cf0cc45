import type { InstructionKind } from '#db/schema/custody.ts';

/**
 * Where the outbox stops for one instruction: before and after the bank's answer, after an answer to its question,
 * before and after its conclusion.
 */
export type Stage = 'sent' | 'answered' | 'asked' | 'concluding' | 'concluded';

/** Where the verbs and rules themselves stop, around each of their commits. */
type OfVerbs =
  | 'loan.registering'
  | 'bid.reserving'
  | 'bid.reserved'
  | 'bid.dispatched'
  | 'bid.releasing'
  | 'loan.failing'
  | 'settlement.planning'
  | 'settlement.planned'
  | 'settlement.dispatched'
  | 'collection.beginning'
  | 'collection.begun'
  | 'collection.dispatched'
  | 'recharge.reversing'
  | 'receivable.freezing'
  | 'receivable.asked'
  | 'payout.releasing'
  | 'payout.released'
  | 'payout.cancelling'
  | 'correction.applying'
  | 'correction.effected'
  | 'notify.taken'
  | 'travel:moved';

/**
 * Every place at which a process can be made to end (`FAILPOINT=name`): around each commit and each call of the bank.
 * After a restart the journey must come to the same end as without. The kill tests have a row for each.
 */
export type Failpoint = OfVerbs | `${InstructionKind}.${Stage}` | `day-end:${string}:${'begun' | 'worked'}`;
