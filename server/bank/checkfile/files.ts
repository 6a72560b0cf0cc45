import type { Sql } from 'postgres';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import { maskCard } from '../pages/identity.ts';

/** What a file is about: one platform and one date. */
export type FileDay = { platformNo: string; date: PlainDate };
type Cell = string | null | undefined;
type Row = Record<string, unknown>;

export type CheckFileType = {
  name: string;
  header: string;
  /** From 09:10 of the next day; the five files of the protocol can be had from 00:10. */
  extension: boolean;
  /** Column of the amount, of the time and of the member, counted from 0: for the faults. */
  amountColumn: number;
  timeColumn: number;
  userColumn: number;
  rows: (sql: Sql, day: FileDay) => AsyncIterable<Cell[]>;
};

const ROWS_AT_ONCE = 2000;

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const yuan = (value: unknown): string => toDecimalText(fen(BigInt(text(value) || '0')));
/** The bank's own numbers, made of ids. */
const serial = (value: unknown): string => text(value).replaceAll('-', '');

/** yyyyMMddHHmmss in Beijing time, written by the database: a file has millions of them. */
const wireTime = (sql: Sql, table: string) =>
  sql`to_char(${sql(table)}.transaction_at at time zone 'Asia/Shanghai', 'YYYYMMDDHH24MISS')`;

/** Streams a query row by row, so that a file of any length takes the same memory. */
async function* each(query: { cursor: (rows: number) => AsyncIterable<Row[]> }, write: (row: Row) => Cell[]) {
  for await (const rows of query.cursor(ROWS_AT_ONCE)) for (const row of rows) yield write(row);
}

export const RECHARGE: CheckFileType = {
  name: 'RECHARGE',
  header:
    '充值时间,平台商编,支付公司代码,平台请求流水号,充值订单编号,业务类型,金额,币种,会员编号,平台用户编号,银行卡号,银行编码,支付方式,到账金额,备注,支付公司订单号',
  extension: false,
  amountColumn: 6,
  timeColumn: 0,
  userColumn: 9,
  rows: (sql, { platformNo, date }) =>
    each(
      sql<
        Row[]
      >`select r.*, ${wireTime(sql, 'r')} as time, a.user_no, (r.amount - r.commission)::text as arrived, r.amount::text as amount
        from recharge r join account a on a.id = r.account_id
        where r.platform_no = ${platformNo} and r.business_date = ${date}::date
          and (r.status = 'SUCCESS' or r.reversed_at is not null)
        order by r.transaction_at, r.request_no`,
      (row) => [
        text(row.time),
        platformNo,
        text(row.pay_company),
        text(row.request_no),
        serial(row.id),
        'RECHARGE',
        yuan(row.amount),
        'CNY',
        serial(row.account_id),
        text(row.user_no),
        maskCard(text(row.bankcard_no)),
        text(row.bankcode),
        text(row.recharge_way),
        yuan(row.arrived),
        '',
        text(row.channel_order_no),
      ],
    ),
};

const TRADED = (sql: Sql, { platformNo, date }: FileDay) => sql`
  from trade t join trade_line l on l.platform_no = t.platform_no and l.request_no = t.request_no
    join account payer on payer.platform_no = t.platform_no and payer.user_no = l.source_user_no
    left join account payee on payee.platform_no = t.platform_no and payee.user_no = l.target_user_no
  where t.platform_no = ${platformNo} and t.business_date = ${date}::date and t.status = 'SUCCESS'`;

export const TRANSACTION: CheckFileType = {
  name: 'TRANSACTION',
  header:
    '发生时间,平台商编,平台请求流水号,订单号,业务类型,金额,利息金额,币种,发起方会员编号,发起方平台用户编号,接收方会员编号,接收方平台用户编号,标的号,原订单号,备注,债权份额,商户自定义参数',
  extension: false,
  amountColumn: 5,
  timeColumn: 0,
  userColumn: 9,
  rows: (sql, day) =>
    each(
      sql<Row[]>`select ${wireTime(sql, 't')} as time, t.request_no, t.id, l.biz_type, l.amount::text as amount,
          l.income::text as income, payer.id as payer_id, l.source_user_no, payee.id as payee_id, l.target_user_no,
          t.project_no, l.freeze_request_no, l.remark, l.share, l.custom_define
        ${TRADED(sql, day)} order by t.transaction_at, t.request_no, l.line_number`,
      (row) => [
        text(row.time),
        day.platformNo,
        text(row.request_no),
        serial(row.id),
        text(row.biz_type),
        yuan(row.amount),
        yuan(row.income),
        'CNY',
        serial(row.payer_id),
        text(row.source_user_no),
        serial(row.payee_id),
        text(row.target_user_no),
        text(row.project_no),
        text(row.freeze_request_no),
        text(row.remark),
        text(row.share),
        text(row.custom_define),
      ],
    ),
};

export const COMMISSION: CheckFileType = {
  name: 'COMMISSION',
  header: '扣款时间,平台商编,订单号,业务类型,发起方平台用户编号,接收方平台用户编号,金额,币种,标的号,备注,请求流水号',
  extension: false,
  amountColumn: 6,
  timeColumn: 0,
  userColumn: 4,
  rows: (sql, day) =>
    each(
      sql<Row[]>`select ${wireTime(sql, 't')} as time, t.id, l.biz_type, l.source_user_no, l.target_user_no,
          l.amount::text as amount, t.project_no, l.remark, t.request_no
        ${TRADED(sql, day)} and l.biz_type = 'COMMISSION' order by t.transaction_at, t.request_no, l.line_number`,
      (row) => [
        text(row.time),
        day.platformNo,
        serial(row.id),
        text(row.biz_type),
        text(row.source_user_no),
        text(row.target_user_no),
        yuan(row.amount),
        'CNY',
        text(row.project_no),
        text(row.remark),
        text(row.request_no),
      ],
    ),
};

export { each, serial, text, yuan };
