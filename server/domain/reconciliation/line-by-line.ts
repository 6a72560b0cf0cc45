import { sql } from 'drizzle-orm';
import type { InstructionState } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { type Break, classify } from './compare.ts';
import { isConsistent, ourLineKey, ourLinesOf } from './our-lines.ts';

/** One row where the two sides are not alike, as PostgreSQL answers it: numbers as text. */
export type DifferenceRow = {
  object: string;
  our_amount: string | null;
  our_source: string | null;
  our_target: string | null;
  consistent: boolean | null;
  their_amount: string | null;
  their_source: string | null;
  their_target: string | null;
  misdated: boolean | null;
  occurrence: number;
  instruction_state: InstructionState | null;
  elsewhere: PlainDate | null;
};

const amountOrNull = (text: string | null): Money | null => (text === null ? null : fen(BigInt(text)));

/** Reads a row of SQL into what `classify` judges. */
export function breakOf(row: DifferenceRow): Break {
  const ours = amountOrNull(row.our_amount);
  const theirs = amountOrNull(row.their_amount);
  return classify({
    object: row.object,
    ours: ours === null ? null : { amount: ours, source: row.our_source, target: row.our_target },
    theirs: theirs === null ? null : { amount: theirs, source: row.their_source, target: row.their_target },
    repeated: row.occurrence > 1,
    elsewhere: row.elsewhere,
    instruction: row.instruction_state,
    misdated: row.misdated ?? false,
    consistent: row.consistent ?? true,
  });
}

/** Whether a file's line carries the time of another day. */
export const isMisdated = sql`(occurred_at at time zone 'Asia/Shanghai')::date <> business_date`;

const theirLinesOf = (date: PlainDate) => sql`
  select match_key, request_no, amount_fen, source_user_no, target_user_no, ${isMisdated} as misdated,
    (row_number() over (partition by match_key order by file, row_number))::int as occurrence
  from checkfile_row where business_date = ${date}::date and file <> 'COMMISSION'`;

async function differingLines(tx: Transaction, date: PlainDate): Promise<DifferenceRow[]> {
  const [before, after] = [addDays(date, -1), addDays(date, 1)];
  return tx.execute<DifferenceRow>(sql`
    with ours as (select *, 1 as occurrence from (${ourLinesOf(date)}) as line),
      theirs as (${theirLinesOf(date)}),
      differing as (
        select coalesce(theirs.match_key, ours.match_key, ours.journal_id::text) as object,
          coalesce(theirs.request_no, ours.request_no) as request_no, coalesce(theirs.occurrence, 1) as occurrence,
          ours.journal_id, ours.amount as our_amount, ours.source as our_source, ours.target as our_target,
          theirs.amount_fen as their_amount, theirs.source_user_no as their_source,
          theirs.target_user_no as their_target, theirs.misdated
        from ours full join theirs on theirs.match_key = ours.match_key and theirs.occurrence = ours.occurrence
        where ours.amount is null or theirs.amount_fen is null or ours.amount <> theirs.amount_fen
          or ours.source is distinct from theirs.source_user_no or ours.target is distinct from theirs.target_user_no
          or theirs.misdated or not ours.concluded)
    select d.object, d.our_amount::text, d.our_source, d.our_target, d.their_amount::text, d.their_source,
      d.their_target, d.occurrence, d.misdated, i.state as instruction_state,
      ${isConsistent(sql`d.journal_id`)} as consistent,
      case
        when d.our_amount is null then (select j.business_date::text from journal j
          where j.instruction_id = i.id and ${ourLineKey} = d.object and j.business_date <> ${date}::date limit 1)
        when d.their_amount is null then (select c.business_date::text from checkfile_row c
          where c.match_key = d.object and c.file <> 'COMMISSION' and c.business_date <> ${date}::date
            and c.business_date in (${before}::date, ${after}::date,
              (i.transaction_at at time zone 'Asia/Shanghai')::date) limit 1)
      end as elsewhere
    from differing d left join instruction i on i.request_no = d.request_no
    order by d.object, d.occurrence`);
}

type Totals = { ours: string; theirs: string; our_count: number; their_count: number };

async function totalsOf(tx: Transaction, date: PlainDate): Promise<Totals> {
  const [totals] = await tx.execute<Totals>(sql`
    select coalesce(sum(ours.amount), 0)::text as ours, count(*)::int as our_count,
      (select coalesce(sum(amount_fen), 0)::text from checkfile_row
        where business_date = ${date}::date and file <> 'COMMISSION') as theirs,
      (select count(*)::int from checkfile_row
        where business_date = ${date}::date and file <> 'COMMISSION') as their_count
    from (${ourLinesOf(date)}) as ours`);
  if (!totals) throw new Error('no totals');
  return totals;
}

/**
 * Check 1: every line of the staged files of a date against our postings of that date, by the keys of
 * custody-protocol section 7. Left is ours, right the bank's.
 */
export async function compareLines(tx: Transaction, date: PlainDate): Promise<CheckOutcome> {
  const breaks = (await differingLines(tx, date)).map(breakOf);
  const totals = await totalsOf(tx, date);
  return {
    check: 'line-by-line',
    state: breaks.length === 0 ? 'green' : 'red',
    left: fen(BigInt(totals.ours)),
    right: fen(BigInt(totals.theirs)),
    compared: Math.max(totals.our_count, totals.their_count),
    breaks,
  };
}
