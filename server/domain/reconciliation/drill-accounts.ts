import { sql } from 'drizzle-orm';
import type { Bucket, JournalKind } from '#db/schema/accounts.ts';
import type { CheckName } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';

/** Accounts, or one of them: what came and went on a day, and by how much a check's open breaks say that it differs. */
export type AccountGroup = Readonly<{
  name: string;
  accountId: Uuid | null;
  opening: Money;
  came: Money;
  went: Money;
  closing: Money;
  /** The bank's closing; null where it did not say. */
  theirs: Money | null;
  count: number;
  difference: Money;
  breaks: number;
}>;
export type AccountLine = Readonly<{
  sequence: bigint;
  journalId: Uuid;
  kind: JournalKind | null;
  bucket: Bucket;
  amount: Money;
  balanceAfter: Money;
  occurredAt: Date;
}>;
type Ctx = Pick<DomainContext, 'db'>;

/** Breaks that name no account of ours stand together under this name. */
export const NO_ACCOUNT = 'none';

type GroupRow = {
  name: string;
  account_id: Uuid | null;
  opening: string;
  came: string;
  went: string;
  closing: string;
  theirs: string | null;
  count: number;
  difference: string;
  breaks: number;
};

const money = (text: string): Money => fen(BigInt(text));
const groupOf = (row: GroupRow): AccountGroup => ({
  name: row.name,
  accountId: row.account_id,
  opening: money(row.opening),
  came: money(row.came),
  went: money(row.went),
  closing: money(row.closing),
  theirs: row.theirs === null ? null : money(row.theirs),
  count: row.count,
  difference: money(row.difference),
  breaks: row.breaks,
});

/** Open breaks of a check and date by the account they name. */
const breaksByAccount = (date: PlainDate, check: CheckName) => sql`
  select account_id, coalesce(sum(coalesce(our_fen, 0) - coalesce(their_fen, 0)), 0) as difference, count(*) as breaks
  from reconciliation_break b
  where b.business_date = ${date}::date and b.check = ${check} and b.state <> 'resolved' group by account_id`;

/** The accounts that moved on a date, or that a check of it says something about, by kind of account. */
export async function accountClasses(ctx: Ctx, date: PlainDate, check: CheckName): Promise<AccountGroup[]> {
  const rows = await ctx.db.execute<GroupRow>(sql`
    with broken as (${breaksByAccount(date, check)}),
      moved as (select account_id, opening_fen, came_fen, went_fen, closing_fen from account_day
        where business_date = ${date}::date)
    select coalesce(a.role, ${NO_ACCOUNT}) as name, null as account_id,
      coalesce(sum(m.opening_fen), 0)::text as opening, coalesce(sum(m.came_fen), 0)::text as came,
      coalesce(sum(m.went_fen), 0)::text as went, coalesce(sum(m.closing_fen), 0)::text as closing, null as theirs,
      count(*)::int as count, coalesce(sum(b.difference), 0)::text as difference,
      coalesce(sum(b.breaks), 0)::int as breaks
    from moved m full join broken b on b.account_id = m.account_id
      left join account a on a.id = coalesce(m.account_id, b.account_id)
    group by 1 order by 1`);
  return rows.map(groupOf);
}

export type AccountsAsked = Readonly<{ date: PlainDate; check: CheckName; role: string; account?: string }>;

/** The accounts of one kind in the order of their numbers; `differing` only those that an open break names. */
export async function accountsOfClass(
  ctx: Ctx,
  { date, check, role, account }: AccountsAsked,
  page: { after?: string; differing: boolean; limit: number },
): Promise<AccountGroup[]> {
  const rows = await ctx.db.execute<GroupRow>(sql`
    with broken as (${breaksByAccount(date, check)})
    select a.platform_user_no as name, a.id as account_id, coalesce(m.opening_fen, 0)::text as opening,
      coalesce(m.came_fen, 0)::text as came, coalesce(m.went_fen, 0)::text as went,
      coalesce(m.closing_fen, 0)::text as closing,
      (select t.balance_fen::text from balance_row t
        where t.business_date = ${date}::date and t.user_no = a.platform_user_no order by t.row_number limit 1) as theirs,
      1 as count, coalesce(b.difference, 0)::text as difference, coalesce(b.breaks, 0)::int as breaks
    from account a left join account_day m on m.account_id = a.id and m.business_date = ${date}::date
      left join broken b on b.account_id = a.id
    where a.role = ${role}
      and ${account === undefined ? sql`a.platform_user_no > ${page.after ?? ''}` : sql`a.platform_user_no = ${account}`}
      and ${page.differing ? sql`b.breaks > 0` : sql`(m.account_id is not null or b.account_id is not null)`}
    order by a.platform_user_no limit ${page.limit}`);
  return rows.map(groupOf);
}

type LineRow = {
  sequence: string;
  journal_id: Uuid;
  kind: JournalKind | null;
  bucket: Bucket;
  amount: string;
  balance_after: string;
  occurred_at: string;
};

/** What was entered for an account on a date, in the order in which its balances follow each other. */
export async function linesOfAccount(
  ctx: Ctx,
  { date, account }: { date: PlainDate; account: string },
  page: { after?: bigint; limit: number },
): Promise<AccountLine[]> {
  const rows = await ctx.db.execute<LineRow>(sql`
    select e.sequence::text, e.journal_id, j.kind, e.bucket, e.amount::text, e.balance_after::text,
      (extract(epoch from e.occurred_at) * 1000)::bigint::text as occurred_at
    from account a join entry e on e.account_id = a.id left join journal j on j.id = e.journal_id
    where a.platform_user_no = ${account} and e.business_date = ${date}::date
      and e.sequence > ${(page.after ?? 0n).toString()}::bigint
    order by e.sequence limit ${page.limit}`);
  return rows.map((row) => ({
    sequence: BigInt(row.sequence),
    journalId: row.journal_id,
    kind: row.kind,
    bucket: row.bucket,
    amount: money(row.amount),
    balanceAfter: money(row.balance_after),
    occurredAt: new Date(Number(row.occurred_at)),
  }));
}
