import { type SQL, sql } from 'drizzle-orm';

/** A member's number beside the lines of his own withdrawal. */
const userNo: SQL = sql`(select a.platform_user_no from account a where a.id = w.account_id)`;

/** The postings of the withdrawal `w` of these kinds: their sum, and one of them. No row without any. */
const posted = (kinds: SQL, on: SQL = sql`true`): SQL => sql`
  select max(j.id::text)::uuid as journal_id, sum(j.amount)::bigint as amount from journal j
  where j.instruction_id = w.instruction_id and j.kind in (${kinds}) and ${on} having count(*) > 0`;
const postedOn = (date: string, kinds: SQL): SQL => posted(kinds, sql`j.business_date = ${date}::date`);

const ENDS = sql`'WITHDRAWAL_PAID', 'WITHDRAWAL_CANCELLED', 'WITHDRAWAL_RETURNED'`;

/**
 * The withdrawals of a date as the bank's files have them, in the columns of `ourLinesOf`: one line when it was
 * accepted and one when it ended, a single one where both are one day, and one more when its money came back. Amounts
 * are those of our postings: of what is paid out, the card's part and the fee.
 */
export const withdrawalLinesOf = (date: string): SQL => sql`
  select held.journal_id, w.request_no, w.request_no as match_key, 'WITHDRAWAL' as kind, held.amount,
    i.state is not distinct from 'succeeded' as concluded, ${userNo} as source, null as target
  from withdrawal w left join instruction i on i.id = w.instruction_id
    cross join lateral (${posted(sql`'WITHDRAWAL'`)}) as held
  where w.accepted_on = ${date}::date and not exists (${postedOn(date, ENDS)})
  union all
  select paid.journal_id, w.request_no, w.request_no, 'WITHDRAWAL_PAID', paid.amount,
    i.state is not distinct from 'succeeded', ${userNo}, null
  from withdrawal w left join instruction i on i.id = w.instruction_id
    cross join lateral (${postedOn(date, sql`'WITHDRAWAL_PAID', 'WITHDRAWAL_FEE', 'WITHDRAWAL_CANCELLED'`)}) as paid
  where w.ended_on = ${date}::date or w.state = 'returned' and w.ended_on > ${date}::date
  union all
  select back.journal_id, w.request_no, filed.match_key, 'WITHDRAWAL_RETURNED', back.amount,
    i.state is not distinct from 'succeeded', filed.source, filed.target
  from withdrawal w left join instruction i on i.id = w.instruction_id
    cross join lateral (${postedOn(date, sql`'WITHDRAWAL_RETURNED'`)}) as back
    cross join lateral (values (w.request_no, ${userNo}, null),
      (coalesce(w.return_no, 'return of ' || w.request_no), null, ${userNo})) as filed (match_key, source, target)
  where w.ended_on = ${date}::date and w.state = 'returned'`;
