import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { bid, settlementChunk } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum } from '#server/primitives/money.ts';
import type { AdminActor, SystemActor } from '../actors.ts';
import { bidMachine } from '../bidding/states.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { dispatchUnsent } from '../loan/dispatch-unsent.ts';
import { requireOtherPerson } from '../loan/four-eyes.ts';
import { type Loan, lockLoan, moveLoan } from '../loan/move-loan.ts';
import { requireRole } from '../loan/rules.ts';
import { cutIntoChunks } from './chunks.ts';
import { type ChunkRow, sendChunks } from './send-chunks.ts';

/**
 * Who starts a settlement. Where the product asks for an officer's last look, the rule does not, and neither does the
 * officer who approved the loan.
 */
async function lastLook(
  tx: Transaction,
  ctx: DomainContext<AdminActor | SystemActor>,
  loan: Loan,
): Promise<{ settledBy?: Uuid }> {
  if (ctx.actor.kind === 'admin') await requireOtherPerson(tx, ctx.actor, loan);
  const [sold] = await tx.select({ by: product.settlement }).from(product).where(eq(product.id, loan.productId));
  if (sold?.by !== 'officer') return {};
  if (ctx.actor.kind === 'system') throw new DomainError('FORBIDDEN', 'the loan waits for an officer');
  if (ctx.actor.memberId === loan.approvedBy) {
    throw new DomainError('SAME_PERSON', 'the last look is another officer’s than the approval');
  }
  return { settledBy: ctx.actor.memberId };
}

/** Takes every frozen bid into the settlement. @returns them by id. @throws when they are not the whole loan. */
async function takeBids(tx: Transaction, loan: Loan) {
  const bids = await tx
    .update(bid)
    .set({ state: bidMachine.frozen.settle })
    .where(and(eq(bid.loanId, loan.id), eq(bid.state, 'frozen')))
    .returning({ id: bid.id, amount: bid.amount });
  const total = sum(bids.map(({ amount }) => amount));
  if (total !== loan.amount) throw new Error(`frozen bids of ${loan.number} are ${total} fen, not ${loan.amount}`);
  return bids.sort((left, right) => (left.id < right.id ? -1 : 1));
}

async function planChunks(tx: Transaction, loan: Loan): Promise<ChunkRow[]> {
  const [sold] = await tx
    .select({ originationFeePpm: product.originationFeePpm })
    .from(product)
    .where(eq(product.id, loan.productId));
  if (!sold) throw new DomainError('NOT_FOUND', 'no such product');
  const chunks = cutIntoChunks(await takeBids(tx, loan), sold.originationFeePpm);
  return tx
    .insert(settlementChunk)
    .values(chunks.map((chunk) => ({ ...chunk, loanId: loan.id, state: 'pending' as const })))
    .returning();
}

/** Trades that are to be sent now: not yet sent, or refused, and rested unless an officer asks. */
const chunksToSend = (tx: Transaction, ctx: DomainContext, loan: Loan) =>
  tx
    .select()
    .from(settlementChunk)
    .where(
      and(
        eq(settlementChunk.loanId, loan.id),
        inArray(settlementChunk.state, ['pending', 'failed']),
        ctx.actor.kind === 'admin'
          ? undefined
          : or(isNull(settlementChunk.nextAttemptAt), lte(settlementChunk.nextAttemptAt, ctx.realNow())),
      ),
    )
    .orderBy(asc(settlementChunk.number));

/** Trades that are at the bank, or in doubt: an officer's click asks about them at once. */
async function tradesAtBank(ctx: DomainContext, loanId: Uuid): Promise<Uuid[]> {
  if (ctx.actor.kind !== 'admin') return [];
  const rows = await ctx.db
    .select({ id: instruction.id })
    .from(instruction)
    .where(
      and(
        ...[eq(instruction.loanId, loanId), eq(instruction.kind, 'settle-chunk')],
        inArray(instruction.state, ['unknown', 'accepted']),
      ),
    )
    .orderBy(asc(instruction.id));
  return rows.map(({ id }) => id);
}

/**
 * Starts the settlement of a full loan, or goes on with one: cuts the bids into trades, sends those that are not at
 * the bank, and those it refused once more under new numbers. An officer's call waits for no pause, and asks about
 * what is in doubt. Whatever has succeeded stays. Safe to call at any time.
 * @throws DomainError FORBIDDEN, SAME_PERSON, NOT_FOUND, INVALID_TRANSITION (neither full nor settling).
 */
export async function settleLoan(ctx: DomainContext<AdminActor | SystemActor>, input: { loanId: Uuid }): Promise<void> {
  if (ctx.actor.kind === 'admin') requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const inDoubt = await tradesAtBank(ctx, input.loanId);
  await transaction(ctx, async (tx) => {
    let loan = await lockLoan(tx, input.loanId);
    if (loan.state !== 'settling') {
      loan = await moveLoan(tx, ctx, loan, 'settle', { verb: 'settle-loan' }, await lastLook(tx, ctx, loan));
      await planChunks(tx, loan);
    }
    await sendChunks(tx, ctx, loan, await chunksToSend(tx, ctx, loan));
    ctx.failpoint('settlement.planning');
  });
  ctx.failpoint('settlement.planned');
  await dispatchMany(ctx, inDoubt);
  await dispatchUnsent(ctx, input.loanId, ['settle-chunk', 'advance-project']);
  ctx.failpoint('settlement.dispatched');
}
