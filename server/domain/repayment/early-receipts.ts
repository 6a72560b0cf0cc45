import { sql } from 'drizzle-orm';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { divideHalfEven } from '#server/primitives/division.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { InvestorActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

/** What an investor has received ahead of a schedule, and what that cost him. */
export type EarlyReceipt = Readonly<{
  loanId: Uuid;
  claimId: Uuid;
  collectionId: Uuid;
  loanNumber: string;
  title: string;
  kind: 'payoff' | 'prepayment';
  on: PlainDate;
  principal: Money;
  /** Interest to that day. */
  interest: Money;
  /** His share of the borrower's fee for paying early. */
  fee: Money;
  /** His share, by stake, of the interest that the schedule had and that will not come; half-even. */
  forgone: Money;
}>;

type Row = Omit<EarlyReceipt, 'loanId' | 'principal' | 'interest' | 'fee' | 'forgone'> & {
  loanId: Uuid;
  principal: string;
  interest: string;
  fee: string;
  cut: string;
  stake: string;
  amount: string;
};

/**
 * The payments ahead of their schedules that an investor has had a share of, newest first. What a payment took from a
 * schedule is what its rows were before it less what they were after, less the interest that it brought itself.
 */
export async function earlyReceipts(
  ctx: DomainContext<InvestorActor>,
  { limit }: { limit: number },
): Promise<EarlyReceipt[]> {
  const { accountId } = ctx.actor;
  if (!accountId) return [];
  const rows = await ctx.db.execute<Row>(sql`
    with mine as (select distinct loan_id from claim where investor_account_id = ${accountId}::uuid),
      step as (
        select r.loan_id, r.collection_id, r.interest - coalesce(lead(r.interest) over (
          partition by r.loan_id, r.number order by r.replaced_at, r.collection_id), i.interest) as cut
        from replaced_instalment r join mine on mine.loan_id = r.loan_id
          join instalment i on i.loan_id = r.loan_id and i.number = r.number),
      cut as (select loan_id, collection_id, sum(cut) as cut from step group by loan_id, collection_id)
    select p.loan_id as "loanId", p.claim_id as "claimId", p.collection_id as "collectionId",
      l.number as "loanNumber", l.title, made.kind, made.due_on::text as "on", p.principal::text, p.interest::text,
      p.fee::text, (coalesce(cut.cut, 0) - made.interest)::text as cut, c.stake::text, l.amount::text
    from receipt p
      join instalment made on made.loan_id = p.loan_id and made.number = p.instalment_number
        and made.kind in ('payoff', 'prepayment')
      join claim c on c.loan_id = p.loan_id and c.id = p.claim_id
      join loan l on l.id = p.loan_id
      left join cut on cut.loan_id = p.loan_id and cut.collection_id = p.collection_id
    where p.investor_account_id = ${accountId}::uuid and p.paid_at is not null
    order by p.paid_at desc, p.claim_id
    limit ${limit}`);
  return rows.map(({ principal, interest, fee, cut, stake, amount, ...row }) => ({
    ...row,
    principal: fen(BigInt(principal)),
    interest: fen(BigInt(interest)),
    fee: fen(BigInt(fee)),
    forgone: fen(divideHalfEven(BigInt(cut) * BigInt(stake), BigInt(amount))),
  }));
}
