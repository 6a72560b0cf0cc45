import { type SQL, sql } from 'drizzle-orm';
import { countsAsLine } from './counts-as-line.ts';

/** One rule of domain.md section 8 as a query: each row is a violation, `object` says where. */
export type Invariant = Readonly<{ name: string; violations: SQL }>;

/**
 * The journal in itself: every posting has two legs, and balances are what the legs add up to. A posting that a
 * correction has put another in the place of stays as it was found, and is no longer held to this.
 */
const JOURNAL: readonly Invariant[] = [
  {
    name: 'entries-sum-to-zero',
    violations: sql`
      select 'journal ' || j.id as object from journal j left join entry e on e.journal_id = j.id
      where ${countsAsLine} group by j.id having count(e.journal_id) <> 2 or sum(e.amount) <> 0
        or sum(e.amount) filter (where e.amount > 0) <> j.amount
      union all select 'entry of account ' || e.account_id || ' number ' || e.sequence from entry e
      where not exists (select 1 from journal j where j.id = e.journal_id)`,
  },
  {
    name: 'balances-are-their-entries',
    violations: sql`
      select 'account ' || a.id as object from account a left join entry e on e.account_id = a.id
      group by a.id having a.entry_count <> count(e.account_id)
        or a.available <> coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0)
        or a.frozen <> coalesce(sum(e.amount) filter (where e.bucket = 'frozen'), 0)
        or a.withdrawing <> coalesce(sum(e.amount) filter (where e.bucket = 'withdrawing'), 0)`,
  },
  {
    name: 'running-balances',
    violations: sql`
      select 'entry of account ' || account_id || ' number ' || sequence as object from (
        select account_id, sequence, balance_after,
          sum(amount) over (partition by account_id, bucket order by sequence) as reached
        from entry) as leg where balance_after <> reached
        and not exists (select 1 from entry later join journal j on j.id = later.journal_id
          where later.account_id = leg.account_id and later.sequence >= leg.sequence and j.correction_id is not null)`,
  },
  {
    name: 'no-account-below-zero',
    violations: sql`
      select 'account ' || id as object from account where role not in ('CHANNELS', 'CARDS', 'SUSPENSE')
        and (available < 0 or frozen < 0 or withdrawing < 0 or reserved < 0 or reserved > available)`,
  },
  {
    name: 'one-effect-per-instruction',
    violations: sql`
      select 'instruction ' || j.instruction_id as object from journal j
        left join instruction i on i.id = j.instruction_id
      where (i.id is null or i.state <> 'succeeded') and j.correction_id is null and ${countsAsLine}
      group by j.instruction_id
      union all select 'instruction ' || i.id from instruction i left join request_number n on n.request_no = i.request_no
      where n.instruction_id is distinct from i.id`,
  },
];

/** Bids against their loan, and what members hold for them. */
const BIDS: readonly Invariant[] = [
  {
    name: 'bids-within-loan',
    violations: sql`
      select 'loan ' || l.number as object from loan l left join bid b on b.loan_id = l.id
      group by l.id having l.reserved > l.amount or l.frozen > l.reserved
        or l.reserved <> coalesce(sum(b.amount) filter (
          where b.state in ('freezing', 'frozen', 'releasing', 'settling', 'settled')), 0)
        or l.frozen <> coalesce(sum(b.amount) filter (where b.state in ('frozen', 'settling', 'settled')), 0)`,
  },
  {
    name: 'reservations-are-bids',
    violations: sql`
      select 'account ' || a.id as object from account a
        left join bid b on b.investor_account_id = a.id and b.state = 'freezing'
      group by a.id having a.reserved <> coalesce(sum(b.amount), 0)`,
  },
];

/** Money that the bank holds for a purpose, against the bids and collections it is held for. */
const FREEZES: readonly Invariant[] = [
  {
    name: 'frozen-money-has-a-purpose',
    violations: sql`
      with held as (
        select investor_account_id as account_id, amount from bid where state in ('frozen', 'settling', 'releasing')
        union all
        select k.payer_account_id, k.amount - coalesce((select sum(c.amount) from distribution_chunk c
          where c.loan_id = k.loan_id and c.collection_id = k.id and c.state = 'succeeded'), 0)
        from collection k where k.state in ('frozen', 'paying', 'releasing') and k.freeze_request_no is not null
        union all select account_id, frozen from receivable)
      select 'account ' || a.id as object from account a left join held h on h.account_id = a.id
      group by a.id having a.frozen <> coalesce(sum(h.amount), 0)`,
  },
];

