import { and, eq, sql } from 'drizzle-orm';
import { distributionChunk } from '#db/schema/repayments.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude, Instruction } from '../custody/conclude.ts';
import { postLines } from '../ledger/post-lines.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { postedTrade } from '../settlement/posted-trade.ts';
import { retryAt } from '../settlement/retry.ts';
import { chunkMachine } from '../settlement/states.ts';
import { afterPayment } from './after-payment.ts';
import { type Collection, moveCollection, subjectCollection } from './collections.ts';
import { accountBetween, distributionLines } from './distribution-lines.ts';

type ChunkRow = typeof distributionChunk.$inferSelect;

/** Moves the trade that this very instruction sent. */
async function moveChunk(
  tx: Transaction,
  pay: Collection,
  instruction: Instruction,
  change: (chunk: ChunkRow) => Partial<ChunkRow>,
): Promise<ChunkRow> {
  const which = and(
    eq(distributionChunk.loanId, pay.loanId),
    eq(distributionChunk.collectionId, pay.id),
    eq(distributionChunk.instructionId, instruction.id),
    eq(distributionChunk.state, 'sent'),
  );
  const [chunk] = await tx.select().from(distributionChunk).where(which).for('update');
  if (!chunk) throw new DomainError('CONFLICT', 'the trade is not under way');
  await tx.update(distributionChunk).set(change(chunk)).where(which);
  return chunk;
}

/** The receipts of one trade are paid, and their claims take over what the split left them. */
async function payReceipts(tx: Transaction, pay: Collection, chunk: number, at: Date): Promise<void> {
  await tx.execute(sql`
    update claim set outstanding = claim.outstanding - last.principal, principal_carry = last.principal_carry_after,
      interest_carry = last.interest_carry_after, penalty_carry = last.penalty_carry_after,
      fee_carry = last.fee_carry_after
    from (select claim_id, principal_carry_after, interest_carry_after, penalty_carry_after, fee_carry_after,
          sum(principal) over (partition by claim_id) as principal,
          row_number() over (partition by claim_id order by instalment_number desc) as place
        from receipt where loan_id = ${pay.loanId}::uuid and collection_id = ${pay.id}::uuid
          and chunk = ${chunk}::integer and paid_at is null) as last
    where claim.loan_id = ${pay.loanId}::uuid and claim.id = last.claim_id and last.place = 1`);
  await tx.execute(sql`
    update receipt set paid_at = ${at.toISOString()}::timestamptz, business_date = ${businessDateOf(at)}::date
    where loan_id = ${pay.loanId}::uuid and collection_id = ${pay.id}::uuid and chunk = ${chunk}::integer
      and paid_at is null`);
}

/** The bank's time of the last success, or undefined while trades are missing. */
async function lastSuccess(tx: Transaction, pay: Collection): Promise<Date | undefined> {
  const [row] = await tx
    .select({
      missing: sql<number>`count(*) filter (where ${distributionChunk.state} <> 'succeeded')::integer`,
      last: sql`max(${distributionChunk.succeededAt})`.mapWith(distributionChunk.succeededAt),
    })
    .from(distributionChunk)
    .where(and(eq(distributionChunk.loanId, pay.loanId), eq(distributionChunk.collectionId, pay.id)));
  return row?.missing === 0 ? row.last : undefined;
}

async function succeed(
  tx: Transaction,
  ctx: DomainContext,
  loan: Loan,
  pay: Collection,
  instruction: Instruction,
  at: Date,
): Promise<ChunkRow> {
  const change = { state: chunkMachine.sent.succeeded, succeededAt: at };
  const chunk = await moveChunk(tx, pay, instruction, () => change);
  const lines = distributionLines(pay, chunk.number, await accountBetween(tx, pay));
  await payReceipts(tx, pay, chunk.number, at);
  await postLines(tx, ctx, postedTrade(instruction, at), lines);
  const last = await lastSuccess(tx, pay);
  if (last) {
    await afterPayment(tx, ctx, loan, await moveCollection(tx, ctx, pay, 'paid', { endedAt: last }), last);
  }
  return chunk;
}

/**
 * One trade of a distribution, in whatever order they end: its receipts are paid and posted; the last one pays the
 * instalments. A refused trade rests and is sent again under a new number.
 */
export const concludeDistribution: Conclude = async (tx, ctx, instruction, outcome) => {
  const loan = await lockLoan(tx, subjectLoanId(instruction));
  const pay = await subjectCollection(tx, instruction);
  const chunk =
    outcome.kind === 'succeeded'
      ? await succeed(tx, ctx, loan, pay, instruction, outcome.at)
      : await moveChunk(tx, pay, instruction, ({ attempts }) => ({
          state: chunkMachine.sent.refused,
          nextAttemptAt: retryAt(ctx, attempts),
        }));
  await recordAudit(tx, ctx, {
    verb: 'conclude-distribution',
    objectType: 'distribution',
    objectId: pay.id,
    fromState: 'sent',
    toState: outcome.kind === 'succeeded' ? 'succeeded' : 'failed',
    ...(outcome.kind === 'failed' && { reason: `${outcome.errorCode} ${outcome.errorMessage}` }),
    details: { loanId: loan.id, chunk: chunk.number, receipts: chunk.receiptCount },
  });
};
