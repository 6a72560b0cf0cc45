import type { Sql } from 'postgres';
import { maskCard } from '../pages/identity.ts';
import { type CheckFileType, each, serial, text, yuan } from './files.ts';

const timeOf = (sql: Sql, column: string) =>
  sql`to_char(${sql(column)} at time zone 'Asia/Shanghai', 'YYYYMMDDHH24MISS')`;

/**
 * A payout stands in the file of the day it was accepted, with that state, and again in that of the day it ended; where
 * both are one day, once, as it ended.
 */
export const WITHDRAW: CheckFileType = {
  name: 'WITHDRAW',
  header:
    '提现时间,平台商编,平台请求流水号,订单号,业务类型,金额,币种,会员编号,平台用户编号,银行卡号,银行编码,到账金额,备注,提现状态,提现方式,垫资金额,出款类型,提现类型',
  extension: false,
  amountColumn: 5,
  timeColumn: 0,
  userColumn: 8,
  rows: (sql, { platformNo, date }) =>
    each(
      sql`select rows.*, a.user_no from (
          select w.*, ${timeOf(sql, 'w.completed_at')} as time, w.completed_at as happened, w.status as shown
          from withdrawal w where w.platform_no = ${platformNo} and w.completed_date = ${date}::date
          union all
          select w.*, ${timeOf(sql, 'w.transaction_at')}, w.transaction_at, 'ACCEPT'
          from withdrawal w where w.platform_no = ${platformNo} and w.business_date = ${date}::date
            and w.completed_date is distinct from w.business_date
        ) as rows join account a on a.id = rows.account_id order by rows.happened, rows.request_no`,
      (row) => [
        text(row.time),
        platformNo,
        text(row.request_no),
        serial(row.id),
        'WITHDRAW',
        yuan(row.amount),
        'CNY',
        serial(row.account_id),
        text(row.user_no),
        maskCard(text(row.bankcard_no)),
        text(row.bankcode),
        yuan(BigInt(text(row.amount)) - BigInt(text(row.commission))),
        '',
        text(row.shown),
        text(row.withdraw_type),
        yuan(row.float_amount),
        text(row.remit_type),
        text(row.withdraw_form),
      ],
    ),
};

export const BACKROLL_RECHARGE: CheckFileType = {
  name: 'BACKROLL_RECHARGE',
  header:
    '充值时间,平台商编,支付公司代码,回充请求流水号,回充订单编号,业务类型,金额,币种,会员编号,平台用户编号,支付方式,提现到账金额,提现佣金,备注,提现请求流水号',
  extension: false,
  amountColumn: 6,
  timeColumn: 0,
  userColumn: 9,
  rows: (sql, { platformNo, date }) =>
    each(
      sql`select b.*, ${timeOf(sql, 'b.completed_at')} as time, a.user_no, (b.amount + b.commission)::text as whole
        from backroll b join account a on a.id = b.account_id
        where b.platform_no = ${platformNo} and b.business_date = ${date}::date order by b.completed_at, b.request_no`,
      (row) => [
        text(row.time),
        platformNo,
        'BANK',
        text(row.request_no),
        serial(row.id),
        'BACKROLL_RECHARGE',
        yuan(row.whole),
        'CNY',
        serial(row.account_id),
        text(row.user_no),
        'BACKROLL',
        yuan(row.amount),
        yuan(row.commission),
        text(row.rollback_type),
        text(row.withdraw_request_no),
      ],
    ),
};
