import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { minus, plus } from '#server/primitives/money.ts';
import type { BidOrder } from './bid-order.ts';
import { type Bidder, type Listing, type Moment, remainingOf, whyRefused } from './rules.ts';

export type Decision = { order: BidOrder; refusal: DomainError | undefined };

/** Whoever types his password at the bank needs no standing authorisation. */
const BY_PASSWORD: Bidder['tender'] = { amountLimit: null, expiresOn: null };

/**
 * Decides on a batch in the order in which it queued: each bid sees what those before it have left of the loan, of
 * its bidder's balance, and of the cap of his person, who may bid for himself and for an enterprise. Pure; the rows it was read from stay locked until what it decides is written.
 */
export function decideBids(
  listing: Listing,
  bidders: ReadonlyMap<Uuid, Bidder>,
  orders: readonly BidOrder[],
  moment: Moment,
): Decision[] {
  const spendable = new Map([...bidders].map(([id, bidder]) => [id, bidder.spendable]));
  const lent = new Map([...bidders.values()].map(({ personId, onLoan }) => [personId, onLoan]));
  let remaining = remainingOf(listing);
  return orders.map((order) => {
    const accountId = order.actor.accountId;
    const known = accountId ? bidders.get(accountId) : undefined;
    if (!accountId || !known) {
      return { order, refusal: new DomainError('ACCOUNT_NOT_OPEN', 'a bidder needs an account at the bank') };
    }
    const bidder: Bidder = {
      ...known,
      spendable: spendable.get(accountId) ?? known.spendable,
      onLoan: lent.get(known.personId) ?? known.onLoan,
      tender: order.byPassword ? BY_PASSWORD : known.tender,
    };
    const refusal = whyRefused(listing, remaining, bidder, order.amount, moment);
    if (!refusal) {
      remaining = minus(remaining, order.amount);
      spendable.set(accountId, minus(bidder.spendable, order.amount));
      lent.set(known.personId, plus(bidder.onLoan, order.amount));
    }
    return { order, refusal };
  });
}
