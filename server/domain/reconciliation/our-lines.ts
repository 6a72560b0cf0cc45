import { type SQL, sql } from 'drizzle-orm';
import { countsAsLine } from '../ledger/counts-as-line.ts';

/**
 * The key a posting is matched by, as SQL over `j` (journal) and `i` (instruction): a recharge and the bank's own transfer by
 * line of a trade by what settlement and repayment put into customDefine.
 */
export const ourLineKey: SQL = sql`case when j.kind in ('RECHARGE', 'WITHDRAWAL_PAID', 'WITHDRAWAL_RETURNED')
  or i.kind = 'make-good' then i.request_no else i.request_no || '-' || j.line_number end`;

/** Postings that stand in a check file; freezes and releases do not. */
export const filedKinds: SQL = sql`('RECHARGE', 'TENDER', 'MARKETING', 'COMMISSION', 'REPAYMENT', 'COMPENSATORY',
  'COMPENSATORY_REPAYMENT', 'FUNDS_TRANSFER', 'DEDUCT', 'WITHDRAWAL_PAID', 'WITHDRAWAL_RETURNED')`;

/** The members of a line as the bank's files name them; the world outside has no number there. */
const memberNo = (sign: SQL): SQL => sql`max(a.platform_user_no) filter (where e.amount ${sign} 0
  and a.role not in ('CHANNELS', 'CARDS', 'SUSPENSE'))`;

/**
 * Our postings of a date as a query with: journal_id, request_no, match_key, kind, amount, source, target and
 * whether its instruction has succeeded (concluded).
 */
export const ourLinesOf = (date: string): SQL => sql`
  select j.id as journal_id, i.request_no, ${ourLineKey} as match_key, j.kind, j.amount,
    i.state is not distinct from 'succeeded' as concluded,
    ${memberNo(sql`<`)} as source, ${memberNo(sql`>`)} as target
  from journal j
    left join instruction i on i.id = j.instruction_id
    left join entry e on e.journal_id = j.id
    left join account a on a.id = e.account_id
  where j.business_date = ${date}::date and j.kind in ${filedKinds} and ${countsAsLine}
  group by j.id, i.id`;

/** Whether the books agree with themselves about the posting `journal`: SQL over one id, for the few that differ. */
export const isConsistent = (journal: SQL): SQL => sql`(
  (select coalesce(sum(e.amount) filter (where e.amount > 0), 0) = max(j.amount) and coalesce(sum(e.amount), 0) = 0
    from journal j left join entry e on e.journal_id = j.id where j.id = ${journal})
  and not exists (select 1 from account a where a.id in (select account_id from entry where journal_id = ${journal})
    and a.available + a.frozen + a.withdrawing <> (select sum(amount) from entry where account_id = a.id)))`;
