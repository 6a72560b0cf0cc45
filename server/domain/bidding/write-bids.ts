import { sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { executePrepared } from '#db/prepared.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, plus, sum, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueueMany, type NewInstruction } from '../custody/enqueue.ts';
import type { BidOrder } from './bid-order.ts';
import type { LockedBidders, LockedListing } from './read-bidders.ts';

/** A bid that has been accepted, with the ids it gets. */
export type AcceptedBid = Readonly<{
  order: BidOrder;
  accountId: Uuid;
  personId: Uuid;
  bidId: Uuid;
  freezeRequestNo: string;
}>;

const insertBids = (tx: Transaction, ctx: DomainContext, loanId: Uuid, bids: readonly AcceptedBid[]) => {
  const column = (
    type: 'uuid' | 'bigint' | 'text' | 'boolean',
    pick: (bid: AcceptedBid) => string | bigint | boolean,
  ) => arrayOf(type, bids.map(pick));
  return executePrepared(
    tx,
    sql`
    insert into bid (loan_id, id, request_id, investor_account_id, investor_person_id, amount, state,
      freeze_request_no, by_password, placed_at)
    select ${loanId}::uuid, line.id, line.request_id, line.account_id, line.person_id, line.amount, 'freezing',
      line.freeze_request_no, line.by_password, ${ctx.now().toISOString()}::timestamptz
    from unnest(${column('uuid', (bid) => bid.bidId)}, ${column('uuid', (bid) => bid.order.requestId)},
      ${column('uuid', (bid) => bid.accountId)}, ${column('uuid', (bid) => bid.personId)},
      ${column('bigint', (bid) => bid.order.amount)}, ${column('text', (bid) => bid.freezeRequestNo)},
      ${column('boolean', (bid) => bid.order.byPassword !== undefined)})
      as line (id, request_id, account_id, person_id, amount, freeze_request_no, by_password)`,
  );
};

/** The reservation on the accounts, each once, and on the loan. */
function reserve(tx: Transaction, loanId: Uuid, bids: readonly AcceptedBid[]) {
  const byAccount = new Map<Uuid, Money>();
  for (const { accountId, order } of bids) {
    byAccount.set(accountId, plus(byAccount.get(accountId) ?? ZERO, order.amount));
  }
  const total = sum(bids.map(({ order }) => order.amount));
  return [
    executePrepared(
      tx,
      sql`
      update account set reserved = account.reserved + held.amount
      from unnest(${arrayOf('uuid', [...byAccount.keys()])}, ${arrayOf('bigint', [...byAccount.values()])})
        as held (id, amount)
      where account.id = held.id`,
    ),
    executePrepared(
      tx,
      sql`update loan set reserved = reserved + ${total.toString()}::bigint where id = ${loanId}::uuid`,
    ),
  ];
}

/** Each bidder's own audit row: the batch acts for many. */
const insertAudits = (tx: Transaction, ctx: DomainContext, loanId: Uuid, bids: readonly AcceptedBid[]) => {
  const column = (type: 'uuid' | 'text', pick: (bid: AcceptedBid) => string) => arrayOf(type, bids.map(pick));
  return executePrepared(
    tx,
    sql`
    insert into audit (id, at, business_date, actor_kind, actor_id, verb, object_type, object_id, to_state, details)
    select line.id, ${ctx.now().toISOString()}::timestamptz, ${ctx.businessDate}::date, 'investor', line.actor_id,
      'place-bid', 'bid', line.object_id, 'freezing',
      jsonb_build_object('loanId', ${loanId}::text, 'amount', line.amount)
    from unnest(${column('uuid', () => ctx.newId())}, ${column('uuid', (bid) => bid.order.actor.memberId)},
      ${column('uuid', (bid) => bid.bidId)}, ${column('text', (bid) => toDecimalText(bid.order.amount))})
      as line (id, actor_id, object_id, amount)`,
  );
};

/** The bank's page closes after a quarter of an hour, and with the listing. */
const PAGE_MS = 15 * 60_000;

const pageCloses = (ctx: DomainContext, { deadlineAt }: LockedListing): Date =>
  new Date(Math.min(ctx.now().getTime() + PAGE_MS, deadlineAt?.getTime() ?? Number.POSITIVE_INFINITY));

/** By standing authorisation at once, or at the bank's page by password. */
const freezeOrder = (
  ctx: DomainContext,
  listing: LockedListing,
  platformUserNo: string,
  bid: AcceptedBid,
): NewInstruction => ({
  kind: 'freeze-bid',
  ...(bid.order.byPassword
    ? { service: 'USER_PRE_TRANSACTION', channel: 'gateway', expiresAt: pageCloses(ctx, listing) }
    : { service: 'USER_AUTO_PRE_TRANSACTION', channel: 'direct' }),
  requestNo: bid.freezeRequestNo,
  accountId: bid.accountId,
  loanId: listing.loanId,
  bidId: bid.bidId,
  subject: { amount: toDecimalText(bid.order.amount) },
  reqData: {
    platformUserNo,
    bizType: 'TENDER',
    amount: toDecimalText(bid.order.amount),
    projectNo: listing.projectNo,
    ...(bid.order.byPassword && { redirectUrl: bid.order.byPassword.returnUrl }),
  },
});

/**
 * Writes a batch of accepted bids with one statement for each table: bids, reservations, audit, instructions.
 * @returns the ids of the freezes, in the order of `bids`
 */
export async function writeBids(
  tx: Transaction,
  ctx: DomainContext,
  { listing, bidders }: LockedBidders & { listing: LockedListing },
  bids: readonly AcceptedBid[],
): Promise<Uuid[]> {
  const { loanId } = listing;
  const freezes = bids.map((bid) => freezeOrder(ctx, listing, bidders.get(bid.accountId)?.platformUserNo ?? '', bid));
  const [instructionIds] = await Promise.all([
    enqueueMany(tx, ctx, freezes),
    insertBids(tx, ctx, loanId, bids),
    insertAudits(tx, ctx, loanId, bids),
    ...reserve(tx, loanId, bids),
  ]);
  return instructionIds;
}
