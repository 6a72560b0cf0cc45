import { type SQL, sql } from 'drizzle-orm';
import type { StagedSource } from '#db/schema/bank-files.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { Break } from './compare.ts';
import { explainBalance, type Holding } from './explain-balance.ts';
import { heldFreezesAt, underWayAt } from './held-freezes.ts';
import { disagreesWithEntries } from './stored-balances.ts';

/** Accounts that no bank keeps: the world outside, and what belongs to nobody yet. */
export const NOT_AT_BANK: SQL = sql`('CHANNELS', 'CARDS', 'SUSPENSE')`;

/** What each account held when a date ended, by its entries alone; frozen as the bank counts it. */
const heldAtEndOf = (date: PlainDate): SQL => sql`
  select a.id, a.platform_user_no as user_no, a.role,
    coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0) as available,
    coalesce(sum(e.amount) filter (where e.bucket <> 'available'), 0) - coalesce((
      select sum(w.amount) from (${underWayAt(date)}) as w where w.account_id = a.id), 0) as frozen
  from account a left join entry e on e.account_id = a.id and e.business_date <= ${date}::date
  where a.role not in ${NOT_AT_BANK} group by a.id`;

/** What each account that the bank was asked about held at that moment: entries that have come since are left out. */
const heldWhenAsked = (date: PlainDate): SQL => sql`
  select a.id, a.platform_user_no as user_no, a.role,
    coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0) as available,
    coalesce(sum(e.amount) filter (where e.bucket <> 'available'), 0) - coalesce((
      select sum(w.amount - w.fee) from withdrawal w where w.account_id = a.id and w.state = 'remitting'), 0) as frozen
  from balance_row b join account a on a.platform_user_no = b.user_no
    left join entry e on e.account_id = a.id and e.sequence <= b.our_sequence
  where b.business_date = ${date}::date and a.role not in ${NOT_AT_BANK} group by a.id`;

const theirsOf = (date: PlainDate): SQL => sql`
  select user_no, role, available_fen as available, frozen_fen as frozen, misdated, row_number,
    balance_fen = available_fen + frozen_fen and balance_fen = arrived_fen + float_fen as agrees,
    (row_number() over (partition by user_no order by row_number))::int as copy
  from balance_row where business_date = ${date}::date`;

type Row = {
  user_no: string;
  account_id: Uuid | null;
  our_available: string | null;
  our_frozen: string | null;
  their_available: string | null;
  their_frozen: string | null;
  row_number: number | null;
  misdated: boolean;
  copy: number;
  row_agrees: boolean;
  sum_agrees: boolean;
  entries_agree: boolean;
  line_differs: boolean;
  freezes_differ: string;
  carried_over: boolean;
  under_way: boolean;
};

/** Both sides beside each other as the common tables of a statement: `both`, and in it what is not alike, `differing`. */
const sidesOf = (date: PlainDate, source: StagedSource): SQL => sql`
  ours as materialized (${source === 'file' ? heldAtEndOf(date) : heldWhenAsked(date)}),
  theirs as materialized (${theirsOf(date)}),
  paired as (
    select coalesce(ours.user_no, theirs.user_no) as user_no, coalesce(ours.role, theirs.role) as role, ours.id,
      ours.available as our_available, ours.frozen as our_frozen, theirs.available as their_available,
      theirs.frozen as their_frozen, theirs.row_number, coalesce(theirs.misdated, false) as misdated,
      coalesce(theirs.copy, 1) as copy, coalesce(theirs.agrees, true) as agrees
    from ours full join theirs on theirs.user_no = ours.user_no and theirs.copy = 1),
  differing as (
    select * from paired where coalesce(our_available, 0) <> coalesce(their_available, 0)
      or coalesce(our_frozen, 0) <> coalesce(their_frozen, 0) or not agrees or misdated or copy > 1)`;

/** Whether the bank's rows of the role of `d` add up to the bank's own sum of them; true where it gives none. */
const sumAgrees = (date: PlainDate): SQL => sql`coalesce((
  select s.closing_fen = (select coalesce(sum(t.available + t.frozen), 0) from theirs t
    where t.role = s.name and t.copy = 1)
  from summary_row s where s.business_date = ${date}::date and s.kind = 'ACCOUNT' and s.name = d.role limit 1), true)`;

const lineDiffers = (date: PlainDate): SQL => sql`exists (select 1 from reconciliation_break b
  where b.business_date = ${date}::date and b.check = 'line-by-line' and b.state <> 'resolved'
    and (b.account_id = d.id or position(d.user_no in coalesce(b.ours, '') || ' ' || coalesce(b.theirs, '')) > 0))`;

