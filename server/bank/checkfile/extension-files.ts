import type { Sql } from 'postgres';
import { addDays, toWireDate } from '#server/primitives/calendar.ts';
import { ASSETS } from '../book/ledger.ts';
import { type CheckFileType, each, type FileDay, text, yuan } from './files.ts';

/** Our own extension, labelled so: a bank of the protocol offers none of these three. */

const BALANCE: CheckFileType = {
  name: 'BALANCE',
  header: '日期,平台商编,平台用户编号,账户角色,余额,可用余额,冻结金额,已到账余额,待清算余额',
  extension: true,
  amountColumn: 4,
  timeColumn: 0,
  userColumn: 2,
  rows: (sql, { platformNo, date }) =>
    each(
      sql`select a.user_no, a.role, (b.available + b.frozen)::text as balance, b.available::text as available,
          b.frozen::text as frozen, (b.available + b.frozen - b.float)::text as arrived, b.float::text as float
        from balance_day b join account a on a.id = b.account_id
        where b.platform_no = ${platformNo} and b.date = ${date}::date and a.kind <> 'core' order by a.user_no`,
      (row) => [
        toWireDate(date),
        platformNo,
        text(row.user_no),
        text(row.role),
        yuan(row.balance),
        yuan(row.available),
        yuan(row.frozen),
        yuan(row.arrived),
        yuan(row.float),
      ],
    ),
};

const PRETRANSACTION: CheckFileType = {
  name: 'PRETRANSACTION',
  header: '日期,平台商编,请求流水号,平台用户编号,业务类型,标的号,冻结金额,已使用金额,已撤销金额',
  extension: true,
  amountColumn: 6,
  timeColumn: 0,
  userColumn: 3,
  rows: (sql, { platformNo, date }) =>
    each(
      sql`select d.request_no, a.user_no, f.biz_type, f.project_no, d.amount::text as amount, d.used::text as used,
          d.cancelled::text as cancelled
        from freeze_day d join "freeze" f on f.platform_no = d.platform_no and f.request_no = d.request_no
          join account a on a.id = f.account_id
        where d.platform_no = ${platformNo} and d.date = ${date}::date order by d.request_no`,
      (row) => [
        toWireDate(date),
        platformNo,
        text(row.request_no),
        text(row.user_no),
        text(row.biz_type),
        text(row.project_no),
        yuan(row.amount),
        yuan(row.used),
        yuan(row.cancelled),
      ],
    ),
};

/**
 * Opening, in, out and closing by kind of account; a movement between two accounts of one kind counts on both sides.
 * What the core holds or is owed is an asset: its lines read the other way round.
 */
const byRole = (sql: Sql, { platformNo, date }: FileDay) => sql`
  with side as (
    select id, kind, role, case when role in ${sql(ASSETS)} then -1 else 1 end as sign
    from account where platform_no = ${platformNo}
  ), held as (
    select s.kind, s.role, b.date, sum(s.sign * (b.available + b.frozen)) as total
    from balance_day b join side s on s.id = b.account_id
    where b.platform_no = ${platformNo} and b.date in (${date}::date, ${addDays(date, -1)}::date)
    group by s.kind, s.role, b.date
  ), moved as (
    select s.role, sum(t.amount) filter (where (t.target_account_id = s.id) = (s.sign = 1)) as came,
      sum(t.amount) filter (where (t.target_account_id = s.id) <> (s.sign = 1)) as went
    from transfer t join side s on s.id in (t.source_account_id, t.target_account_id)
    where t.platform_no = ${platformNo} and t.business_date = ${date}::date
      and t.source_account_id <> t.target_account_id
    group by s.role
  )
  select case when kind = 'core' then 'CORE' else 'ACCOUNT' end as kind, role,
    coalesce(opening.total, 0)::text as opening, coalesce(came, 0)::text as came, coalesce(went, 0)::text as went,
    closing.total::text as closing
  from (select * from held where date = ${date}::date) as closing
    left join (select role as opening_role, total from held where date < ${date}::date) as opening
      on opening_role = role
    left join (select role as moved_role, came, went from moved) as moved on moved_role = role
  order by 1, role`;

/** What each channel paid for the recharges of the date. */
const byChannel = (sql: Sql, { platformNo, date }: FileDay) => sql`
  select pay_company, sum(amount) filter (where arrived_at is not null)::text as received, sum(amount)::text as due
  from recharge where platform_no = ${platformNo} and business_date = ${date}::date and status = 'SUCCESS'
  group by pay_company order by pay_company`;

/** Recharges of the date that their channels have not paid for. */
const unpaid = (sql: Sql, { platformNo, date }: FileDay) => sql`
  select request_no, amount::text as due from recharge
  where platform_no = ${platformNo} and business_date = ${date}::date and status = 'SUCCESS' and arrived_at is null
  order by request_no`;

const SUMMARY: CheckFileType = {
  name: 'SUMMARY',
  header: '类别,日期,平台商编,账户角色、支付公司或充值流水号,期初余额,流入,流出,期末余额,应收,实收',
  extension: true,
  amountColumn: 7,
  timeColumn: 1,
  userColumn: 3,
  rows: async function* (sql, day) {
    const { platformNo, date } = day;
    const start = (kind: string, name: unknown) => [kind, toWireDate(date), platformNo, text(name)];
    yield* each(byRole(sql, day), (row) => [
      ...start(text(row.kind), row.role),
      yuan(row.opening),
      yuan(row.came),
      yuan(row.went),
      yuan(row.closing),
      '',
      '',
    ]);
    const paid = (kind: string, name: unknown, due: unknown, received: unknown) => [
      ...start(kind, name),
      ...['', '', '', ''],
      ...[yuan(due), yuan(received)],
    ];
    yield* each(byChannel(sql, day), (row) => paid('CHANNEL', row.pay_company, row.due, row.received));
    yield* each(unpaid(sql, day), (row) => paid('RECHARGE', row.request_no, row.due, '0'));
  },
};

export const EXTENSION_FILES: readonly CheckFileType[] = [SUMMARY, BALANCE, PRETRANSACTION];
