import { type SQL, sql } from 'drizzle-orm';
import type { InstructionState } from '#db/schema/custody.ts';
import type { CheckFileName } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import { addDays, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { type Break, classify } from './compare.ts';
import { isConsistent, ourLineKey } from './our-lines.ts';

/** Whether a file's line carries the time of another day than its file's. */
export const isMisdated = (date: PlainDate): SQL => sql`(
  occurred_at < ${instantAt(date, '00:00').toISOString()}::timestamptz
  or occurred_at >= ${instantAt(addDays(date, 1), '00:00').toISOString()}::timestamptz)`;

/** One line where the two sides are not alike, with its evidence, as PostgreSQL answers it: numbers as text. */
type Row = {
  object: string;
  our_amount: string | null;
  our_source: string | null;
  our_target: string | null;
  their_amount: string | null;
  their_source: string | null;
  their_target: string | null;
  misdated: boolean | null;
  occurrence: number;
  elsewhere: PlainDate | null;
  dated_alike: boolean | null;
  consistent: boolean | null;
  posted_twice: boolean | null;
  instruction_state: InstructionState | null;
  contradicted: boolean | null;
  told: boolean | null;
  instruction_id: Uuid | null;
  journal_id: Uuid | null;
  account_id: Uuid | null;
  loan_id: Uuid | null;
  bid_id: Uuid | null;
  file: CheckFileName | null;
  row_number: number | null;
};

const amountOrNull = (text: string | null): Money | null => (text === null ? null : fen(BigInt(text)));

function breakOf(row: Row): Break {
  const ours = amountOrNull(row.our_amount);
  const theirs = amountOrNull(row.their_amount);
  const found = classify({
    object: row.object,
    ours: ours === null ? null : { amount: ours, source: row.our_source, target: row.our_target },
    theirs: theirs === null ? null : { amount: theirs, source: row.their_source, target: row.their_target },
    repeated: row.occurrence > 1,
    elsewhere: row.elsewhere,
    datedAlike: row.dated_alike ?? true,
    instruction: row.instruction_state,
    contradicted: row.contradicted ?? false,
    told: row.told ?? false,
    misdated: row.misdated ?? false,
    consistent: row.consistent ?? true,
    postedTwice: row.posted_twice ?? false,
  });
  const { instruction_id: instructionId, journal_id: journalId, account_id: accountId } = row;
  const { loan_id: loanId, bid_id: bidId, file, row_number: rowNumber } = row;
  const links = { instructionId, journalId, accountId, loanId, bidId, file, rowNumber };
  return { ...found, amounts: { ours, theirs }, links };
}

/** Whether the posting `j` stands on the day of its own moment. */
const isDatedAlike: SQL = sql`j.business_date = (j.occurred_at at time zone 'Asia/Shanghai')::date`;

/** Our posting of the line `d` on another day. */
const postedElsewhere = (date: PlainDate): SQL => sql`
  select j.business_date::text as day, ${isDatedAlike} as dated_alike from journal j
  where j.instruction_id = i.id and j.business_date <> ${date}::date and ${ourLineKey} = d.object limit 1`;

/**
 * Whether another posting says the same, of the same bid or under the same instruction, at the same moment to the same
 * member, or of a recharge to the same account of the platform, and the bank's file has no such line of the request.
 */
const postedTwice: SQL = sql`(d.their_amount is null and j.correction_id is null
  and exists (
    select 1 from entry e join account a on a.id = e.account_id
        and (a.person_id is not null or j.kind = 'RECHARGE' and a.role <> 'CHANNELS')
      join entry same on same.account_id = e.account_id and same.amount = e.amount and same.bucket = e.bucket
        and same.journal_id <> e.journal_id and same.business_date = e.business_date
      join journal twin on twin.id = same.journal_id
    where e.journal_id = j.id and twin.kind = j.kind and twin.occurred_at = j.occurred_at
      and twin.bid_id is not distinct from j.bid_id and twin.loan_id is not distinct from j.loan_id
      and (greatest(j.line_number, twin.line_number)
          > coalesce((select f.lines from filed_lines f where f.request_no = i.request_no), 0)
        or twin.instruction_id = j.instruction_id and twin.line_number = j.line_number)))`;

/** What is looked up once for all that differ, in the staged rows: they are many and have no index by these. */
const lookedUp = (date: PlainDate): SQL => sql`
  lacking as (select d.object, i.transaction_at from differing d left join instruction i on i.request_no = d.request_no
    where d.their_amount is null),
  otherwise_filed as (
    select c.match_key, c.business_date
    from (select ${addDays(date, -1)}::date as day union select ${addDays(date, 1)}::date
        union select (transaction_at at time zone 'Asia/Shanghai')::date from lacking) as days
      cross join lateral (select match_key, business_date from checkfile_row
        where business_date = days.day and file <> 'COMMISSION' and match_key in (select object from lacking)) as c
    where days.day <> ${date}::date and exists (select 1 from lacking)),
  filed_lines as (
    select request_no, count(*) as lines from checkfile_row
    where business_date = ${date}::date and file in ('TRANSACTION', 'RECHARGE')
      and request_no in (select request_no from differing where their_amount is null) group by request_no)`;

/**
 * The breaks that lines amount to which the two sides do not have alike. `differing` is a query over them: object,
 * request_no, occurrence, journal_id, our_amount, our_source, our_target, their_amount, their_source, their_target,
 * misdated, file, row_number. The evidence is looked up for these alone.
 */
export async function explainLines(tx: Transaction, date: PlainDate, differing: SQL): Promise<Break[]> {
  const rows = await tx.execute<Row>(sql`
    with differing as materialized (${differing}), ${lookedUp(date)}
    select d.object, d.our_amount::text, d.our_source, d.our_target, d.their_amount::text, d.their_source,
      d.their_target, d.misdated, d.occurrence::int, d.file, d.row_number, d.journal_id,
      case when d.our_amount is null then moved.day when d.their_amount is null then
        (select o.business_date::text from otherwise_filed o where o.match_key = d.object limit 1) end as elsewhere,
      coalesce(${isDatedAlike}, moved.dated_alike) as dated_alike,
      case when j.id is not null then ${isConsistent} end as consistent, ${postedTwice} as posted_twice,
      i.state as instruction_state, i.error_code = 'CONTRADICTION' as contradicted,
      i.request_no in (select n.request_no from notice n where n.request_no is not null) as told,
      i.id as instruction_id, i.account_id, coalesce(j.loan_id, i.loan_id) as loan_id,
      coalesce(j.bid_id, i.bid_id) as bid_id
    from differing d
      left join journal j on j.id = d.journal_id
      left join instruction i on i.request_no = d.request_no
      left join lateral (${postedElsewhere(date)}) as moved on d.our_amount is null
    order by d.object, d.occurrence`);
  return rows.map(breakOf);
}
