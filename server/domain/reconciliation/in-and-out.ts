import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import { countsAsLine } from '../ledger/counts-as-line.ts';
import type { CheckOutcome } from './check-outcome.ts';
import type { Break, Cause } from './compare.ts';
import { oddSummaryRows, summaryOf, totalBreak } from './summary-rows.ts';

/** What each account held before a date by its entries, and what came and went on it, money within an account left out. */
const movedOn = (date: PlainDate): SQL => sql`
  select account_id, coalesce(sum(net) filter (where business_date < ${date}::date), 0) as opening,
    coalesce(sum(greatest(net, 0)) filter (where business_date = ${date}::date), 0) as came,
    coalesce(sum(greatest(-net, 0)) filter (where business_date = ${date}::date), 0) as went,
    sum(net) as closing, max(business_date) = ${date}::date as moved
  from (select account_id, journal_id, business_date, sum(amount) as net from entry
    where business_date <= ${date}::date group by account_id, journal_id, business_date) as posting
  group by account_id`;

/**
 * What each account must begin a date with: what was last recorded of it, and postings of earlier days that have come
 * in since, which are no change of the record.
 */
const recordedBefore = (date: PlainDate): SQL => sql`
  select r.account_id, r.through, r.closing_fen + coalesce((
    select sum(e.amount) from entry e where e.account_id = r.account_id and e.business_date < ${date}::date
      and (e.business_date > r.business_date or e.sequence > r.through)), 0) as opening
  from (select distinct on (account_id) * from account_day where business_date < ${date}::date
    order by account_id, business_date desc) as r`;

type PastRow = { user_no: string; account_id: Uuid; entered: string; recorded: string; day: PlainDate | null };

/** Accounts that do not begin the day with what was recorded when an earlier one ended. */
async function changedPast(tx: Transaction, date: PlainDate): Promise<Break[]> {
  const rows = await tx.execute<PastRow>(sql`
    with differing as (
      select r.account_id, coalesce(held.opening, 0) as entered, r.opening as recorded, r.through
      from (${recordedBefore(date)}) as r left join (${movedOn(date)}) as held on held.account_id = r.account_id
      where coalesce(held.opening, 0) <> r.opening)
    select a.platform_user_no as user_no, d.account_id, d.entered::text, d.recorded::text,
      (select max(k.business_date)::text from account_day k where k.account_id = d.account_id
        and k.business_date < ${date}::date and k.came_fen - k.went_fen <> coalesce((select sum(e.amount) from entry e
          where e.account_id = k.account_id and e.business_date = k.business_date and e.sequence <= d.through), 0)) as day
    from differing d join account a on a.id = d.account_id order by 1`);
  return rows.map((row): Break => {
    const [ours, theirs] = [fen(BigInt(row.entered)), fen(BigInt(row.recorded))];
    return {
      kind: 'total',
      object: row.user_no,
      ours: `${toDecimalText(ours)}${row.day ? ` ${row.day}` : ''}`,
      theirs: toDecimalText(theirs),
      amounts: { ours, theirs },
      cause: 'past-day-changed',
      links: { accountId: row.account_id },
    };
  });
}

type Unbalanced = { journal_id: Uuid; amount: string; came: string; went: string; instruction_id: Uuid };

/** Postings of a date whose legs are not one amount out of one place and into another: in all, more came than went. */
async function unbalanced(tx: Transaction, date: PlainDate): Promise<Break[]> {
  const rows = await tx.execute<Unbalanced>(sql`
    select j.id as journal_id, j.instruction_id, j.amount::text,
      coalesce(sum(e.amount) filter (where e.amount > 0), 0)::text as came,
      coalesce(-sum(e.amount) filter (where e.amount < 0), 0)::text as went
    from journal j left join entry e on e.journal_id = j.id
    where j.business_date = ${date}::date and ${countsAsLine} and j.correction_id is null
    group by j.id having coalesce(sum(e.amount), 0) <> 0 order by j.id`);
  return rows.map((row): Break => {
    const [came, went] = [fen(BigInt(row.came)), fen(BigInt(row.went))];
    return {
      kind: 'total',
      object: row.journal_id,
      ours: `+${toDecimalText(came)} -${toDecimalText(went)}`,
      theirs: toDecimalText(fen(BigInt(row.amount))),
      amounts: { ours: came, theirs: went },
      cause: 'row-changed-here',
      links: { journalId: row.journal_id, instructionId: row.instruction_id },
    };
  });
}

type SumRow = {
  kind: string;
  name: string;
  row_number: number | null;
  opening: string | null;
  moved: string | null;
  closing: string | null;
  yesterday: string | null;
  unknown_role: boolean;
};

