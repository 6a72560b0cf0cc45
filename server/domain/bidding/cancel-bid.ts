import { and, eq } from 'drizzle-orm';
import { type BidState, bid } from '#db/schema/loans.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { InvestorActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { once } from '../once.ts';
import { releaseBids } from './release-bids.ts';

export type CancelBid = Readonly<{ requestId: Uuid; loanId: Uuid; bidId: Uuid }>;

async function requireOwnBid(tx: Transaction, actor: InvestorActor, { loanId, bidId }: CancelBid): Promise<void> {
  const [found] = await tx
    .select({ accountId: bid.investorAccountId })
    .from(bid)
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId)));
  if (!found || found.accountId !== actor.accountId) throw new DomainError('NOT_FOUND', 'no such bid');
}

/**
 * Takes back a frozen bid while its loan is open; the bank then releases the money.
 * @returns the bid's state when the bank has answered: released, or releasing while it has not
 * @throws DomainError NOT_FOUND (also for another's bid), LOAN_NOT_OPEN, CONFLICT (not frozen), REQUEST_ID_REUSED.
 */
export async function cancelBid(
  ctx: DomainContext<InvestorActor>,
  input: CancelBid,
): Promise<{ bidId: Uuid; state: BidState }> {
  const { requestId, loanId, bidId } = input;
  const { instructionId } = await transaction(ctx, async (tx) => {
    const locked = await lockLoan(tx, loanId);
    return once(tx, ctx, { requestId, verb: 'cancel-bid', input: { loanId, bidId } }, async () => {
      await requireOwnBid(tx, ctx.actor, input);
      if (locked.state !== 'open') throw new DomainError('LOAN_NOT_OPEN', 'a bid is taken back while its loan is open');
      const [instructionId = null] = await releaseBids(tx, ctx, loanId, [bidId]);
      const moved = { fromState: 'frozen', toState: 'releasing' };
      await recordAudit(tx, ctx, { verb: 'cancel-bid', objectType: 'bid', objectId: bidId, ...moved });
      return { instructionId };
    });
  });
  ctx.failpoint('bid.releasing');
  if (instructionId) await dispatch(ctx, instructionId);
  const [stands] = await ctx.db
    .select({ state: bid.state })
    .from(bid)
    .where(and(eq(bid.loanId, loanId), eq(bid.id, bidId)));
  return { bidId, state: stands?.state ?? 'releasing' };
}
