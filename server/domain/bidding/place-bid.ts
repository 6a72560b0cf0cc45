import { and, eq } from 'drizzle-orm';
import { type BidState, bid } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import type { InvestorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { queueBid } from './bid-queue.ts';
import { sendFreeze } from './send-freeze.ts';

export type PlaceBid = Readonly<{ requestId: Uuid; loanId: Uuid; amount: Money }>;
export type PlacedBid = Readonly<{ bidId: Uuid; state: BidState; failure: string | null }>;

/**
 * Bids on a loan by standing authorisation: reserves the amount in the batch of the loan's queue, then has it frozen at
 * the bank. Same requestId, same bid.
 * @returns the bid as it stands when the bank has answered: frozen; failed with the bank's code; freezing while the
 * answer is in doubt, and then the worker finds out
 * @throws DomainError NOT_FOUND, LOAN_NOT_OPEN, ACCOUNT_NOT_OPEN, OWN_LOAN, AUTHORISATION_MISSING, AMOUNT_NOT_POSITIVE,
 * AMOUNT_OVER_REMAINING, AMOUNT_BELOW_MINIMUM, AMOUNT_OFF_STEP, AMOUNT_LEAVES_TOO_LITTLE, AMOUNT_OVER_CAP,
 * AMOUNT_OVER_BALANCE, AMOUNT_OVER_AUTHORISATION, REQUEST_ID_REUSED.
 */
export async function placeBid(ctx: DomainContext<InvestorActor>, input: PlaceBid): Promise<PlacedBid> {
  const { requestId, loanId, amount } = input;
  const answer = await queueBid(ctx, { actor: ctx.actor, requestId, loanId, amount });
  if (answer.kind === 'refused') throw answer.error;
  await sendFreeze(ctx, answer.instructionId);
  ctx.failpoint('bid.dispatched');
  const [stands] = await ctx.db
    .select({ state: bid.state, failure: bid.failure })
    .from(bid)
    .where(and(eq(bid.loanId, loanId), eq(bid.id, answer.bidId)));
  return { bidId: answer.bidId, state: stands?.state ?? 'freezing', failure: stands?.failure ?? null };
}
