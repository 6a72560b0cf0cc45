import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, minus, plus, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { CheckOutcome } from './check-outcome.ts';
import type { Break, Cause } from './compare.ts';
import { isStaged } from './stage-extension.ts';
import { oddSummaryRows, summaryOf, totalBreak } from './summary-rows.ts';

/** Our recharges of a date that the channel has not taken back, with the channel that the bank's file names. */
const rechargesOf = (date: PlainDate): SQL => sql`
  select i.id as instruction_id, i.request_no, i.account_id, j.id as journal_id, j.amount, filed.channel
  from journal j join instruction i on i.id = j.instruction_id
    left join (select c.match_key, min(split_part(c.raw, ',', 3)) as channel from checkfile_row c
      where c.business_date = ${date}::date and c.file = 'RECHARGE' group by c.match_key) as filed
      on filed.match_key = i.request_no
  where j.business_date = ${date}::date and j.kind = 'RECHARGE'
    and not exists (select 1 from journal after where after.replaces_id = j.id)
    and not exists (select 1 from journal back where back.instruction_id = i.id and back.kind = 'RECHARGE_REVERSED')`;

type Sums = {
  offered: boolean;
  ours: string;
  count: number;
  due: string;
  received: string;
  unpaid: string;
  receivable: string | null;
  float: string | null;
};

async function sumsOf(tx: Transaction, date: PlainDate): Promise<Sums | undefined> {
  const [sums] = await tx.execute<Sums>(sql`
    with summary as (select * from (${summaryOf(date)}) as s where copy = 1),
      ours as (select coalesce(sum(amount), 0) as total, count(*)::int as count from (${rechargesOf(date)}) as recharge)
    select ${isStaged(date, 'SUMMARY')} as offered, ours.total::text as ours, ours.count,
      coalesce((select sum(due_fen) from summary where kind = 'CHANNEL'), 0)::text as due,
      coalesce((select sum(received_fen) from summary where kind = 'CHANNEL'), 0)::text as received,
      coalesce((select sum(due_fen - received_fen) from summary where kind = 'RECHARGE'), 0)::text as unpaid,
      (select sum(closing_fen) from summary where kind = 'CORE' and name = 'CHANNELS')::text as receivable,
      (select sum(float_fen) from (select distinct on (user_no) float_fen from balance_row
        where business_date = ${date}::date order by user_no, row_number) as held)::text as float
    from ours`);
  return sums;
}

type Unpaid = {
  request_no: string;
  row_number: number | null;
  due: string;
  received: string;
  instruction_id: Uuid | null;
  account_id: Uuid | null;
  journal_id: Uuid | null;
  reversed: boolean;
};

/** Recharges that their channel has not paid: by the bank's word, or known before and no longer spoken of by it. */
async function unpaidRecharges(tx: Transaction, date: PlainDate): Promise<Break[]> {
  const rows = await tx.execute<Unpaid>(sql`
    with ours as materialized (${rechargesOf(date)}),
      said as (select * from (${summaryOf(date)}) as s where kind = 'RECHARGE' and copy = 1),
      heard as (
        select b.object from reconciliation_break b where b.business_date = ${date}::date and b.state <> 'resolved'
          and b.kind = 'float-not-settled' and b.object not in (select name from said)
          and (select coalesce(sum(due_fen), 0) from (${summaryOf(date)}) as s where kind = 'CHANNEL' and copy = 1)
            < (select coalesce(sum(amount), 0) from ours))
    select coalesce(said.name, ours.request_no) as request_no, said.row_number,
      coalesce(said.due_fen, ours.amount)::text as due, coalesce(said.received_fen, 0)::text as received,
      ours.instruction_id, ours.account_id, ours.journal_id, said.name is null as reversed
    from said full join (select * from ours where request_no in (select object from heard)
      or request_no in (select name from said)) as ours on ours.request_no = said.name
    order by 1`);
  return rows.map((row) => {
    const [due, received] = [fen(BigInt(row.due)), fen(BigInt(row.received))];
    return {
      kind: 'float-not-settled',
      object: row.request_no,
      ours: toDecimalText(due),
      theirs: toDecimalText(received),
      amounts: { ours: due, theirs: received },
      cause: row.reversed ? 'reversal-unheard' : 'channel-lacks-it',
      links: {
        instructionId: row.instruction_id,
        accountId: row.account_id,
        journalId: row.journal_id,
        ...(row.row_number !== null && { file: 'SUMMARY' as const, rowNumber: row.row_number }),
      },
    };
  });
}

type Channel = { name: string; ours: string; due: string | null; row_number: number | null; lines_differ: boolean };

