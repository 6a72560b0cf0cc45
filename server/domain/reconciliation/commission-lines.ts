import { sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Break } from './compare.ts';
import { breakOf, type DifferenceRow, isMisdated } from './line-by-line.ts';
import { isConsistent, ourLinesOf } from './our-lines.ts';

/**
 * The COMMISSION file repeats fee lines of TRANSACTION under their requestNo, without our line id. Equal lines pair
 * off first; what is left pairs by payer and payee, so that an altered amount is one difference and not two.
 */
export async function compareCommissions(tx: Transaction, date: PlainDate): Promise<Break[]> {
  const rows = await tx.execute<DifferenceRow>(sql`
    with ours as (
        select *, row_number() over (partition by request_no, source, target, amount order by match_key) as copy
        from (${ourLinesOf(date)}) as line where kind = 'COMMISSION'),
      theirs as (
        select *, ${isMisdated} as misdated, row_number() over (
          partition by request_no, source_user_no, target_user_no, amount_fen order by row_number) as copy
        from checkfile_row where business_date = ${date}::date and file = 'COMMISSION'),
      our_rest as (
        select *, row_number() over (partition by request_no, source, target order by amount, match_key) as place
        from ours where not exists (select 1 from theirs where theirs.request_no = ours.request_no
          and theirs.source_user_no = ours.source and theirs.target_user_no = ours.target
          and theirs.amount_fen = ours.amount and theirs.copy = ours.copy and not theirs.misdated)),
      their_rest as (
        select *, row_number() over (
          partition by request_no, source_user_no, target_user_no order by amount_fen, row_number) as place
        from theirs where not exists (select 1 from ours where ours.request_no = theirs.request_no
          and ours.source = theirs.source_user_no and ours.target = theirs.target_user_no
          and ours.amount = theirs.amount_fen and ours.copy = theirs.copy and not theirs.misdated))
    select coalesce(o.match_key, 'COMMISSION ' || t.request_no) as object, o.amount::text as our_amount,
      o.source as our_source, o.target as our_target, t.amount_fen::text as their_amount,
      t.source_user_no as their_source, t.target_user_no as their_target, t.misdated,
      ${isConsistent(sql`o.journal_id`)} as consistent, i.state as instruction_state, null as elsewhere,
      case when exists (select 1 from ours where ours.request_no = t.request_no and ours.source = t.source_user_no
        and ours.target = t.target_user_no and ours.amount = t.amount_fen and o.request_no is null) then 2 else 1 end
        as occurrence
    from our_rest o full join their_rest t on t.request_no = o.request_no and t.source_user_no = o.source
        and t.target_user_no = o.target and t.place = o.place
      left join instruction i on i.request_no = coalesce(o.request_no, t.request_no)
    order by object`);
  return rows.map(breakOf);
}
