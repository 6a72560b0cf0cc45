import type { Uuid } from '#server/primitives/ids.ts';
import type { InvestorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { queueBid } from './bid-queue.ts';
import type { PlaceBid } from './place-bid.ts';

/**
 * Bids on a loan at the bank's own page, by password instead of a standing authorisation: the amount is reserved in the
 * batch of the loan's queue, and stays so until the page has ended: frozen by the bank's notify or our query, or
 * released when the page has expired and the bank says that nothing happened. Same requestId, same bid.
 * @returns the instruction whose page `openPage` leads to
 * @throws DomainError as `placeBid`, without those about the authorisation
 */
export async function placeBidByPassword(
  ctx: DomainContext<InvestorActor>,
  input: PlaceBid & Readonly<{ returnUrl: string }>,
): Promise<{ bidId: Uuid; instructionId: Uuid }> {
  const { requestId, loanId, amount, returnUrl } = input;
  const answer = await queueBid(ctx, { actor: ctx.actor, requestId, loanId, amount, byPassword: { returnUrl } });
  if (answer.kind === 'refused') throw answer.error;
  return { bidId: answer.bidId, instructionId: answer.instructionId };
}