/** Where the totals of recharges part: channel by channel, as far as the bank's file names the channels of ours. */
async function partingChannels(tx: Transaction, date: PlainDate): Promise<Break[]> {
  const rows = await tx.execute<Channel>(sql`
    with ours as (select channel, sum(amount) as total from (${rechargesOf(date)}) as recharge group by channel),
      theirs as (select name, due_fen, row_number from (${summaryOf(date)}) as s where kind = 'CHANNEL' and copy = 1)
    select coalesce(theirs.name, ours.channel, '?') as name, coalesce(ours.total, 0)::text as ours,
      theirs.due_fen::text as due, theirs.row_number,
      exists (select 1 from reconciliation_break b where b.business_date = ${date}::date and b.check = 'line-by-line'
        and b.state <> 'resolved' and (b.file = 'RECHARGE' or b.file is null)) as lines_differ
    from ours full join theirs on theirs.name = ours.channel
    where coalesce(ours.total, 0) <> coalesce(theirs.due_fen, 0) order by 1`);
  // Recharges of ours that no row names a channel of are missing from one that differs.
  const named = rows.filter(({ due }) => due !== null);
  return (named.length > 0 ? named : rows).map((row) => {
    const [ours, theirs] = [fen(BigInt(row.ours)), row.due === null ? null : fen(BigInt(row.due))];
    const altered: Cause = row.row_number === null ? 'file-row-missing' : 'file-row-changed';
    const cause: Cause = row.lines_differ ? 'follows-from-lines' : altered;
    return totalBreak(`CHANNEL ${row.name}`, { ours, theirs }, cause, row.row_number);
  });
}

const outcome = (
  check: CheckOutcome['check'],
  sides: Pick<CheckOutcome, 'left' | 'right' | 'compared'>,
  breaks: readonly Break[],
): CheckOutcome => ({ check, state: breaks.length === 0 ? 'green' : 'red', ...sides, breaks });

const notOffered = (check: CheckOutcome['check']): CheckOutcome => ({
  ...{ check, left: ZERO, right: ZERO, compared: 0, breaks: [] },
  state: 'not-offered',
});

/**
 * Check 2, total against total: what the channels have paid for the recharges of a date (the bank's SUMMARY) is what
 * we posted of them; and what the bank is owed by its channels when the date ends is the float of all accounts (its
 * BALANCE). Left is ours, right the bank's. Not offered where the bank gives no SUMMARY.
 */
export async function compareTotals(tx: Transaction, date: PlainDate): Promise<CheckOutcome> {
  const sums = await sumsOf(tx, date);
  if (!sums?.offered) return notOffered('total-to-total');
  const [ours, due, received, unpaid] = [sums.ours, sums.due, sums.received, sums.unpaid].map((text) =>
    fen(BigInt(text)),
  );
  if (ours === undefined || due === undefined || received === undefined || unpaid === undefined)
    throw new Error('no sums');
  const breaks = [...(await oddSummaryRows(tx, date, 'payments')), ...(await unpaidRecharges(tx, date))];
  const unheard = breaks.filter(({ cause }) => cause === 'reversal-unheard');
  const known = unheard.reduce((total, { amounts }) => plus(total, amounts?.ours ?? ZERO), ZERO);
  if (minus(ours, known) !== due) breaks.push(...(await partingChannels(tx, date)));
  const short = minus(due, received);
  if (short !== unpaid) breaks.push(totalBreak('CHANNELS', { ours: unpaid, theirs: short }, 'file-row-changed'));
  const [receivable, float] = [sums.receivable, sums.float].map((text) => (text ? fen(BigInt(text)) : null));
  if (receivable !== null && receivable !== undefined && float !== null && float !== undefined && receivable !== float)
    breaks.push(totalBreak('FLOAT', { ours: float, theirs: receivable }, 'bank-files-disagree'));
  return outcome('total-to-total', { left: ours, right: received, compared: sums.count }, breaks);
}

type Custody = {
  offered: boolean;
  held: string | null;
  clearing: string | null;
  arrived: string;
  compared: number;
  balances_agree: boolean;
};

/**
 * Check 3, total against detail: the custody account, with the members' e-accounts where there are any, less what is in
 * clearing, is what of all accounts has arrived. Both sides are the bank's: its SUMMARY and its BALANCE of the day's
 * end. Not offered where it gives only one of them.
 */
export async function compareCustody(tx: Transaction, date: PlainDate): Promise<CheckOutcome> {
  const [row] = await tx.execute<Custody>(sql`
    with core as (select name, closing_fen as held from (${summaryOf(date)}) as s where kind = 'CORE' and copy = 1),
      account as (select name, closing_fen as held from (${summaryOf(date)}) as s where kind = 'ACCOUNT' and copy = 1),
      detail as (select distinct on (user_no) * from balance_row
        where business_date = ${date}::date order by user_no, row_number)
    select ${isStaged(date, 'SUMMARY')} and ${isStaged(date, 'BALANCE')} as offered,
      (select sum(held) from core where name in ('CUSTODY', 'EACCOUNT') having count(*) filter (where name = 'CUSTODY') = 1)::text
        as held,
      (select sum(held) from core where name = 'CLEARING')::text as clearing,
      coalesce((select sum(arrived_fen) from detail), 0)::text as arrived,
      (select count(*)::int from detail) as compared,
      coalesce((select sum(held) from account), 0) = coalesce((select sum(balance_fen) from detail), 0) as balances_agree`);
  if (!row?.offered) return notOffered('total-to-detail');
  const arrived = fen(BigInt(row.arrived));
  const [held, clearing] = [row.held, row.clearing].map((text) => (text === null ? null : fen(BigInt(text))));
  const custody = minus(held ?? ZERO, clearing ?? ZERO);
  const whole = held !== null && clearing !== null;
  const cause: Cause = whole ? (row.balances_agree ? 'bank-files-disagree' : 'file-row-changed') : 'file-row-missing';
  const breaks = custody === arrived && whole ? [] : [totalBreak('CUSTODY', { ours: custody, theirs: arrived }, cause)];
  return outcome('total-to-detail', { left: custody, right: arrived, compared: row.compared }, breaks);
}
