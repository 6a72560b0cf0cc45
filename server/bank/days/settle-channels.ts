import { type SQL, sql } from 'drizzle-orm';
import { businessDateOf, instantAt } from '#server/primitives/calendar.ts';
import type { BoundaryWork } from './boundary-work.ts';

/** What the channels pay this morning: matched before nine, not arrived. What the clerk confirms later waits a day. */
function due({ boundary }: BoundaryWork): SQL {
  const nine = instantAt(businessDateOf(boundary.at), '09:00').toISOString();
  return sql`matched_at < ${nine}::timestamptz and arrived_at is null and business_date <= ${boundary.date}::date`;
}

/** Moves Σ of the recharges that are due between two core accounts of each platform. */
async function moveDue(work: BoundaryWork, move: { source: string; target: string; bizType: string }): Promise<number> {
  const { tx, boundary, newId } = work;
  const rows = await tx.execute<{ platform_no: string; pay_company: string; date: string; amount: string }>(sql`
    select platform_no, pay_company, business_date::text as date, sum(amount)::bigint as amount from recharge
    where ${due(work)}
    group by platform_no, pay_company, business_date order by platform_no, business_date, pay_company`);
  let line = 0;
  for (const row of rows) {
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
  return rows.length;
}

/** 09:00: the channels pay into the custody account; nobody's yet. */
export const channelsPay = (work: BoundaryWork): Promise<number> =>
  moveDue(work, { source: '#CUSTODY', target: '#CLEARING', bizType: 'CHANNEL_PAYMENT' });

/**
 * 09:10: total against total; the float that the channels have paid for is handed to whoever holds it by now. Lots of
 * recharges that the channels' files lack stay.
 */
export async function floatArrives(work: BoundaryWork): Promise<number> {
  const { tx, boundary } = work;
  await moveDue(work, { source: '#CLEARING', target: '#CHANNELS', bizType: 'FLOAT_ARRIVAL' });
  await tx.execute(sql`
    update recharge set arrived_at = ${boundary.at.toISOString()}::timestamptz where ${due(work)}`);
  const arrived = await tx.execute(sql`
    with unpaid as (
      select platform_no as no, pay_company || '#' || id::text as lot from recharge
      where missed_at is not null and arrived_at is null and reversed_at is null
    ), gone as (
      delete from float_lot where date <= ${boundary.date}::date
        and not exists (select 1 from unpaid where no = platform_no and lot = channel)
      returning account_id, amount
    ), sums as (select account_id, sum(amount)::bigint as amount from gone group by account_id)
    update account set float = float - sums.amount from sums where account.id = sums.account_id`);
  return arrived.count;
}
