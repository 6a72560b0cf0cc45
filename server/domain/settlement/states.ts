import type { ChunkState } from '#db/schema/loans.ts';
import type { Machine } from '#server/primitives/state-machine.ts';

export type ChunkEvent = 'send' | 'succeeded' | 'refused';

/**
 * One trade of a settlement or a distribution. A refused one is never undone elsewhere: it is sent again under a new
 * number.
 */
export const chunkMachine = {
  pending: { send: 'sent' },
  sent: { succeeded: 'succeeded', refused: 'failed' },
  failed: { send: 'sent' },
  succeeded: {},
} as const satisfies Machine<ChunkState, ChunkEvent>;
