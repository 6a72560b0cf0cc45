import { type SQL, sql } from 'drizzle-orm';
import { countsAsLine } from '../ledger/counts-as-line.ts';
import { withdrawalLinesOf } from './withdrawal-lines.ts';

/**
 * The key a posting is matched by, as SQL over `j` (journal) and `i` (instruction): a recharge and the bank's own transfer by
 * line of a trade by what settlement and repayment put into customDefine.
 */
export const ourLineKey: SQL = sql`case when j.kind in ('RECHARGE', 'WITHDRAWAL_PAID', 'WITHDRAWAL_CANCELLED', 'WITHDRAWAL_RETURNED')
  or i.kind = 'make-good' then i.request_no else i.request_no || '-' || j.line_number end`;

/** Postings that stand in a check file by themselves: freezes and releases do not, withdrawals by their stations. */
export const filedKinds: SQL = sql`('RECHARGE', 'TENDER', 'MARKETING', 'COMMISSION', 'REPAYMENT', 'COMPENSATORY',
  'COMPENSATORY_REPAYMENT', 'FUNDS_TRANSFER', 'DEDUCT')`;

/**
 * The legs of postings on one side, by the members' numbers as the bank's files have them; the world outside, and what
 * waits to be explained, have none there.
 */
const legs = (sign: SQL): SQL => sql`(entry e join account a on a.id = e.account_id and e.amount ${sign} 0
  and a.role not in ('CHANNELS', 'CARDS', 'SUSPENSE'))`;

/**
 * Our postings of a date as a query with: journal_id, request_no, match_key, kind, amount, source, target and
 * whether its instruction has succeeded (concluded). Joined and not grouped: a day has a million of them;
 * `among` picks some of the postings before anything is joined.
 */
export const ourLinesOf = (date: string, among: (journalId: SQL) => SQL = () => sql`true`): SQL => sql`
  select j.id as journal_id, i.request_no, ${ourLineKey} as match_key, j.kind, j.amount,
    i.state is not distinct from 'succeeded' as concluded, s.user_no as source, t.user_no as target
  from journal j
    left join instruction i on i.id = j.instruction_id
    left join (select e.journal_id, a.platform_user_no as user_no from ${legs(sql`<`)}) as s on s.journal_id = j.id
    left join (select e.journal_id, a.platform_user_no as user_no from ${legs(sql`>`)}) as t on t.journal_id = j.id
  where j.business_date = ${date}::date and j.kind in ${filedKinds} and ${countsAsLine}
    and ${among(sql`j.id`)}
  union all select line.* from (${withdrawalLinesOf(date)}) as line where ${among(sql`line.journal_id`)}`;

/** The amounts of the same lines: what sums and counts need, without looking up who paid whom. */
export const ourAmountsOf = (date: string): SQL => sql`
  select j.amount from journal j
  where j.business_date = ${date}::date and j.kind in ${filedKinds} and ${countsAsLine}
  union all select line.amount from (${withdrawalLinesOf(date)}) as line`;

/**
 * Whether the books agree with themselves about the posting `j`, for the few that differ: two legs of its amount that
 * add up to nothing, each on from the balance that its account had before, all of one day.
 */
export const isConsistent: SQL = sql`(
  select count(*) = 2 and sum(e.amount) = 0 and max(e.amount) = j.amount and bool_and(e.business_date = j.business_date
    and e.balance_after = e.amount + coalesce((select p.balance_after from entry p where p.account_id = e.account_id
      and p.bucket = e.bucket and p.sequence < e.sequence order by p.sequence desc limit 1), 0))
  from entry e where e.journal_id = j.id)`;