/** Money that the bank holds to pay it out, against the withdrawals that it is held for. */
const WITHDRAWALS: readonly Invariant[] = [
  {
    name: 'withdrawing-money-is-withdrawals',
    violations: sql`
      select 'account ' || a.id as object from account a left join withdrawal w on w.account_id = a.id
        and w.state in ('held', 'releasing', 'cancelling', 'accepted', 'remitting')
      group by a.id having a.withdrawing <> coalesce(sum(w.amount), 0)`,
  },
  {
    name: 'withdrawals-are-what-was-posted',
    violations: sql`
      select 'withdrawal ' || w.id as object from withdrawal w left join journal j on j.instruction_id = w.instruction_id
      group by w.account_id, w.id having coalesce(sum(j.amount) filter (where j.kind = 'WITHDRAWAL'), 0)
          <> case when w.state in ('asked', 'failed') then 0 else w.amount end
        or w.state = 'succeeded' and coalesce(sum(j.amount)
          filter (where j.kind in ('WITHDRAWAL_PAID', 'WITHDRAWAL_FEE')), 0) <> w.amount
        or w.state in ('cancelled', 'returned') and coalesce(sum(j.amount)
          filter (where j.kind in ('WITHDRAWAL_CANCELLED', 'WITHDRAWAL_RETURNED')), 0) <> w.amount`,
  },
];

/** What members owe for recharges that were taken back, and what came of it. */
const RECEIVABLES: readonly Invariant[] = [
  {
    name: 'debts-are-receivables',
    violations: sql`
      select 'account ' || a.id as object from account a left join receivable r on r.account_id = a.id
      group by a.id having a.owed <> coalesce(sum(r.amount - r.collected - r.frozen), 0)`,
  },
  {
    name: 'receivables-are-what-was-deducted',
    violations: sql`
      select 'receivable ' || r.id as object from receivable r
        left join instruction i on i.account_id = r.account_id and i.subject->>'receivableId' = r.id::text
        left join journal j on j.instruction_id = i.id and ${countsAsLine}
      group by r.account_id, r.id
      having r.collected <> coalesce(sum(j.amount) filter (where j.kind = 'DEDUCT'), 0)
        or r.returned < coalesce(sum(j.amount) filter (where j.kind = 'FUNDS_TRANSFER'), 0)`,
  },
];

/** The platform's own money: what two people have agreed to has been moved, and nothing else of it. */
const PLATFORM: readonly Invariant[] = [
  {
    name: 'platform-orders-are-posted',
    violations: sql`
      select 'platform order ' || o.id as object from platform_order o
        left join journal j on j.instruction_id = o.instruction_id and j.revision = 0
          and j.kind in ('FUNDS_TRANSFER', 'RECHARGE', 'WITHDRAWAL_PAID') and (j.kind <> 'FUNDS_TRANSFER' or o.kind = 'transfer')
        left join entry s on s.journal_id = j.id and s.account_id = o.source_account_id and s.amount = -o.amount
        left join entry t on t.journal_id = j.id and t.account_id = o.target_account_id and t.amount = o.amount
      group by o.id having (o.state = 'succeeded' or o.state = 'returned' and o.kind = 'top-up') and not (count(j.id) = 1
          and count(s.account_id) = count(o.source_account_id) and count(t.account_id) = count(o.target_account_id))
        or o.kind <> 'withdrawal' and o.state not in ('succeeded', 'returned') and count(j.id) > 0`,
  },
];

