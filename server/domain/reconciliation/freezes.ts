import { type SQL, sql } from 'drizzle-orm';
import type { StagedSource } from '#db/schema/bank-files.ts';
import type { InstructionState } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import type { Break } from './compare.ts';
import { explainFreeze, type FreezeSide } from './explain-freeze.ts';
import { freezeNoOf, heldFreezesAt, heldFreezesNow, underWayAt } from './held-freezes.ts';
import { isStaged } from './stage-extension.ts';

type Row = {
  request_no: string;
  our_user: string | null;
  our_amount: string | null;
  their_user: string | null;
  their_amount: string | null;
  row_number: number | null;
  misdated: boolean;
  copy: number;
  instruction_id: Uuid | null;
  instruction_state: InstructionState | null;
  journal_id: Uuid | null;
  account_id: Uuid | null;
  loan_id: Uuid | null;
  bid_id: Uuid | null;
  journal: string;
  rows_agree: boolean | null;
  under_way: boolean;
};

/** The bank's freezes of a date; `copy` counts rows of one number. */
const theirsOf = (date: PlainDate): SQL => sql`
  select request_no, user_no, frozen_fen - used_fen - cancelled_fen as amount, misdated, row_number,
    (row_number() over (partition by request_no order by row_number))::int as copy
  from freeze_row where business_date = ${date}::date`;

/** Which freezes the two sides do not have alike. Asked about one by one, only those count that were asked about. */
const differing = (date: PlainDate, source: StagedSource): SQL => sql`
  with ours as (
      select h.*, a.platform_user_no as user_no
      from (${source === 'file' ? heldFreezesAt(date) : heldFreezesNow}) as h join account a on a.id = h.account_id
      where h.amount <> 0),
    theirs as (${theirsOf(date)})
  select coalesce(theirs.request_no, ours.request_no) as request_no, ours.account_id, ours.loan_id, ours.bid_id,
    ours.user_no as our_user, ours.amount as our_amount, theirs.user_no as their_user, theirs.amount as their_amount,
    theirs.row_number, coalesce(theirs.misdated, false) as misdated, coalesce(theirs.copy, 1) as copy
  from ours full join theirs on theirs.request_no = ours.request_no and theirs.copy = 1
  where (coalesce(ours.amount, 0) <> coalesce(theirs.amount, 0) or ours.user_no <> theirs.user_no
      or theirs.misdated or theirs.copy > 1)
    and (${source === 'file'} or theirs.request_no is not null)`;

/** What our postings up to a date leave of the freeze `d`, money that has left the bank already taken off. */
const journalLeft = (date: PlainDate): SQL => sql`
  (select coalesce(sum(e.amount), 0) from entry e join journal j on j.id = e.journal_id
      left join instruction i on i.id = j.instruction_id
    where e.account_id = coalesce(d.account_id, f.account_id, a.id) and e.bucket in ('frozen', 'withdrawing')
      and e.business_date <= ${date}::date and ${freezeNoOf} = d.request_no)
  - coalesce((select w.amount from (${underWayAt(date)}) as w where w.request_no = d.request_no), 0)`;

function evidenceOf(date: PlainDate, source: StagedSource): SQL {
  const rowsAgree = sql`case when ${isStaged(date, 'PRETRANSACTION')} and ${isStaged(date, 'BALANCE')} then (
    select coalesce(sum(t.amount), 0) from (${theirsOf(date)}) as t
      where t.user_no = coalesce(d.their_user, d.our_user) and t.copy = 1)
    is not distinct from (select b.frozen_fen from balance_row b where b.business_date = ${date}::date
      and b.user_no = coalesce(d.their_user, d.our_user) order by b.row_number limit 1) end`;
  return sql`
    select d.request_no, d.our_user, d.our_amount::text, d.their_user, d.their_amount::text, d.row_number, d.misdated,
      d.copy, d.loan_id, d.bid_id, f.id as instruction_id, f.state as instruction_state,
      coalesce(d.account_id, f.account_id, a.id) as account_id, (${journalLeft(date)})::text as journal,
      (select j.id from journal j where j.instruction_id = f.id and j.kind in ('FREEZE', 'WITHDRAWAL')
        order by j.id limit 1) as journal_id,
      ${rowsAgree} as rows_agree,
      exists (select 1 from instruction i where i.state in ('sent', 'unknown', 'accepted')
        and i.account_id = coalesce(d.account_id, f.account_id, a.id)) as under_way
    from (${differing(date, source)}) as d left join instruction f on f.request_no = d.request_no
      left join account a on a.platform_user_no = coalesce(d.our_user, d.their_user)
    order by d.request_no, d.copy`;
}

const sideOf = (userNo: string | null, amount: string | null): FreezeSide | null =>
  userNo === null || amount === null ? null : { userNo, amount: fen(BigInt(amount)) };

const breakOf = (row: Row): Break =>
  explainFreeze({
    requestNo: row.request_no,
    ours: sideOf(row.our_user, row.our_amount),
    theirs: sideOf(row.their_user, row.their_amount),
    misdated: row.misdated,
    repeated: row.copy > 1,
    instruction: row.instruction_state,
    journal: fen(BigInt(row.journal)),
    rowsAgree: row.rows_agree,
    underWay: row.under_way,
    links: {
      instructionId: row.instruction_id,
      journalId: row.journal_id,
      accountId: row.account_id,
      loanId: row.loan_id,
      bidId: row.bid_id,
      ...(row.row_number !== null && { file: 'PRETRANSACTION' as const, rowNumber: row.row_number }),
    },
  });

/**
 * Frozen money, of check 6: every freeze that the bank holds at the end of a date against what our bids, collections,
 * debts and withdrawals hold it for. Where the bank was asked instead, those it was asked about, as things stand now.
 */
export async function compareFreezes(
  tx: Transaction,
  date: PlainDate,
  source: StagedSource,
): Promise<{ breaks: readonly Break[]; compared: number }> {
  const rows = await tx.execute<Row>(evidenceOf(date, source));
  const [count] = await tx.execute<{ compared: number }>(sql`
    select count(*)::int as compared from freeze_row where business_date = ${date}::date`);
  return { breaks: rows.map(breakOf), compared: count?.compared ?? 0 };
}
