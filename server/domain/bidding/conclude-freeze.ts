import { and, eq, sql } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { bid, loan } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude, Instruction, Outcome } from '../custody/conclude.ts';
import { post } from '../ledger/post.ts';
import { type Loan, lockLoan, moveLoan } from '../loan/move-loan.ts';
import { endFailing } from './end-failing.ts';
import { subjectBid } from './instruction-bid.ts';
import { releaseBids } from './release-bids.ts';
import { bidMachine } from './states.ts';

type Bid = typeof bid.$inferSelect;

async function moveBid(tx: Transaction, loanId: Uuid, bidId: Uuid, change: Partial<Bid>): Promise<Bid> {
  const [moved] = await tx
    .update(bid)
    .set(change)
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId), eq(bid.state, 'freezing')))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', 'the bid is no longer freezing');
  return moved;
}

/** The bank holds the money: the reservation becomes frozen money, and the last fen makes the loan full. */
async function freeze(tx: Transaction, ctx: DomainContext, locked: Loan, instruction: Instruction, at: Date) {
  const { loanId, bidId } = subjectBid(instruction);
  const frozen = await moveBid(tx, loanId, bidId, { state: bidMachine.freezing.frozen, frozenAt: at });
  const [raised] = await tx
    .update(loan)
    .set({ frozen: sql`${loan.frozen} + ${frozen.amount.toString()}::bigint` })
    .where(eq(loan.id, loanId))
    .returning();
  const { investorAccountId: accountId, amount } = frozen;
  await post(
    tx,
    ctx,
    [
      {
        kind: 'FREEZE',
        instructionId: instruction.id,
        lineNumber: 1,
        loanId,
        bidId,
        amount,
        occurredAt: at,
        source: { accountId, bucket: 'available' },
        target: { accountId, bucket: 'frozen' },
      },
    ],
    { unreserve: new Map([[accountId, amount]]) },
  );
  if (raised && raised.frozen === raised.amount && (raised.state === 'open' || raised.state === 'closing')) {
    await moveLoan(tx, ctx, raised, 'fill', { verb: 'conclude-freeze' }, { fullAt: at });
  }
  if (locked.state === 'failing') await releaseBids(tx, ctx, loanId, [bidId]);
}

/** The bank has refused: the reservation ends, on the loan and on the account. */
async function giveUp(
  tx: Transaction,
  ctx: DomainContext,
  instruction: Instruction,
  outcome: Extract<Outcome, { kind: 'failed' }>,
): Promise<void> {
  const { loanId, bidId } = subjectBid(instruction);
  const change = { state: bidMachine.freezing.refused, failure: outcome.errorCode, endedAt: ctx.now() };
  const failed = await moveBid(tx, loanId, bidId, change);
  const amount = sql`${failed.amount.toString()}::bigint`;
  const [lowered] = await tx
    .update(loan)
    .set({ reserved: sql`${loan.reserved} - ${amount}` })
    .where(eq(loan.id, loanId))
    .returning();
  await tx
    .update(account)
    .set({ reserved: sql`${account.reserved} - ${amount}` })
    .where(eq(account.id, failed.investorAccountId));
  if (lowered) await endFailing(tx, ctx, lowered);
}

/** USER_AUTO_PRE_TRANSACTION of a bid: frozen with its journal, or failed with its reservation released. */
export const concludeFreeze: Conclude = async (tx, ctx, instruction, outcome) => {
  const { loanId, bidId } = subjectBid(instruction);
  const locked = await lockLoan(tx, loanId);
  if (outcome.kind === 'succeeded') await freeze(tx, ctx, locked, instruction, outcome.at);
  else await giveUp(tx, ctx, instruction, outcome);
  await recordAudit(tx, ctx, {
    verb: 'conclude-freeze',
    objectType: 'bid',
    objectId: bidId,
    fromState: 'freezing',
    toState: outcome.kind === 'succeeded' ? 'frozen' : 'failed',
    ...(outcome.kind === 'failed' && { reason: `${outcome.errorCode} ${outcome.errorMessage}` }),
  });
};