/** The bank's sums by kind of account: each row in itself, against the day before, and against the roles it knows. */
async function bankSums(tx: Transaction, date: PlainDate): Promise<Break[]> {
  const rows = await tx.execute<SumRow>(sql`
    with today as (select * from (${summaryOf(date)}) as s where kind in ('ACCOUNT', 'CORE') and copy = 1),
      roles as (select distinct role from balance_row where business_date = ${date}::date and role is not null),
      yesterday as (
        select * from (${summaryOf(addDays(date, -1))}) as s where kind in ('ACCOUNT', 'CORE') and copy = 1),
      before as (
        select kind, name, closing_fen from yesterday
        union all select 'ACCOUNT', role, null from roles where role not in (select name from yesterday))
    select coalesce(t.kind, b.kind, 'ACCOUNT') as kind, coalesce(t.name, b.name) as name, t.row_number,
      t.opening_fen::text as opening, (t.opening_fen + t.came_fen - t.went_fen)::text as moved,
      t.closing_fen::text as closing, b.closing_fen::text as yesterday,
      t.kind = 'ACCOUNT' and exists (select 1 from roles) and t.name not in (select role from roles) as unknown_role
    from today t full join before b on b.kind = t.kind and b.name = t.name
    where exists (select 1 from today) and (t.kind is null or t.opening_fen + t.came_fen - t.went_fen <> t.closing_fen
      or t.opening_fen <> b.closing_fen
      or t.kind = 'ACCOUNT' and exists (select 1 from roles) and t.name not in (select role from roles))
    order by 1, 2`);
  return rows.map((row): Break => {
    const [opening, moved, closing, yesterday] = [row.opening, row.moved, row.closing, row.yesterday].map((text) =>
      text === null ? null : fen(BigInt(text)),
    );
    const object = `${row.kind} ${row.name}`;
    if (row.row_number === null)
      return totalBreak(object, { ours: yesterday ?? null, theirs: null }, 'file-row-missing');
    const wrong = moved !== closing;
    const cause: Cause = wrong ? 'file-row-changed' : 'bank-files-disagree';
    const sides = wrong || row.unknown_role ? { ours: moved, theirs: closing } : { ours: yesterday, theirs: opening };
    return totalBreak(object, { ours: sides.ours ?? null, theirs: sides.theirs ?? null }, cause, row.row_number);
  });
}

/** What every account that moved on a date began and ended it with. */
const daysOf = (date: PlainDate): SQL => sql`
  select m.account_id, a.role, a.entry_count as through, coalesce(r.opening, m.opening) as opening, m.came, m.went,
    coalesce(r.opening, m.opening) + m.came - m.went as closing, m.closing as entered
  from (${movedOn(date)}) as m join account a on a.id = m.account_id
    left join (${recordedBefore(date)}) as r on r.account_id = m.account_id
  where m.moved`;

/** Later records of accounts whose day did not end as it was recorded before went on from that: they are no ground. */
const forgetLater = (tx: Transaction, date: PlainDate): Promise<unknown> =>
  tx.execute(sql`
    delete from account_day where business_date > ${date}::date and account_id in (
      select coalesce(was.account_id, is_now.account_id)
      from (select account_id, closing_fen from account_day where business_date = ${date}::date) as was
        full join (${daysOf(date)}) as is_now on is_now.account_id = was.account_id
      where was.closing_fen is distinct from is_now.closing)`);

/** Records what every account that moved on a date held when it ended. @returns Σ of both sides, and how many */
async function record(tx: Transaction, date: PlainDate, at: Date) {
  await forgetLater(tx, date);
  await tx.execute(sql`delete from account_day where business_date = ${date}::date`);
  const [sums] = await tx.execute<{ began: string; ended: string; accounts: number }>(sql`
    with held as materialized (${daysOf(date)}),
      written as (
        insert into account_day (account_id, business_date, opening_fen, came_fen, went_fen, closing_fen, through,
          recorded_at)
        select account_id, ${date}::date, opening, came, went, closing, through, ${at.toISOString()}::timestamptz
        from held returning account_id)
    select coalesce(sum(closing) filter (where role not in ('CHANNELS', 'CARDS')), 0)::text as began,
      coalesce(sum(entered) filter (where role not in ('CHANNELS', 'CARDS')), 0)::text as ended,
      (select count(*)::int from written) as accounts
    from held`);
  return { began: fen(BigInt(sums?.began ?? 0)), ended: fen(BigInt(sums?.ended ?? 0)), accounts: sums?.accounts ?? 0 };
}

/**
 * Check 4, in and out: what an account held when the day before ended, as it was recorded then, with what came and
 * without what went, is what it held when the day ended, which is recorded for the next; in all, as much came as went;
 * and the bank's sums by kind of account say so of themselves. Left is opening + in − out of the accounts that moved,
 * right their closing, both without the world outside.
 */
export async function compareInAndOut(tx: Transaction, date: PlainDate, at: Date): Promise<CheckOutcome> {
  const breaks = [
    ...(await changedPast(tx, date)),
    ...(await unbalanced(tx, date)),
    ...(await oddSummaryRows(tx, date, 'sums')),
    ...(await bankSums(tx, date)),
  ];
  const { began, ended, accounts } = await record(tx, date, at);
  const state = breaks.length === 0 ? 'green' : 'red';
  return { check: 'in-and-out', state, left: began, right: ended, compared: accounts, breaks };
}
