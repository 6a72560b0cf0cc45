import { type SQL, sql } from 'drizzle-orm';
import { csvLine, makeTotals, type OwnFile, type Scope, yuanText } from './own-file.ts';

const HEADER = [
  ...['row', 'posting', 'occurred_at', 'kind', 'request_no', 'line', 'project_no'],
  ...['from_account', 'from_part', 'to_account', 'to_part', 'amount'],
];
const ROWS_AT_ONCE = 5_000;

type Row = {
  id: string;
  occurred_at: string;
  kind: string;
  request_no: string | null;
  line_number: number;
  project_no: string | null;
  from_account: string | null;
  from_bucket: string | null;
  to_account: string | null;
  to_bucket: string | null;
  amount: string;
};

/** A page of the day's postings behind one, each with its two legs; an altered book shows with empty fields. */
const pageAfter = ({ date, through }: Scope, last: string | null): SQL => sql`
  with line as (
    select id, kind, instruction_id, line_number, loan_id, amount, occurred_at from journal
    where business_date = ${date}::date and id <= ${through}::uuid
      ${last === null ? sql`` : sql`and id > ${last}::uuid`}
    order by id limit ${ROWS_AT_ONCE})
  select line.id, to_char(line.occurred_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS') as occurred_at,
    line.kind, i.request_no, line.line_number, l.project_no, source.platform_user_no as from_account,
    taken.bucket as from_bucket, target.platform_user_no as to_account, given.bucket as to_bucket,
    line.amount::text as amount
  from line
    left join instruction i on i.id = line.instruction_id
    left join loan l on l.id = line.loan_id
    left join entry taken on taken.journal_id = line.id and taken.amount < 0
    left join account source on source.id = taken.account_id
    left join entry given on given.journal_id = line.id and given.amount > 0
    left join account target on target.id = given.account_id
  order by line.id`;

const lineOf = (row: Row, number: number): string =>
  csvLine([
    ...[String(number), row.id, `${row.occurred_at}+08:00`, row.kind, row.request_no ?? '', String(row.line_number)],
    ...[row.project_no ?? '', row.from_account ?? '', row.from_bucket ?? '', row.to_account ?? '', row.to_bucket ?? ''],
    yuanText(row.amount),
  ]);

/** 支付流水文件: every posting of a day in the order in which it was written, and their sum. */
export const paymentFlow: OwnFile = async function* (db, scope) {
  yield { text: csvLine(HEADER), rows: 0 };
  const totals = makeTotals(['amount']);
  let rows = 0;
  for (let last: string | null = null; ; ) {
    const page: Row[] = await db.execute<Row>(pageAfter(scope, last));
    const text = page.map((row, index) => lineOf(row, rows + index + 1)).join('');
    for (const row of page) totals.add(row);
    rows += page.length;
    last = page.at(-1)?.id ?? last;
    if (page.length > 0) yield { text, rows: page.length };
    if (page.length < ROWS_AT_ONCE) break;
  }
  yield { text: csvLine(['total', String(rows), ...Array(HEADER.length - 3).fill(''), ...totals.texts()]), rows: 0 };
};
