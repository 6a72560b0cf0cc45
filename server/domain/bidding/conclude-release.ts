import { and, eq, sql } from 'drizzle-orm';
import { bid, loan } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude } from '../custody/conclude.ts';
import { post } from '../ledger/post.ts';
import { type Loan, lockLoan } from '../loan/move-loan.ts';
import { endFailing } from './end-failing.ts';
import { subjectBid } from './instruction-bid.ts';
import { cancelFreezes } from './release-bids.ts';
import { bidMachine } from './states.ts';

/** A release that the bank has refused, since it has given the money back by itself, is asked about. */
async function refused(tx: Transaction, ctx: DomainContext, locked: Loan, bidId: Uuid): Promise<void> {
  if (locked.projectStatus !== 'MISCARRY') return;
  const bids = await tx
    .select()
    .from(bid)
    .where(and(eq(bid.loanId, locked.id), eq(bid.id, bidId), eq(bid.state, 'releasing')));
  await cancelFreezes(tx, ctx, locked, bids);
}

/** CANCEL_PRE_TRANSACTION of a bid: the money is back. A refusal leaves it `releasing`, and the sweep asks again. */
export const concludeRelease: Conclude = async (tx, ctx, instruction, outcome) => {
  const { loanId, bidId } = subjectBid(instruction);
  const locked = await lockLoan(tx, loanId);
  const audit = { verb: 'conclude-release', objectType: 'bid', objectId: bidId, fromState: 'releasing' };
  if (outcome.kind === 'failed') {
    const reason = `${outcome.errorCode} ${outcome.errorMessage}`;
    await recordAudit(tx, ctx, { ...audit, toState: 'releasing', reason });
    if (instruction.kind === 'release-bid') await refused(tx, ctx, locked, bidId);
    return;
  }
  const [released] = await tx
    .update(bid)
    .set({ state: bidMachine.releasing.released, endedAt: outcome.at })
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId), eq(bid.state, 'releasing')))
    .returning();
  if (!released) throw new DomainError('CONFLICT', 'the bid is no longer releasing');
  const [lowered] = await tx
    .update(loan)
    .set({ reserved: sql`${loan.reserved} - ${released.amount.toString()}::bigint` })
    .where(eq(loan.id, loanId))
    .returning();
  const { investorAccountId: accountId, amount } = released;
  await post(tx, ctx, [
    {
      kind: 'RELEASE',
      instructionId: instruction.id,
      lineNumber: 1,
      loanId,
      bidId,
      amount,
      occurredAt: outcome.at,
      source: { accountId, bucket: 'frozen' },
      target: { accountId, bucket: 'available' },
    },
  ]);
  await recordAudit(tx, ctx, { ...audit, toState: 'released' });
  if (lowered) await endFailing(tx, ctx, lowered);
};

/** The bank's record of a freeze that it released by itself: the same, on the day on which the bank says that it did. */
export const concludeFoundRelease: Conclude = (tx, ctx, instruction, outcome) => {
  const at = new Date(String(instruction.subject.releasedAt));
  return concludeRelease(tx, ctx, instruction, outcome.kind === 'succeeded' ? { ...outcome, at } : outcome);
};
