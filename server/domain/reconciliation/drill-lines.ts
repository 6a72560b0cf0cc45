import { type SQL, sql } from 'drizzle-orm';
import type { CheckFileName } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { countsAsLine } from '../ledger/counts-as-line.ts';
import { filedKinds, ourLinesOf } from './our-lines.ts';
import { withdrawalLinesOf } from './withdrawal-lines.ts';

/** Lines of both sides that are alike in something: ours left, the bank's right. */
export type LineGroup = Readonly<{
  name: string;
  left: Money;
  right: Money;
  difference: Money;
  leftCount: number;
  rightCount: number;
}>;
export type LinePair = Readonly<{
  key: string;
  left: Money | null;
  right: Money | null;
  difference: Money;
  journalId: Uuid | null;
  file: CheckFileName | null;
  rowNumber: number | null;
  source: string | null;
  target: string | null;
}>;
type Ctx = Pick<DomainContext, 'db'>;

/** What kind of business a line is, in the words of the bank's files, whichever side it stands on. */
const ourClass: SQL = sql`case when kind = 'WITHDRAWAL_RETURNED' and target is not null then 'BACKROLL_RECHARGE'
  when kind like 'WITHDRAWAL%' then 'WITHDRAW' else kind end`;
const theirClass: SQL = sql`case when file in ('WITHDRAW', 'BACKROLL_RECHARGE') then file else biz_type end`;
/** Whose a line is: the payer's, and where somebody outside pays, the payee's. */
const ourHolder: SQL = sql`coalesce(source, target, '')`;
const theirHolder: SQL = sql`coalesce(source_user_no, target_user_no, '')`;
const theirRows = (date: PlainDate): SQL =>
  sql`checkfile_row where business_date = ${date}::date and file <> 'COMMISSION'`;

type GroupRow = { name: string; ours: string; theirs: string; our_count: number; their_count: number };

function groupOf(row: GroupRow): LineGroup {
  const [left, right] = [fen(BigInt(row.ours)), fen(BigInt(row.theirs))];
  const counts = { leftCount: row.our_count, rightCount: row.their_count };
  return { ...counts, name: row.name, left, right, difference: minus(left, right) };
}

/** Both sides of a day beside each other, by what `ours` and `theirs` are grouped by: name, amount, count. */
const sideBySide = (ours: SQL, theirs: SQL): SQL => sql`
  select coalesce(o.name, t.name) as name, coalesce(o.amount, 0)::text as ours, coalesce(t.amount, 0)::text as theirs,
    coalesce(o.count, 0)::int as our_count, coalesce(t.count, 0)::int as their_count
  from (${ours}) as o full join (${theirs}) as t on t.name = o.name`;

/** The lines of a date by kind of business. */
export async function lineClasses(ctx: Ctx, date: PlainDate): Promise<LineGroup[]> {
  const ours = sql`select ${ourClass} as name, sum(amount) as amount, count(*) as count from (
    select j.kind, j.amount, null as target from journal j
    where j.business_date = ${date}::date and j.kind in ${filedKinds} and ${countsAsLine}
    union all select kind, amount, target from (${withdrawalLinesOf(date)}) as w) as line group by 1`;
  const theirs = sql`select ${theirClass} as name, sum(amount_fen) as amount, count(*) as count
    from ${theirRows(date)} group by 1`;
  const rows = await ctx.db.execute<GroupRow>(sql`${sideBySide(ours, theirs)} order by 1`);
  return rows.map(groupOf);
}

export type AccountPage = Readonly<{
  /** The last name of the page before. */
  after?: string;
  /** Only where the sides are not alike. */
  differing: boolean;
  limit: number;
}>;

/** The lines of a date and kind of business by account, in the order of their numbers. */
export async function lineAccounts(
  ctx: Ctx,
  asked: { date: PlainDate; name: string; account?: string },
  page: AccountPage,
): Promise<LineGroup[]> {
  const { date, name, account } = asked;
  const ours = sql`select ${ourHolder} as name, sum(amount) as amount, count(*) as count
    from (${ourLinesOf(date)}) as line where ${ourClass} = ${name} group by 1`;
  const theirs = sql`select ${theirHolder} as name, sum(amount_fen) as amount, count(*) as count
    from ${theirRows(date)} and ${theirClass} = ${name} group by 1`;
  const rows = await ctx.db.execute<GroupRow>(sql`
    select * from (${sideBySide(ours, theirs)}) as side_by_side
    where ${account === undefined ? sql`name > ${page.after ?? ''}` : sql`name = ${account}`}
      ${page.differing ? sql`and (ours <> theirs or our_count <> their_count)` : sql``}
    order by name limit ${page.limit}`);
  return rows.map(groupOf);
}

type PairRow = {
  key: string;
  our_amount: string | null;
  their_amount: string | null;
  journal_id: Uuid | null;
  file: CheckFileName | null;
  row_number: number | null;
  source: string | null;
  target: string | null;
};

const amountOrNull = (text: string | null): Money | null => (text === null ? null : fen(BigInt(text)));

/** The lines of a date, kind of business and account, ours and the bank's paired by their key. */
export async function linePairs(
  ctx: Ctx,
  asked: { date: PlainDate; name: string; account: string },
  page: AccountPage,
): Promise<LinePair[]> {
  const { date, name, account } = asked;
  const rows = await ctx.db.execute<PairRow>(sql`
    with ours as (
        select journal_id, coalesce(match_key, journal_id::text) as match_key, amount, source, target
        from (${ourLinesOf(date)}) as line where ${ourClass} = ${name} and ${ourHolder} = ${account}),
      theirs as (
        select file, row_number, match_key, amount_fen, source_user_no, target_user_no,
          row_number() over (partition by match_key order by file, row_number) as copy
        from ${theirRows(date)} and ${theirClass} = ${name} and ${theirHolder} = ${account}),
      paired as (
        select coalesce(o.match_key, t.match_key) || case when t.copy > 1 then ' · ' || t.copy else '' end as key,
          o.amount::text as our_amount, t.amount_fen::text as their_amount, o.journal_id, t.file, t.row_number,
          coalesce(o.source, t.source_user_no) as source, coalesce(o.target, t.target_user_no) as target
        from ours o full join theirs t on t.match_key = o.match_key and t.copy = 1)
    select * from paired where key > ${page.after ?? ''}
      ${page.differing ? sql`and our_amount is distinct from their_amount` : sql``}
    order by key limit ${page.limit}`);
  return rows.map((row) => {
    const [left, right] = [amountOrNull(row.our_amount), amountOrNull(row.their_amount)];
    return {
      key: row.key,
      left,
      right,
      difference: minus(left ?? fen(0n), right ?? fen(0n)),
      journalId: row.journal_id,
      file: row.file,
      rowNumber: row.row_number,
      source: row.source,
      target: row.target,
    };
  });
}
