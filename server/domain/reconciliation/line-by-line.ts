import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import type { CheckOutcome } from './check-outcome.ts';
import type { Break } from './compare.ts';
import { explainLines, isMisdated } from './line-difference.ts';
import { ourAmountsOf, ourLinesOf } from './our-lines.ts';

/** The bank's lines of a date; COMMISSION repeats some of them and is compared apart. */
const theirLinesOf = (date: PlainDate): SQL => sql`
  select file, row_number, match_key, request_no, amount_fen as amount, source_user_no as source,
    target_user_no as target, ${isMisdated(date)} as misdated
  from checkfile_row where business_date = ${date}::date and file <> 'COMMISSION'`;

const differs: SQL = sql`(ours.amount is distinct from theirs.amount or ours.source is distinct from theirs.source
  or ours.target is distinct from theirs.target or theirs.misdated or not ours.concluded)`;

/** A pair of lines as words that name it: the posting, and the place in the files. */
const place: SQL = sql`concat_ws(' ', coalesce(ours.journal_id::text, '-'), theirs.file, theirs.row_number)`;

/** How many pairs the two sides make, and the places of those that differ, one a line; null when there are none. */
type Pass = { pairs: number; places: string | null };

/** The one pass over all lines of a day. What differs leaves it as one text: that much several processes can share. */
async function pass(tx: Transaction, date: PlainDate): Promise<Pass> {
  const [row] = await tx.execute<Pass>(sql`
    select count(*) filter (where ours.amount is not null and theirs.amount is not null)::int as pairs,
      string_agg(${place}, ${'\n'}) filter (where ${differs}) as places
    from (${ourLinesOf(date)}) as ours full join (${theirLinesOf(date)}) as theirs
      on theirs.match_key = ours.match_key`);
  if (!row) throw new Error('nothing was compared');
  return row;
}

/** The places of lines whose key one side has more than once. Asked only when the counts of the pass say so. */
async function repeatedPlaces(tx: Transaction, date: PlainDate): Promise<string[]> {
  const repeated = (lines: SQL): SQL => sql`select match_key from (${lines}) as line
    where match_key is not null group by match_key having count(*) > 1`;
  const [row] = await tx.execute<{ places: string | null }>(sql`
    with ours as materialized (${ourLinesOf(date)}), theirs as materialized (${theirLinesOf(date)}),
      keys as (${repeated(sql`select match_key from ours`)} union ${repeated(sql`select match_key from theirs`)})
    select string_agg(${place}, ${'\n'}) as places
    from (select * from ours where match_key in (select match_key from keys)) as ours
      full join (select * from theirs where match_key in (select match_key from keys)) as theirs
      on theirs.match_key = ours.match_key`);
  return row?.places?.split('\n') ?? [];
}

/**
 * What differs among the lines at these places: those of one key are taken pair by pair, alike ones first, so that of
 * a line that a file has twice the one too many is left over.
 */
const differingAt = (date: PlainDate, places: readonly string[]): SQL => sql`
  with place as materialized (
      select (string_to_array(line, ' '))[1] as journal, (string_to_array(line, ' '))[2] as file,
        (string_to_array(line, ' '))[3]::int as row_number
      from regexp_split_to_table(${places.join('\n')}, ${'\n'}) as line),
    posted as (select distinct journal::uuid as id from place where journal <> '-'),
    our as materialized (${ourLinesOf(date, (id) => sql`${id} in (select posted.id from posted)`)}),
    their as materialized (select line.* from (select distinct file, row_number from place where file is not null) as at
      join (${theirLinesOf(date)}) as line on line.file = at.file and line.row_number = at.row_number),
    ours as (select *, row_number() over (partition by coalesce(match_key, journal_id::text)
        order by not exists (select 1 from their where their.match_key = our.match_key and their.amount = our.amount
          and their.source is not distinct from our.source and their.target is not distinct from our.target),
          journal_id) as occurrence from our),
    theirs as (select *, row_number() over (partition by match_key
        order by not exists (select 1 from our where our.match_key = their.match_key and their.amount = our.amount
          and their.source is not distinct from our.source and their.target is not distinct from our.target),
          misdated, file, row_number) as occurrence from their)
  select coalesce(theirs.match_key, ours.match_key, ours.journal_id::text) as object,
    coalesce(theirs.request_no, ours.request_no) as request_no,
    coalesce(theirs.occurrence, ours.occurrence) as occurrence, ours.journal_id,
    ours.amount as our_amount, ours.source as our_source, ours.target as our_target, theirs.amount as their_amount,
    theirs.source as their_source, theirs.target as their_target, theirs.misdated, theirs.file, theirs.row_number
  from ours full join theirs on theirs.match_key = ours.match_key and theirs.occurrence = ours.occurrence
  where ${differs}`;

type Totals = { ours: string; theirs: string; our_count: number; their_count: number };

async function totalsOf(tx: Transaction, date: PlainDate): Promise<Totals> {
  const [totals] = await tx.execute<Totals>(sql`
    select ours.total::text as ours, ours.lines as our_count, theirs.total::text as theirs, theirs.lines as their_count
    from (select coalesce(sum(amount), 0) as total, count(*)::int as lines from (${ourAmountsOf(date)}) as line) as ours,
      (select coalesce(sum(amount), 0) as total, count(*)::int as lines from (${theirLinesOf(date)}) as line) as theirs`);
  if (!totals) throw new Error('no totals');
  return totals;
}

/** Lines of which there is one too few or too many on a side pair off to other numbers than the sides have lines. */
async function differingPlaces(tx: Transaction, date: PlainDate, totals: Totals): Promise<string[]> {
  const { pairs, places } = await pass(tx, date);
  const differing = places?.split('\n') ?? [];
  const oursAlone = differing.filter((at) => !at.includes(' ')).length;
  const theirsAlone = differing.filter((at) => at.startsWith('-')).length;
  const once = pairs === totals.our_count - oursAlone && pairs === totals.their_count - theirsAlone;
  return once ? differing : [...differing, ...(await repeatedPlaces(tx, date))];
}

/**
 * Check 1: every line of the staged files of a date against our postings of that date, by the keys of
 * custody-protocol section 7. Left is ours, right the bank's.
 */
export async function compareLines(tx: Transaction, date: PlainDate): Promise<CheckOutcome> {
  const totals = await totalsOf(tx, date);
  const places = await differingPlaces(tx, date, totals);
  const breaks: Break[] = places.length === 0 ? [] : await explainLines(tx, date, differingAt(date, places));
  return {
    check: 'line-by-line',
    state: breaks.length === 0 ? 'green' : 'red',
    left: fen(BigInt(totals.ours)),
    right: fen(BigInt(totals.theirs)),
    compared: Math.max(totals.our_count, totals.their_count),
    breaks,
  };
}
