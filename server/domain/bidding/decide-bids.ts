import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, minus, plus } from '#server/primitives/money.ts';
import type { BidOrder } from './bid-order.ts';
import { type Bidder, type Listing, type Moment, remainingOf, whyRefused } from './rules.ts';

export type Decision = { order: BidOrder; refusal: DomainError | undefined };

/** A bidder before the batch, with his accepted bids of the batch taken off and added. */
const after = (bidder: Bidder, amount: Money): Bidder => ({
  ...bidder,
  spendable: minus(bidder.spendable, amount),
  onLoan: plus(bidder.onLoan, amount),
});

/**
 * Decides on a batch in the order in which it queued: each bid sees what those before it have left of the loan, of
 * its bidder's balance and of his cap. Pure; the rows it was read from stay locked until what it decides is written.
 */
export function decideBids(
  listing: Listing,
  bidders: ReadonlyMap<Uuid, Bidder>,
  orders: readonly BidOrder[],
  moment: Moment,
): Decision[] {
  const current = new Map(bidders);
  let remaining = remainingOf(listing);
  return orders.map((order) => {
    const accountId = order.actor.accountId;
    const bidder = accountId ? current.get(accountId) : undefined;
    if (!accountId || !bidder) {
      return { order, refusal: new DomainError('ACCOUNT_NOT_OPEN', 'a bidder needs an account at the bank') };
    }
    const refusal = whyRefused(listing, remaining, bidder, order.amount, moment);
    if (!refusal) {
      remaining = minus(remaining, order.amount);
      current.set(accountId, after(bidder, order.amount));
    }
    return { order, refusal };
  });
}
