import { type SQL, sql } from 'drizzle-orm';
import { columnOf } from '#db/arrays.ts';
import { executePrepared } from '#db/prepared.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';

/** A trade of `lines` lines, done by the bank at `at`. */
export type PostedTrade = Readonly<{ instructionId: Uuid; loanId: Uuid; at: Date; lines: number }>;

/** Sum of a bucket's legs. */
const inBucket = (bucket: 'available' | 'frozen' | 'withdrawing'): SQL =>
  sql`coalesce(sum(amount) filter (where bucket = ${sql.raw(`'${bucket}'`)}), 0)::bigint as ${sql.raw(bucket)}`;

/** A bucket's balance after a leg: what was held before the trade, and the bucket's legs so far. */
const balanceOf = (bucket: 'available' | 'frozen' | 'withdrawing'): SQL =>
  sql`${sql.raw(`held.${bucket}`)} + (sum(leg.amount) filter (where leg.bucket = ${sql.raw(`'${bucket}'`)}) over so_far)::bigint`;

/**
 * What `post` does, for the lines of one trade that are rows of ours already: `query` has number (1, 2, 3 … without
 * gaps), kind, amount in fen, bid_id, and source and target as source_id, source_bucket, target_id, target_bucket.
 * Nothing of them leaves the database. Accounts are locked by id, platform accounts last; each entry has the balance of
 * its bucket after it, in the order of the lines, the source before the target.
 * @throws a database error when there are not `lines` of them, for an amount that is not positive, an unknown account,
 * a line posted a second time, or when a member's bucket would fall below zero or below what is reserved of it
 */
export async function postLines(tx: Transaction, ctx: DomainContext, trade: PostedTrade, query: SQL): Promise<void> {
  const ids = Array.from({ length: trade.lines }, () => ctx.newId());
  const at = sql`${trade.at.toISOString()}::timestamptz`;
  const day = sql`${businessDateOf(trade.at)}::date`;
  await executePrepared(
    tx,
    sql`
    with line as materialized (
        select made.id as journal_id, numbered.* from (${query}) as numbered
          full join unnest(${columnOf('uuid', ids, (id) => id)}) with ordinality as made (id, place)
            on made.place = numbered.number),
      leg as materialized (
        select journal_id, 2 * number - 1 as place, source_id as account_id, source_bucket as bucket, -amount as amount
        from line
        union all select journal_id, 2 * number, target_id, target_bucket, amount from line),
      held as materialized (
        select id, available, frozen, withdrawing, entry_count from account
        where id in (select account_id from leg) order by id for update),
      written as (
        insert into journal (id, kind, instruction_id, line_number, loan_id, bid_id, amount, occurred_at,
          business_date, posted_at)
        select journal_id, kind, ${trade.instructionId}::uuid, number, ${trade.loanId}::uuid, bid_id, amount, ${at},
          ${day}, ${ctx.now().toISOString()}::timestamptz
        from line),
      moved as (
        update account set available = account.available + change.available, frozen = account.frozen + change.frozen,
          withdrawing = account.withdrawing + change.withdrawing, entry_count = account.entry_count + change.legs
        from held join (select account_id, count(*) as legs, ${inBucket('available')}, ${inBucket('frozen')},
            ${inBucket('withdrawing')} from leg group by account_id) as change on change.account_id = held.id
        where account.id = held.id)
    insert into entry (account_id, sequence, journal_id, bucket, amount, balance_after, business_date, occurred_at)
    select leg.account_id, held.entry_count + row_number() over so_far, leg.journal_id, leg.bucket, leg.amount,
      case leg.bucket when 'available' then ${balanceOf('available')} when 'frozen' then ${balanceOf('frozen')}
        else ${balanceOf('withdrawing')} end,
      ${day}, ${at}
    from leg left join held on held.id = leg.account_id
    window so_far as (partition by leg.account_id order by leg.place rows unbounded preceding)`,
  );
}
