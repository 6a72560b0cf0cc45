import { type SQL, sql } from 'drizzle-orm';
import { arrayOf, columnOf } from '#db/arrays.ts';
import type { settlementChunk } from '#db/schema/loans.ts';
import type { distributionChunk } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { chunkMachine } from './states.ts';

/**
 * Moves trades of one settlement or distribution to `sent`, each with its instruction. `of` says of which, over `c`.
 * @throws DomainError CONFLICT when one of them is under way already
 */
export async function markSent(
  tx: Transaction,
  table: typeof settlementChunk | typeof distributionChunk,
  of: SQL,
  sent: Readonly<{ chunks: readonly Readonly<{ number: number }>[]; instructionIds: readonly Uuid[] }>,
): Promise<void> {
  const { chunks, instructionIds } = sent;
  const moved = await tx.execute(sql`
    update ${table} as c set state = ${chunkMachine.pending.send}, instruction_id = trade.instruction_id,
      attempts = c.attempts + 1, next_attempt_at = null
    from unnest(${columnOf('integer', chunks, (chunk) => chunk.number)}, ${arrayOf('uuid', instructionIds)})
      as trade (number, instruction_id)
    where ${of} and c.number = trade.number and c.state in ('pending', 'failed')
    returning c.number`);
  if (moved.length < chunks.length) throw new DomainError('CONFLICT', 'a trade is already under way');
}
