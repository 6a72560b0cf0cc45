import { and, eq, gte, lte, sql } from 'drizzle-orm';
import { bid, settlementChunk } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { recordAudit } from '../audit.ts';
import { bidMachine } from '../bidding/states.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude, Instruction, Outcome } from '../custody/conclude.ts';
import { postLines } from '../ledger/post-lines.ts';
import { subjectLoanId } from '../loan/instruction-loan.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { finishSettlement } from './finish-settlement.ts';
import { postedTrade } from './posted-trade.ts';
import { retryAt } from './retry.ts';
import type { ChunkRow } from './send-chunks.ts';
import { settlementLines } from './settlement-lines.ts';
import { chunkMachine } from './states.ts';

/** Moves the trade that this very instruction sent. */
async function moveChunk(
  tx: Transaction,
  instruction: Instruction,
  change: (chunk: ChunkRow) => Partial<ChunkRow>,
): Promise<ChunkRow> {
  const which = and(
    eq(settlementChunk.loanId, subjectLoanId(instruction)),
    eq(settlementChunk.instructionId, instruction.id),
    eq(settlementChunk.state, 'sent'),
  );
  const [chunk] = await tx.select().from(settlementChunk).where(which).for('update');
  if (!chunk) throw new DomainError('CONFLICT', 'the trade is not under way');
  await tx.update(settlementChunk).set(change(chunk)).where(which);
  return chunk;
}

/** The bids of a trade are settled. */
async function settleBids(tx: Transaction, loan: Loan, chunk: ChunkRow, at: Date): Promise<void> {
  await tx
    .update(bid)
    .set({ state: bidMachine.settling.settled, endedAt: at })
    .where(
      and(
        eq(bid.loanId, loan.id),
        eq(bid.state, 'settling'),
        gte(bid.id, chunk.firstBidId),
        lte(bid.id, chunk.lastBidId),
      ),
    );
}

/** The bank's time of the last success, or undefined while trades are missing. */
async function lastSuccess(tx: Transaction, loan: Loan): Promise<Date | undefined> {
  const [row] = await tx
    .select({
      missing: sql<number>`count(*) filter (where ${settlementChunk.state} <> 'succeeded')::integer`,
      last: sql`max(${settlementChunk.succeededAt})`.mapWith(settlementChunk.succeededAt),
    })
    .from(settlementChunk)
    .where(eq(settlementChunk.loanId, loan.id));
  return row?.missing === 0 ? row.last : undefined;
}

async function succeed(tx: Transaction, ctx: DomainContext, loan: Loan, instruction: Instruction, at: Date) {
  const chunk = await moveChunk(tx, instruction, () => ({ state: chunkMachine.sent.succeeded, succeededAt: at }));
  await settleBids(tx, loan, chunk, at);
  await postLines(tx, ctx, postedTrade(instruction, at), settlementLines(loan, chunk));
  const last = await lastSuccess(tx, loan);
  if (last) await finishSettlement(tx, ctx, loan, last);
  return chunk;
}

function refuse(tx: Transaction, ctx: DomainContext, instruction: Instruction): Promise<ChunkRow> {
  return moveChunk(tx, instruction, ({ attempts }) => ({
    state: chunkMachine.sent.refused,
    nextAttemptAt: retryAt(ctx, attempts),
  }));
}

const reasonOf = (outcome: Outcome): string | undefined =>
  outcome.kind === 'failed' ? `${outcome.errorCode} ${outcome.errorMessage}` : undefined;

/**
 * One trade of a settlement, in whatever order their notifies come: its bids are settled and its lines posted; the
 * last one finishes the settlement. A refused trade rests and is sent again under a new number.
 */
export const concludeSettlement: Conclude = async (tx, ctx, instruction, outcome) => {
  const loan = await lockLoan(tx, subjectLoanId(instruction));
  const chunk =
    outcome.kind === 'succeeded'
      ? await succeed(tx, ctx, loan, instruction, outcome.at)
      : await refuse(tx, ctx, instruction);
  await recordAudit(tx, ctx, {
    verb: 'conclude-settlement',
    objectType: 'settlement',
    objectId: loan.id,
    fromState: 'sent',
    toState: outcome.kind === 'succeeded' ? 'succeeded' : 'failed',
    reason: reasonOf(outcome),
    details: { chunk: chunk.number, bids: chunk.bidCount },
  });
};
