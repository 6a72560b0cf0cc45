import { sql } from 'drizzle-orm';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';

const MOST = 500;
type Text = Record<string, string | null>;
const yuan = (text: string | null | undefined): string => toDecimalText(fen(BigInt(text ?? '0')));

export type ProjectLine = Record<
  'projectNo' | 'name' | 'borrower' | 'status' | 'amount' | 'pledged' | 'loan' | 'repaid',
  string
>;

export async function listProjects(bank: Bank, platformNo: string): Promise<ProjectLine[]> {
  const rows = await bank.pool.db.execute<Text>(sql`
    select p.project_no, p.name, a.user_no, p.status, p.amount, p.pledged, p.loan_amount, p.repaid_principal
    from project p join account a on a.id = p.borrower_id
    where p.platform_no = ${platformNo} order by p.created_at desc, p.project_no limit ${MOST}`);
  return rows.map((row) => ({
    projectNo: row.project_no ?? '',
    name: row.name ?? '',
    borrower: row.user_no ?? '',
    status: row.status ?? '',
    amount: yuan(row.amount),
    pledged: yuan(row.pledged),
    loan: yuan(row.loan_amount),
    repaid: yuan(row.repaid_principal),
  }));
}

export type TradeLine = Record<
  'requestNo' | 'tradeType' | 'projectNo' | 'status' | 'error' | 'at' | 'lines' | 'total',
  string
>;

export async function listTrades(bank: Bank, platformNo: string): Promise<TradeLine[]> {
  const rows = await bank.pool.db.execute<Text>(sql`
    select t.request_no, t.trade_type, t.project_no, t.status, t.error_message, t.created_at::text as at,
      count(*)::text as lines, sum(l.amount)::text as total
    from (select * from trade where platform_no = ${platformNo} order by created_at desc limit ${MOST}) t
      join trade_line l on l.platform_no = t.platform_no and l.request_no = t.request_no
    group by t.request_no, t.trade_type, t.project_no, t.status, t.error_message, t.created_at
    order by t.created_at desc, t.request_no`);
  return rows.map((row) => ({
    requestNo: row.request_no ?? '',
    tradeType: row.trade_type ?? '',
    projectNo: row.project_no ?? '',
    status: row.status ?? '',
    error: row.error_message ?? '',
    at: row.at ?? '',
    lines: row.lines ?? '',
    total: yuan(row.total),
  }));
}

export type DayLine = { date: string; steps: string; recharges: string; trades: string; confirmed: boolean };

/** Days that a check file can be had for, the newest first. */
export async function listDays(bank: Bank, platformNo: string): Promise<DayLine[]> {
  const rows = await bank.pool.db.execute<Record<string, string | boolean | null>>(sql`
    select d.date::text as date, string_agg(d.step, ' · ' order by d.step) as steps,
      (select count(*) from recharge r where r.platform_no = ${platformNo} and r.business_date = d.date
        and r.status = 'SUCCESS')::text as recharges,
      (select count(*) from trade t where t.platform_no = ${platformNo} and t.business_date = d.date
        and t.status = 'SUCCESS')::text as trades,
      exists (select 1 from file_confirmation f where f.platform_no = ${platformNo} and f.date = d.date) as confirmed
    from day_run d group by d.date order by d.date desc limit 60`);
  return rows.map((row) => ({
    date: String(row.date),
    steps: String(row.steps),
    recharges: String(row.recharges),
    trades: String(row.trades),
    confirmed: row.confirmed === true,
  }));
}
