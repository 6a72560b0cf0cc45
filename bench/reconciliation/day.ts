import type postgres from 'postgres';

/** The business date of the day that is compared. */
export const DATE = '2026-03-31';

/**
 * The n-th line of the day: a quarter are recharges, most lines of trades, one in twenty a fee. Who pays whom, how
 * much and when follows from n, so that both sides can be written from the same rows.
 */
const LINES = `
  select n, lpad(to_hex(n), 12, '0') as hex,
    case when n % 20 < 5 then 'RECHARGE' when n % 20 < 12 then 'TENDER' when n % 20 < 19 then 'REPAYMENT'
      else 'COMMISSION' end as kind,
    100 + (n * 7919) % 5000000 as amount,
    timestamptz '${DATE} 00:00:00+08' + interval '1 second' * (n::numeric / $1::bigint * 86000)::int as at,
    1 + (n * 104729) % $2::bigint as investor, 1 + (n * 15485863) % ($2::bigint / 50 + 1) as borrower
  from generate_series(1, $1::bigint) as n`;

const id = (family: string, number: string): string =>
  `('0196${family}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const CHANNELS = `'ffffffff-ffff-7fff-bfff-fffffffffff1'::uuid`;
const INCOME = `'ffffffff-ffff-7fff-bfff-ffffffffff04'::uuid`;
const SOURCE = `case kind when 'RECHARGE' then ${CHANNELS} when 'TENDER' then ${id('0001', 'investor')}
  else ${id('0002', 'borrower')} end`;
const TARGET = `case kind when 'TENDER' then ${id('0002', 'borrower')} when 'COMMISSION' then ${INCOME}
  else ${id('0001', 'investor')} end`;
const REQUEST_NO = `'0196' || lpad(to_hex(n), 28, '0')`;

const STATEMENTS = [
  `insert into account (id, role, platform_user_no, state, created_at) select *, 'active', now() from (values
      (${CHANNELS}, 'CHANNELS', 'CHANNELS'), (${INCOME}, 'PLATFORM_INCOME', 'SYS_GENERATE_004')) as chart
    on conflict do nothing`,
  `insert into account (id, role, platform_user_no, state, available, created_at)
    select ${id('0001', 'n')}, 'INVESTOR', 'INV-' || lpad(to_hex(n), 12, '0'), 'active', 1000000000000, now()
    from generate_series(1, $2::bigint) as n`,
  `insert into account (id, role, platform_user_no, state, available, created_at)
    select ${id('0002', 'n')}, 'BORROWERS', 'BOR-' || lpad(to_hex(n), 12, '0'), 'active', 1000000000000, now()
    from generate_series(1, $2::bigint / 50 + 1) as n`,
  `insert into request_number (request_no, instruction_id)
    select ${REQUEST_NO}, ${id('0003', 'n')} from (${LINES}) as line`,
  `insert into instruction (id, request_no, service, kind, channel, state, req_data, attempts, next_attempt_at, sent_at,
      concluded_at, transaction_at, business_date, created_at)
    select ${id('0003', 'n')}, ${REQUEST_NO}, case kind when 'RECHARGE' then 'RECHARGE' else 'SYNC_TRANSACTION' end,
      case kind when 'RECHARGE' then 'recharge' else 'distribute' end, 'direct', 'succeeded',
      repeat(md5(n::text), 12), 1, at, at, at, at, '${DATE}', at
    from (${LINES}) as line`,
  `insert into journal (id, kind, instruction_id, line_number, amount, occurred_at, business_date, posted_at)
    select ${id('0004', 'n')}, kind, ${id('0003', 'n')}, 1, amount, at, '${DATE}', at from (${LINES}) as line`,
  `insert into entry (account_id, sequence, journal_id, bucket, amount, balance_after, business_date, occurred_at)
    select account_id, row_number() over (partition by account_id order by n, signed), ${id('0004', 'n')}, 'available',
      signed, sum(signed) over (partition by account_id order by n, signed), '${DATE}', at
    from (${LINES}) as line, lateral (values (${SOURCE}, -amount), (${TARGET}, amount)) as leg (account_id, signed)
    order by n, signed`,
];

const FILED = `(${LINES}) as line join account s on s.id = ${SOURCE} join account t on t.id = ${TARGET}`;
const WIRE_TIME = `to_char(at at time zone 'Asia/Shanghai', 'YYYYMMDDHH24MISS')`;
/** One line in a thousand is a fen off: what the check has to find. */
const YUAN = `to_char((amount + (n % 1000 = 7)::int) / 100.0, 'FM999999990.00')`;
const SERIAL = `md5(n::text)`;

/** What the bank's files hold below their headings, by type: a query over the same lines. */
export const FILES: Readonly<Record<string, string>> = {
  RECHARGE: `select concat_ws(',', ${WIRE_TIME}, '5000001104', 'YEEPAY', ${REQUEST_NO}, ${SERIAL}, kind, ${YUAN}, 'CNY',
      ${SERIAL}, t.platform_user_no, '6222********2230', 'ICBK', 'SWIFT', ${YUAN}, '', ${SERIAL}) as line
    from ${FILED} where kind = 'RECHARGE' order by n`,
  TRANSACTION: `select concat_ws(',', ${WIRE_TIME}, '5000001104', ${REQUEST_NO}, ${SERIAL}, kind, ${YUAN}, '0.00', 'CNY',
      ${SERIAL}, s.platform_user_no, ${SERIAL}, t.platform_user_no, 'L2026000001', '', '', '', ${REQUEST_NO} || '-1') as line
    from ${FILED} where kind <> 'RECHARGE' order by n`,
  COMMISSION: `select concat_ws(',', ${WIRE_TIME}, '5000001104', ${SERIAL}, kind, s.platform_user_no, t.platform_user_no,
      ${YUAN}, 'CNY', 'L2026000001', '', ${REQUEST_NO}) as line
    from ${FILED} where kind = 'COMMISSION' order by n`,
};

/** Accounts among whom a day of so many lines happens. */
export const accountsFor = (lines: number): number => Math.max(100, lines / 20);
/** A statement with its numbers of lines and of accounts written in, so that its plan knows them. */
export const filledIn = (statement: string, lines: number): string =>
  statement.replaceAll('$1', String(lines)).replaceAll('$2', String(accountsFor(lines)));

/** A day's instructions, postings and entries, as the portal would have left them. */
export async function writeDay(owner: postgres.Sql, lines: number): Promise<void> {
  // Each leg would look its account up: two million look-ups of what was written a moment ago.
  await owner`alter table entry drop constraint entry_account_id_account_id_fk`;
  for (const statement of STATEMENTS) await owner.unsafe(filledIn(statement, lines));
  await owner`vacuum analyze`;
}
