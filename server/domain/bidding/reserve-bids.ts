import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { newRequestNo } from '../custody/request-no.ts';
import type { BidAnswer, BidOrder } from './bid-order.ts';
import { type Decision, decideBids } from './decide-bids.ts';
import { type LockedBidders, type LockedListing, readBidders } from './read-bidders.ts';
import { findReplays, rememberBids } from './replays.ts';
import { type AcceptedBid, writeBids } from './write-bids.ts';

const refused = (error: DomainError): BidAnswer => ({ kind: 'refused', error });

/** The first order of each requestId, and for every order which of them it repeats. */
function distinctOrders(orders: readonly BidOrder[]): Map<Uuid, BidOrder> {
  const first = new Map<Uuid, BidOrder>();
  for (const order of orders) if (!first.has(order.requestId)) first.set(order.requestId, order);
  return first;
}

const sameOrder = (left: BidOrder, right: BidOrder): boolean =>
  left.amount === right.amount &&
  left.actor.memberId === right.actor.memberId &&
  Boolean(left.byPassword) === Boolean(right.byPassword);

function acceptedOf(ctx: DomainContext, decisions: readonly Decision[], locked: LockedBidders): AcceptedBid[] {
  return decisions.flatMap(({ order, refusal }) => {
    const accountId = order.actor.accountId;
    const bidder = accountId && locked.bidders.get(accountId);
    if (refusal || !accountId || !bidder) return [];
    return { order, accountId, personId: bidder.personId, bidId: ctx.newId(), freezeRequestNo: newRequestNo(ctx) };
  });
}

const accountsOf = (orders: Iterable<BidOrder>): Uuid[] =>
  [...new Set([...orders].flatMap(({ actor }) => actor.accountId ?? []))].sort();

/** Decides on orders that have not been answered before, and writes those it takes. */
async function answerFresh(
  tx: Transaction,
  ctx: DomainContext,
  locked: LockedBidders & { listing: LockedListing },
  orders: readonly BidOrder[],
): Promise<Map<Uuid, BidAnswer>> {
  const moment = { now: ctx.now(), businessDate: ctx.businessDate };
  const decisions = decideBids(locked.listing, locked.bidders, orders, moment);
  const answers = new Map<Uuid, BidAnswer>();
  for (const { order, refusal } of decisions) if (refusal) answers.set(order.requestId, refused(refusal));
  const accepted = acceptedOf(ctx, decisions, locked);
  if (accepted.length === 0) return answers;
  const instructionIds = await writeBids(tx, ctx, locked, accepted);
  await rememberBids(tx, ctx, accepted, instructionIds);
  accepted.forEach(({ order, bidId }, index) => {
    const instructionId = instructionIds[index];
    if (instructionId) answers.set(order.requestId, { kind: 'taken', bidId, instructionId });
  });
  return answers;
}

/**
 * Transaction 1 of a batch of bids on one loan (architecture.md, section 8): locks the loan, then the accounts by id,
 * decides in the order of the queue, and writes what it takes with one statement a table. A batch of one is the same
 * code. Requests that were answered before, or that repeat one of the same batch, get the same answer.
 * @returns one answer for each order, in their order; refused orders leave nothing behind
 */
export function reserveBids(ctx: DomainContext, loanId: Uuid, orders: readonly BidOrder[]): Promise<BidAnswer[]> {
  const distinct = distinctOrders(orders);
  return transaction(ctx, async (tx) => {
    const locked = await readBidders(tx, loanId, accountsOf(distinct.values()));
    if (!locked.listing) return orders.map(() => refused(new DomainError('NOT_FOUND', 'no such loan')));
    const replays = await findReplays(tx, ctx, [...distinct.values()]);
    const fresh = [...distinct.values()].filter(({ requestId }) => !replays.has(requestId));
    const { listing, bidders } = locked;
    const answers = new Map([...replays, ...(await answerFresh(tx, ctx, { listing, bidders }, fresh))]);
    ctx.failpoint('bid.reserving');
    return orders.map((order) => {
      const first = distinct.get(order.requestId);
      const answer = answers.get(order.requestId);
      if (answer && first && sameOrder(first, order)) return answer;
      return refused(new DomainError('REQUEST_ID_REUSED', 'the request id belongs to another bid'));
    });
  });
}
