import { sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Break } from './compare.ts';
import { explainLines, isMisdated } from './line-difference.ts';
import { ourLinesOf } from './our-lines.ts';

/**
 * The COMMISSION file repeats fee lines of TRANSACTION under their requestNo, without our line id. Equal lines pair
 * off first, then those of one payer and payee, so that an altered amount is one difference and not two, then those of
 * one amount, for an altered member. What only the file has is named after the line of TRANSACTION that it repeats.
 */
export async function compareCommissions(tx: Transaction, date: PlainDate): Promise<Break[]> {
  const differing = sql`
    with ours as (
        select *, row_number() over (partition by request_no, source, target, amount order by match_key) as copy
        from (${ourLinesOf(date)}) as line where kind = 'COMMISSION'),
      theirs as (
        select *, ${isMisdated(date)} as misdated, row_number() over (
          partition by request_no, source_user_no, target_user_no, amount_fen order by row_number) as copy
        from checkfile_row where business_date = ${date}::date and file = 'COMMISSION'),
      our_rest as (
        select *, row_number() over (partition by request_no, source, target order by amount, match_key) as place
        from ours where not exists (select 1 from theirs where theirs.request_no = ours.request_no
          and theirs.source_user_no = ours.source and theirs.target_user_no = ours.target
          and theirs.amount_fen = ours.amount and theirs.copy = ours.copy and not theirs.misdated)),
      their_rest as (
        select *, row_number() over (
            partition by request_no, source_user_no, target_user_no order by amount_fen, row_number) as place,
          exists (select 1 from ours where ours.request_no = theirs.request_no and ours.source = theirs.source_user_no
            and ours.target = theirs.target_user_no and ours.amount = theirs.amount_fen) as repeats
        from theirs where not exists (select 1 from ours where ours.request_no = theirs.request_no
          and ours.source = theirs.source_user_no and ours.target = theirs.target_user_no
          and ours.amount = theirs.amount_fen and ours.copy = theirs.copy and not theirs.misdated)),
      paired as (
        select o.journal_id, t.row_number from our_rest o join their_rest t on t.request_no = o.request_no
          and t.source_user_no = o.source and t.target_user_no = o.target and t.place = o.place),
      our_last as (
        select journal_id, request_no, amount,
          row_number() over (partition by request_no, amount order by match_key) as place
        from our_rest where journal_id not in (select journal_id from paired)),
      their_last as (
        select row_number, request_no, amount_fen, repeats,
          row_number() over (partition by request_no, amount_fen, repeats order by row_number) as place
        from their_rest where row_number not in (select row_number from paired)),
      differing as (
        select * from paired union all
        select o.journal_id, t.row_number from our_last o full join their_last t on t.request_no = o.request_no
          and t.amount_fen = o.amount and t.place = o.place and not t.repeats)
    select coalesce(o.match_key, (select c.match_key from checkfile_row c
          where c.business_date = ${date}::date and c.file = 'TRANSACTION' and c.biz_type = 'COMMISSION'
            and c.request_no = t.request_no and c.source_user_no = t.source_user_no
            and c.target_user_no = t.target_user_no and c.amount_fen = t.amount_fen
          order by c.row_number limit 1), 'COMMISSION ' || t.request_no) as object,
      coalesce(o.request_no, t.request_no) as request_no, o.journal_id, o.amount as our_amount,
      o.source as our_source, o.target as our_target, t.amount_fen as their_amount,
      t.source_user_no as their_source, t.target_user_no as their_target, t.misdated, t.file, t.row_number,
      case when t.repeats and o.request_no is null then 2 else 1 end as occurrence
    from differing d left join our_rest o on o.journal_id = d.journal_id
      left join their_rest t on t.row_number = d.row_number`;
  return explainLines(tx, date, differing);
}
