import { sql } from 'drizzle-orm';
import { settlementChunk } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { enqueueMany, type NewInstruction } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from '../loan/move-loan.ts';
import { markSent } from './mark-sent.ts';
import { settlementLines } from './settlement-lines.ts';
import { tradeBody } from './trade-lines.ts';

export type ChunkRow = typeof settlementChunk.$inferSelect;

/** One trade of a settlement as an instruction, each time under a new number. */
async function orderOf(tx: Transaction, ctx: DomainContext, loan: Loan, chunk: ChunkRow): Promise<NewInstruction> {
  const requestNo = newRequestNo(ctx);
  const trade = { requestNo, tradeType: 'TENDER', projectNo: loan.projectNo } as const;
  const reqData = await tradeBody(tx, trade, settlementLines(loan, chunk));
  return {
    kind: 'settle-chunk',
    service: 'ASYNC_TRANSACTION',
    channel: 'direct',
    requestNo,
    loanId: loan.id,
    subject: { chunk: chunk.number, lines: reqData.details.length },
    reqData,
  };
}

/** Puts trades of a locked, settling loan into the outbox, in their order. @returns the ids of the instructions */
export async function sendChunks(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  chunks: readonly ChunkRow[],
): Promise<Uuid[]> {
  const orders = await Promise.all(chunks.map((chunk) => orderOf(tx, ctx, loan, chunk)));
  const instructionIds = await enqueueMany(tx, ctx, orders);
  await markSent(tx, settlementChunk, sql`c.loan_id = ${loan.id}::uuid`, { chunks, instructionIds });
  return instructionIds;
}
