import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { type BidState, bid, loan } from '#db/schema/loans.ts';
import { person } from '#db/schema/people.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { InvestorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

const STANDING: readonly BidState[] = ['freezing', 'frozen', 'settling', 'settled'];

/** The bids that stand on a loan, newest first, with the bidder's masked name. `before` is the last bidId above. */
export function bidsOfLoan(ctx: Pick<DomainContext, 'db'>, loanId: Uuid, page: { limit: number; before?: Uuid }) {
  return ctx.db
    .select({
      bidId: bid.id,
      investor: person.maskedName,
      amount: bid.amount,
      state: bid.state,
      placedAt: bid.placedAt,
      frozenAt: bid.frozenAt,
    })
    .from(bid)
    .innerJoin(person, eq(person.id, bid.investorPersonId))
    .where(and(eq(bid.loanId, loanId), inArray(bid.state, [...STANDING]), page.before && lt(bid.id, page.before)))
    .orderBy(desc(bid.id))
    .limit(page.limit);
}

/** The investor's own bids in whatever state, newest first, with their loans. `before` is the last bidId above. */
export async function bidsOfInvestor(
  ctx: DomainContext<InvestorActor>,
  filter: { states?: readonly BidState[]; loanId?: Uuid; before?: Uuid; limit: number },
) {
  const { accountId } = ctx.actor;
  if (!accountId) return [];
  return ctx.db
    .select({
      bidId: bid.id,
      loanId: bid.loanId,
      loanNumber: loan.number,
      title: loan.title,
      loanState: loan.state,
      ratePpm: loan.ratePpm,
      amount: bid.amount,
      state: bid.state,
      failure: bid.failure,
      placedAt: bid.placedAt,
      frozenAt: bid.frozenAt,
      endedAt: bid.endedAt,
      /** The bank's page of a bid by password that has not come to an end. */
      pageOf: sql<string | null>`(select i.id from ${instruction} i where i.loan_id = ${bid.loanId}
        and i.bid_id = ${bid.id} and i.kind = 'freeze-bid' and i.channel = 'gateway' and i.state in ('created', 'sent')
        and i.expires_at > ${ctx.now().toISOString()}::timestamptz limit 1)`,
    })
    .from(bid)
    .innerJoin(loan, eq(loan.id, bid.loanId))
    .where(
      and(
        eq(bid.investorAccountId, accountId),
        filter.loanId && eq(bid.loanId, filter.loanId),
        filter.states && inArray(bid.state, [...filter.states]),
        filter.before && lt(bid.id, filter.before),
      ),
    )
    .orderBy(desc(bid.id))
    .limit(filter.limit);
}
