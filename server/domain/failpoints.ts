import type { InstructionKind } from '#db/schema/custody.ts';

/** Where the outbox stops for one instruction: before and after the bank's answer, before and after its conclusion. */
const stages = <Kind extends InstructionKind>(kind: Kind) =>
  [`${kind}.sent`, `${kind}.answered`, `${kind}.concluding`, `${kind}.concluded`] as const;

/**
 * Every place at which a process can be made to end (`FAILPOINT=name`), by journey and in its order: around each
 * commit and each call of the bank. After a restart the journey must come to the same end as without.
 */
export const FAILPOINTS = {
  listing: ['loan.registering', ...stages('register-project')],
  bid: ['bid.reserving', 'bid.reserved', ...stages('freeze-bid'), 'bid.dispatched'],
  release: ['bid.releasing', 'loan.failing', ...stages('release-bid')],
  settlement: [
    'settlement.planning',
    'settlement.planned',
    ...stages('settle-chunk'),
    'settlement.dispatched',
    ...stages('advance-project'),
  ],
  repayment: [
    'collection.beginning',
    'collection.begun',
    ...stages('freeze-collection'),
    ...stages('distribute'),
    'collection.dispatched',
  ],
} as const;

export type Failpoint = (typeof FAILPOINTS)[keyof typeof FAILPOINTS][number];
