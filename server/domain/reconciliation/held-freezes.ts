import { type SQL, sql } from 'drizzle-orm';
import { addDays, instantAt, type PlainDate } from '#server/primitives/calendar.ts';

/** What is held now and for what: bids, collections, debts to the platform, withdrawals that are on their way. */
const heldNow: SQL = sql`
  select freeze_request_no as request_no, investor_account_id as account_id, loan_id, id as bid_id, amount
  from bid where state in ('frozen', 'settling', 'releasing')
  union all
  select k.freeze_request_no, k.payer_account_id, k.loan_id, null, k.amount - coalesce((
    select sum(c.amount) from distribution_chunk c
    where c.loan_id = k.loan_id and c.collection_id = k.id and c.state = 'succeeded'), 0)
  from collection k where k.state in ('frozen', 'paying', 'releasing') and k.freeze_request_no is not null
  union all
  select freeze_request_no, account_id, null, null, frozen from receivable where frozen > 0
  union all
  select request_no, account_id, null, null, amount from withdrawal
  where state in ('held', 'releasing', 'cancelling', 'accepted', 'remitting')`;

/**
 * The number of the freeze that an entry of held money belongs to, as SQL over `j` (journal) and `i` (instruction).
 * Debts are frozen one at a time, so that what was deducted came out of the last freeze before it.
 */
export const freezeNoOf: SQL = sql`case
  when j.kind = 'FREEZE' or j.kind like 'WITHDRAWAL%' then i.request_no
  when j.bid_id is not null then (select b.freeze_request_no from bid b where b.loan_id = j.loan_id and b.id = j.bid_id)
  when i.subject->>'collectionId' is not null then (select k.freeze_request_no from collection k
    where k.loan_id = j.loan_id and k.id::text = i.subject->>'collectionId')
  when i.subject->>'receivableId' is not null then (select f.request_no from instruction f
    join journal posted on posted.instruction_id = f.id
    where f.account_id = i.account_id and f.kind = 'freeze-receivable' and f.id < i.id
      and f.subject->>'receivableId' = i.subject->>'receivableId' order by f.id desc limit 1)
  end`;

/** Held money that was entered for later dates, by the number of its freeze. */
const heldLater = (date: PlainDate): SQL => sql`
  select ${freezeNoOf} as request_no, e.account_id, j.loan_id, j.bid_id, e.amount
  from entry e join journal j on j.id = e.journal_id join instruction i on i.id = j.instruction_id
  where e.business_date > ${date}::date and e.bucket in ('frozen', 'withdrawing')`;

/** What of a withdrawal has left the bank and not arrived: the bank no longer holds it, and our books still do. */
export const underWayAt = (date: PlainDate): SQL => sql`
  select request_no, account_id, amount - fee as amount from withdrawal
  where remitted_at < ${instantAt(addDays(date, 1)).toISOString()}::timestamptz
    and (ended_on is null or ended_on > ${date}::date)`;

const byNumber = (rows: SQL): SQL => sql`
  select request_no, account_id, max(loan_id::text)::uuid as loan_id, max(bid_id::text)::uuid as bid_id,
    sum(amount) as amount
  from (${rows}) as held where request_no is not null group by request_no, account_id`;

/**
 * What the bank must hold when a date has ended, freeze by freeze: what is held now by the states of what it is held
 * for, less what has been entered for later dates. Rows: request_no, account_id, loan_id, bid_id, amount; where
 * nothing was held then, amount is 0.
 */
export const heldFreezesAt = (date: PlainDate): SQL =>
  byNumber(sql`${heldNow}
    union all select request_no, account_id, loan_id, bid_id, -amount from (${heldLater(date)}) as later
    union all select request_no, account_id, null, null, -amount from (${underWayAt(date)}) as left_already`);

/** The same as things stand now. */
export const heldFreezesNow: SQL = byNumber(heldNow);
