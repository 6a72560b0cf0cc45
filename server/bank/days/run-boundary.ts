import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { dayRun } from '#db/bank/schema/desk.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import type { Boundary, Step } from './boundaries.ts';

type Run = (tx: BankTransaction, boundary: Boundary, newId: IdSource) => Promise<number>;

/** 00:00: the date rolls. What every account holds and what is still frozen is set down. */
const takeBalances: Run = async (tx, { date }) => {
  const balances = await tx.execute(sql`
    insert into balance_day (platform_no, date, account_id, available, frozen, float)
    select platform_no, ${date}::date, id, available, frozen, float from account on conflict do nothing`);
  await tx.execute(sql`
    insert into freeze_day (platform_no, date, request_no, amount, used, cancelled)
    select platform_no, ${date}::date, request_no, amount, used, cancelled from "freeze"
    where used + cancelled < amount on conflict do nothing`);
  return balances.count;
};

/** 00:10: the channels' files of the day are matched line by line; what they confirm is due, still float. */
const matchChannels: Run = async (tx, { date, at }) => {
  const matched = await tx.execute(sql`
    update recharge set matched_at = ${at.toISOString()}::timestamptz
    where business_date <= ${date}::date and status = 'SUCCESS' and matched_at is null`);
  return matched.count;
};

/** Moves Σ of the matched recharges that have not arrived between two core accounts of each platform. */
async function moveMatched(
  tx: BankTransaction,
  newId: IdSource,
  boundary: Boundary,
  move: { source: string; target: string; bizType: string },
): Promise<number> {
  const due = await tx.execute<{ platform_no: string; pay_company: string; date: string; amount: string }>(sql`
    select platform_no, pay_company, business_date::text as date, sum(amount)::bigint as amount from recharge
    where matched_at is not null and arrived_at is null and business_date <= ${boundary.date}::date
    group by platform_no, pay_company, business_date order by platform_no, business_date, pay_company`);
  let line = 0;
  for (const row of due) {
    line += 1;
    await tx.execute(sql`
      with legs as (
        select max(id::text) filter (where user_no = ${move.source})::uuid as source,
          max(id::text) filter (where user_no = ${move.target})::uuid as target
        from account where platform_no = ${row.platform_no} and kind = 'core'
      ), moved as (
        insert into transfer (id, platform_no, request_no, line_number, biz_type, source_account_id, source_bucket,
          target_account_id, target_bucket, amount, occurred_at, business_date)
        select ${newId()}::uuid, ${row.platform_no}, ${`${row.pay_company}-${row.date}`}, ${line}::int, ${move.bizType},
          source, 'available', target, 'available', ${row.amount}::bigint, ${boundary.at.toISOString()}::timestamptz,
          ${boundary.at.toISOString()}::timestamptz at time zone 'Asia/Shanghai'
        from legs
      )
      update account set available = available +
        case when account.id = legs.source then -${row.amount}::bigint else ${row.amount}::bigint end
      from legs where account.id in (legs.source, legs.target)`);
  }
  return due.length;
}

/** 09:00: the channels pay into the custody account; nobody's yet. */
const channelsPay: Run = (tx, boundary, newId) =>
  moveMatched(tx, newId, boundary, { source: '#CUSTODY', target: '#CLEARING', bizType: 'CHANNEL_PAYMENT' });

/** 09:10: total against total; the day's float has arrived and is handed to whoever holds it by now. */
const floatArrives: Run = async (tx, boundary, newId) => {
  const { date, at } = boundary;
  await moveMatched(tx, newId, boundary, { source: '#CLEARING', target: '#CHANNELS', bizType: 'FLOAT_ARRIVAL' });
  const arrived = await tx.execute(sql`
    with gone as (delete from float_lot where date <= ${date}::date returning account_id, amount),
      sums as (select account_id, sum(amount)::bigint as amount from gone group by account_id)
    update account set float = float - sums.amount from sums where account.id = sums.account_id`);
  await tx.execute(sql`
    update recharge set arrived_at = ${at.toISOString()}::timestamptz
    where matched_at is not null and arrived_at is null and business_date <= ${date}::date`);
  return arrived.count;
};

const RUNS: Readonly<Record<Step, Run>> = {
  '00:00': takeBalances,
  '00:10': matchChannels,
  '09:00': channelsPay,
  '09:10': floatArrives,
};

/** Runs one boundary of the bank's day inside the caller's transaction. */
export async function runBoundary(tx: BankTransaction, boundary: Boundary, newId: IdSource): Promise<void> {
  const rows = await RUNS[boundary.step](tx, boundary, newId);
  await tx
    .insert(dayRun)
    .values({ date: boundary.date, step: boundary.step, rows, ranAt: boundary.at })
    .onConflictDoNothing();
}
