import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { distributionChunk } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { enqueueMany, type NewInstruction } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { Loan } from '../loan/move-loan.ts';
import { markSent } from '../settlement/mark-sent.ts';
import { tradeBody } from '../settlement/trade-lines.ts';
import type { Collection } from './collections.ts';
import { accountBetween, distributionLines } from './distribution-lines.ts';

type ChunkRow = typeof distributionChunk.$inferSelect;

const ofCollection = (pay: Collection) =>
  and(eq(distributionChunk.loanId, pay.loanId), eq(distributionChunk.collectionId, pay.id));

const tradeTypeOf = (pay: Collection, between: Uuid | undefined) =>
  pay.kind !== 'compensation' ? 'REPAYMENT' : between ? 'INDIRECT_COMPENSATORY' : 'COMPENSATORY';

type Trade = Readonly<{ chunk: ChunkRow; of: number; between: Uuid | undefined }>;

/** One trade under a new number. A distribution of one trade is answered at once, else by notify. */
async function orderOf(tx: Transaction, ctx: DomainContext, loan: Loan, pay: Collection, trade: Trade) {
  const { chunk, of, between } = trade;
  const requestNo = newRequestNo(ctx);
  const body = { requestNo, tradeType: tradeTypeOf(pay, between), projectNo: loan.projectNo } as const;
  const reqData = await tradeBody(tx, body, distributionLines(pay, chunk.number, between));
  return {
    kind: 'distribute',
    service: of === 1 ? 'SYNC_TRANSACTION' : 'ASYNC_TRANSACTION',
    channel: 'direct',
    requestNo,
    accountId: pay.payerAccountId,
    loanId: loan.id,
    subject: { collectionId: pay.id, chunk: chunk.number, lines: reqData.details.length },
    sentBy: 'worker',
    reqData,
  } satisfies NewInstruction;
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
  const between = await accountBetween(tx, pay);
  const of = all?.count ?? 1;
  const orders = await Promise.all(chunks.map((chunk) => orderOf(tx, ctx, loan, pay, { chunk, of, between })));
  const instructionIds = await enqueueMany(tx, ctx, orders);
  const ofThis = sql`c.loan_id = ${pay.loanId}::uuid and c.collection_id = ${pay.id}::uuid`;
  await markSent(tx, distributionChunk, ofThis, { chunks, instructionIds });
}