const carriedOver = (date: PlainDate): SQL => sql`exists (select 1 from reconciliation_break b
  where b.business_date < ${date}::date and b.check = 'money-and-information' and b.kind = 'balance'
    and b.object = d.user_no and b.state <> 'resolved'
    and coalesce(b.our_fen, 0) - coalesce(b.their_fen, 0) = coalesce(d.our_available + d.our_frozen, 0)
      - coalesce(d.their_available + d.their_frozen, 0))`;

/** Entries of `d` that are not what their postings say: of another amount or day, or of none. */
const beliedByPostings: SQL = sql`exists (select 1 from entry e left join journal j on j.id = e.journal_id
  where e.account_id = d.id and j.correction_id is null
    and (j.id is null or abs(e.amount) <> j.amount or e.business_date <> j.business_date))`;

const pastChanged = (date: PlainDate): SQL => sql`exists (select 1 from reconciliation_break b
  where b.business_date = ${date}::date and b.check = 'in-and-out' and b.state <> 'resolved' and b.account_id = d.id)`;

const freezesDiffer = (date: PlainDate): SQL => sql`
  (select coalesce(sum(f.frozen_fen - f.used_fen - f.cancelled_fen), 0) from freeze_row f
    where f.business_date = ${date}::date and f.user_no = d.user_no)
  - (select coalesce(sum(h.amount), 0) from held h where h.account_id = d.id)`;

const statement = (date: PlainDate, source: StagedSource): SQL => sql`
  with ${sidesOf(date, source)},
    held as materialized (${heldFreezesAt(date)})
  select d.user_no, d.id as account_id, d.our_available::text, d.our_frozen::text, d.their_available::text,
    d.their_frozen::text, d.row_number, d.misdated, d.copy,
    d.agrees as row_agrees, ${sumAgrees(date)} as sum_agrees,
    d.id is null or not (exists (${disagreesWithEntries(sql`select d.id`)}) or ${beliedByPostings}
      or ${pastChanged(date)}) as entries_agree,
    ${lineDiffers(date)} as line_differs, (${freezesDiffer(date)})::text as freezes_differ,
    ${carriedOver(date)} as carried_over,
    exists (select 1 from instruction i where i.account_id = d.id and i.state in ('sent', 'unknown', 'accepted'))
      as under_way
  from differing d order by d.user_no, d.copy`;

const holding = (available: string | null, frozen: string | null): Holding | null =>
  available === null || frozen === null ? null : { available: fen(BigInt(available)), frozen: fen(BigInt(frozen)) };

const breakOf = (row: Row): Break =>
  explainBalance({
    platformUserNo: row.user_no,
    ours: holding(row.our_available, row.our_frozen),
    theirs: holding(row.their_available, row.their_frozen),
    repeated: row.copy > 1,
    misdated: row.misdated,
    rowAgrees: row.row_agrees,
    sumAgrees: row.sum_agrees,
    entriesAgree: row.entries_agree,
    lineDiffers: row.line_differs,
    freezesDiffer: fen(BigInt(row.freezes_differ)),
    carriedOver: row.carried_over,
    underWay: row.under_way,
    links: {
      accountId: row.account_id,
      ...(row.row_number !== null && { file: 'BALANCE' as const, rowNumber: row.row_number }),
    },
  });

type Totals = { ours: string; theirs: string; compared: number };

export type BalancesCompared = Readonly<{ breaks: readonly Break[]; left: Money; right: Money; compared: number }>;

/**
 * Balances user by user, of check 6: what the bank says that every account held at the end of a date against what our
 * postings add up to. Where the bank was asked instead, those it was asked about, at that moment. An account without
 * money that only one side keeps is no difference.
 */
export async function compareBalances(
  tx: Transaction,
  date: PlainDate,
  source: StagedSource,
): Promise<BalancesCompared> {
  const rows = await tx.execute<Row>(statement(date, source));
  const [totals] = await tx.execute<Totals>(sql`
    with ${sidesOf(date, source)}
    select coalesce(sum(our_available + our_frozen), 0)::text as ours, count(*)::int as compared,
      coalesce(sum(their_available + their_frozen) filter (where copy = 1), 0)::text as theirs from paired`);
  return {
    breaks: rows.map(breakOf),
    left: fen(BigInt(totals?.ours ?? 0)),
    right: fen(BigInt(totals?.theirs ?? 0)),
    compared: totals?.compared ?? 0,
  };
}
