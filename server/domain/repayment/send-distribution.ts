import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { distributionChunk } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from '../loan/move-loan.ts';
import { chunkMachine } from '../settlement/states.ts';
import { tradeBody } from '../settlement/trade-lines.ts';
import type { Collection } from './collections.ts';
import { borrowerBetween, distributionLines } from './distribution-lines.ts';

type ChunkRow = typeof distributionChunk.$inferSelect;

const ofCollection = (pay: Collection) =>
  and(eq(distributionChunk.loanId, pay.loanId), eq(distributionChunk.collectionId, pay.id));

async function tradeTypeOf(tx: Transaction, pay: Collection) {
  if (pay.kind !== 'compensation') return 'REPAYMENT';
  return (await borrowerBetween(tx, pay)) ? 'INDIRECT_COMPENSATORY' : 'COMPENSATORY';
}

/** One trade into the outbox under a new number. A distribution of one trade is answered at once, else by notify. */
async function sendChunk(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  pay: Collection,
  chunk: ChunkRow,
  of: number,
) {
  const requestNo = newRequestNo(ctx);
  const lines = await distributionLines(tx, pay, chunk.number);
  const tradeType = await tradeTypeOf(tx, pay);
  const instructionId = await enqueue(tx, ctx, {
    kind: 'distribute',
    service: of === 1 ? 'SYNC_TRANSACTION' : 'ASYNC_TRANSACTION',
    channel: 'direct',
    requestNo,
    accountId: pay.payerAccountId,
    loanId: loan.id,
    subject: { collectionId: pay.id, chunk: chunk.number },
    sentBy: 'worker',
    reqData: tradeBody(requestNo, tradeType, loan.projectNo, lines),
  });
  const [sent] = await tx
    .update(distributionChunk)
    .set({ state: chunkMachine.pending.send, instructionId, attempts: chunk.attempts + 1, nextAttemptAt: null })
    .where(
      and(
        ofCollection(pay),
        eq(distributionChunk.number, chunk.number),
        inArray(distributionChunk.state, ['pending', 'failed']),
      ),
    )
    .returning({ number: distributionChunk.number });
  if (!sent) throw new DomainError('CONFLICT', 'the trade is already under way');
}

/** Sends the trades of a distribution that are not at the bank, refused ones when they have rested. */
export async function sendDistribution(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  pay: Collection,
): Promise<void> {
  const [all] = await tx
    .select({ count: sql<number>`count(*)::integer` })
    .from(distributionChunk)
    .where(ofCollection(pay));
  const rested = or(isNull(distributionChunk.nextAttemptAt), lte(distributionChunk.nextAttemptAt, ctx.realNow()));
  const chunks = await tx
    .select()
    .from(distributionChunk)
    .where(and(ofCollection(pay), inArray(distributionChunk.state, ['pending', 'failed']), rested))
    .orderBy(asc(distributionChunk.number));
  for (const chunk of chunks) await sendChunk(tx, ctx, loan, pay, chunk, all?.count ?? 1);
}
