import { and, eq, inArray } from 'drizzle-orm';
import { settlementChunk } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from '../loan/move-loan.ts';
import { settlementLines } from './settlement-lines.ts';
import { chunkMachine } from './states.ts';
import { tradeBody } from './trade-lines.ts';

export type ChunkRow = typeof settlementChunk.$inferSelect;

/** Puts one trade of a settlement into the outbox, each time under a new number. @returns the instruction's id */
async function sendChunk(tx: Transaction, ctx: DomainContext, loan: Loan, chunk: ChunkRow): Promise<Uuid> {
  const requestNo = newRequestNo(ctx);
  const lines = await settlementLines(tx, loan, chunk);
  const instructionId = await enqueue(tx, ctx, {
    kind: 'settle-chunk',
    service: 'ASYNC_TRANSACTION',
    channel: 'direct',
    requestNo,
    loanId: loan.id,
    subject: { chunk: chunk.number },
    reqData: tradeBody(requestNo, 'TENDER', loan.projectNo, lines),
  });
  const [sent] = await tx
    .update(settlementChunk)
    .set({ state: chunkMachine.pending.send, instructionId, attempts: chunk.attempts + 1, nextAttemptAt: null })
    .where(
      and(
        eq(settlementChunk.loanId, loan.id),
        eq(settlementChunk.number, chunk.number),
        inArray(settlementChunk.state, ['pending', 'failed']),
      ),
    )
    .returning({ number: settlementChunk.number });
  if (!sent) throw new DomainError('CONFLICT', 'the trade is already under way');
  return instructionId;
}

/** Sends trades of a locked, settling loan, in their order. @returns the ids of the instructions */
export async function sendChunks(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  chunks: readonly ChunkRow[],
): Promise<Uuid[]> {
  const instructionIds: Uuid[] = [];
  for (const chunk of chunks) instructionIds.push(await sendChunk(tx, ctx, loan, chunk));
  return instructionIds;
}