/** What investors hold against what borrowers owe. */
const CLAIMS: readonly Invariant[] = [
  {
    name: 'settled-bids-are-claims',
    violations: sql`
      select 'bid ' || coalesce(b.id, c.bid_id) as object
      from (select bid.* from bid join loan on loan.id = bid.loan_id
          where bid.state = 'settled' and loan.state in ('repaying', 'overdue', 'repaid', 'written-off')) b
        full join claim c on c.loan_id = b.loan_id and c.bid_id = b.id
      where b.id is null or c.id is null or b.amount <> c.stake or b.investor_account_id <> c.investor_account_id
      union all select 'loan ' || l.number from loan l left join claim c on c.loan_id = l.id
      where l.state in ('repaying', 'overdue', 'repaid', 'written-off')
      group by l.id having l.amount <> coalesce(sum(c.stake), 0)`,
  },
  {
    name: 'schedules-repay-the-loan',
    violations: sql`
      select 'loan ' || l.number as object from loan l left join instalment i on i.loan_id = l.id
      where l.state in ('repaying', 'overdue', 'repaid', 'written-off')
      group by l.id having l.amount <> coalesce(sum(i.principal), 0)`,
  },
  {
    name: 'claims-are-outstanding-principal',
    violations: sql`
      select 'claim ' || c.id as object from claim c
        left join receipt r on r.loan_id = c.loan_id and r.claim_id = c.id and r.paid_at is not null
      group by c.loan_id, c.id having c.outstanding <> c.stake - coalesce(sum(r.principal), 0)`,
  },
  {
    name: 'receipts-are-the-items',
    violations: sql`
      select 'loan ' || l.number || ' period ' || item.instalment_number as object
      from collection k join loan l on l.id = k.loan_id
        join collection_item item on item.loan_id = k.loan_id and item.collection_id = k.id
          and item.beneficiary = 'investors'
        left join receipt r on r.loan_id = k.loan_id and r.collection_id = k.id
          and r.instalment_number = item.instalment_number
      where k.state = 'paid'
      group by l.number, k.id, item.instalment_number, item.principal, item.interest, item.penalty, item.fee
      having item.principal <> coalesce(sum(r.principal), 0) or item.interest <> coalesce(sum(r.interest), 0)
        or item.penalty <> coalesce(sum(r.penalty), 0) or item.fee <> coalesce(sum(r.fee), 0)
        or count(*) filter (where r.paid_at is null) > 0`,
  },
  {
    name: 'instalments-are-what-was-paid',
    violations: sql`
      select 'loan ' || l.number || ' period ' || i.number as object
      from instalment i join loan l on l.id = i.loan_id
        left join collection k on k.loan_id = i.loan_id and k.state = 'paid'
        left join collection_item item on item.loan_id = i.loan_id and item.collection_id = k.id
          and item.instalment_number = i.number
      group by l.number, i.loan_id, i.number
      having i.principal_paid + i.principal_compensated
          <> coalesce(sum(item.principal) filter (where item.beneficiary = 'investors'), 0)
        or i.interest_paid + i.interest_compensated
          <> coalesce(sum(item.interest) filter (where item.beneficiary = 'investors'), 0)
        or i.principal_recovered <> coalesce(sum(item.principal) filter (where item.beneficiary = 'compensator'), 0)
        or i.interest_recovered <> coalesce(sum(item.interest) filter (where item.beneficiary = 'compensator'), 0)
        or i.penalty_paid + i.penalty_recovered <> coalesce(sum(item.penalty), 0)
        or i.fee_paid <> coalesce(sum(item.fee), 0)`,
  },
  {
    name: 'penalties-are-their-days',
    violations: sql`
      select 'loan ' || l.number || ' period ' || i.number as object
      from instalment i join loan l on l.id = i.loan_id
        left join penalty_day d on d.loan_id = i.loan_id and d.number = i.number
      group by l.number, i.loan_id, i.number having i.penalty_fen_days <> coalesce(sum(d.base), 0)
        or i.penalty_through is distinct from max(d.day)`,
  },
  {
    name: 'paid-instalments-owe-nothing',
    violations: sql`
      select 'loan ' || l.number || ' period ' || i.number as object from instalment i join loan l on l.id = i.loan_id
      where i.state in ('paid', 'recovered') and (i.principal_paid + i.principal_compensated <> i.principal
        or i.interest_paid + i.interest_compensated <> i.interest or i.principal_recovered <> i.principal_compensated
        or i.interest_recovered <> i.interest_compensated)`,
  },
];

/** Nothing changes without leaving a trace. */
const TRACES: readonly Invariant[] = [
  {
    name: 'ends-are-audited',
    violations: sql`
      select 'instruction ' || i.id as object from instruction i
      where i.state in ('succeeded', 'failed') and not exists (
        select 1 from audit a where a.object_type = 'instruction' and a.object_id = i.id and a.to_state = i.state)`,
  },
  {
    name: 'loans-are-audited',
    violations: sql`
      select 'loan ' || l.number as object from loan l
      where l.state <> 'draft' and not exists (select 1 from audit a
        where a.object_type = 'loan' and a.object_id = l.id and a.to_state = l.state)`,
  },
];

export const INVARIANTS: readonly Invariant[] = [
  ...JOURNAL,
  ...BIDS,
  ...FREEZES,
  ...WITHDRAWALS,
  ...RECEIVABLES,
  ...PLATFORM,
  ...CLAIMS,
  ...TRACES,
];
