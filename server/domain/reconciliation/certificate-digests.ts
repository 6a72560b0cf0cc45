import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';

/** How many rows a table has of a day, and the SHA-256 that they come to. */
export type Digest = Readonly<{ rows: number; sha256: string }>;

/** A moment as whole milliseconds, whatever the zone of the session. */
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

/** What the day rests on: the part's name, its columns in their order, where they stand, and the order of the rows. */
type Part = Readonly<{ part: string; columns: readonly string[]; from: string; where: string; order: string }>;

const CHECK_FILE_COLUMNS = ['row_number', 'match_key', 'request_no', 'biz_type', 'amount_fen', 'interest_fen'].concat(
  'source_user_no',
  'target_user_no',
  'project_no',
  ms('occurred_at'),
  'raw',
);
const BALANCE_COLUMNS = ['row_number', 'user_no', 'role', 'balance_fen', 'available_fen', 'frozen_fen'].concat(
  'arrived_fen',
  'float_fen',
  'misdated',
  'our_sequence',
  'raw',
);
const FREEZE_COLUMNS = ['row_number', 'request_no', 'user_no', 'biz_type', 'project_no', 'frozen_fen'].concat(
  'used_fen',
  'cancelled_fen',
  'misdated',
  'raw',
);
const SUMMARY_COLUMNS = ['row_number', 'kind', 'name', 'opening_fen', 'came_fen', 'went_fen', 'closing_fen'].concat(
  'due_fen',
  'received_fen',
  'misdated',
  'raw',
);
const JOURNAL_COLUMNS = ['id', 'kind', 'instruction_id', 'line_number', 'revision', 'correction_id'].concat(
  'replaces_id',
  'loan_id',
  'bid_id',
  'amount',
  ms('occurred_at'),
  ms('posted_at'),
);
const ENTRY_COLUMNS = ['account_id', 'sequence', 'journal_id', 'bucket', 'amount', 'balance_after', ms('occurred_at')];
const BREAK_COLUMNS = ['id', '"check"', 'kind', 'object', 'ours', 'theirs', 'our_fen', 'their_fen', 'cause'].concat(
  ['instruction_id', 'journal_id', 'account_id', 'loan_id', 'bid_id', 'file', 'row_number', 'state'],
  ms('found_at'),
  ms('resolved_at'),
);
const CORRECTION_COLUMNS = ['id', 'break_id', 'kind', 'details', 'state', 'reason', ms('proposed_at')].concat(
  ['maker_id', ms('made_at'), 'checker_id', ms('checked_at'), ms('applied_at')],
  'result',
);
const RELEASE_COLUMNS = ['id', 'state', 'reason', 'maker_id', ms('made_at'), 'checker_id', ms('checked_at')];

const OF_DAY = 'business_date = $day';
const CHECK_FILES = ['RECHARGE', 'WITHDRAW', 'TRANSACTION', 'COMMISSION', 'BACKROLL_RECHARGE'];
const numbered = (part: string, from: string, columns: readonly string[], where = OF_DAY): Part => ({
  part,
  columns,
  from,
  where,
  order: 'row_number',
});

const PARTS: readonly Part[] = [
  ...CHECK_FILES.map((file) =>
    numbered(`bank/${file}`, 'checkfile_row', CHECK_FILE_COLUMNS, `${OF_DAY} and file = '${file}'`),
  ),
  numbered('bank/BALANCE', 'balance_row', BALANCE_COLUMNS),
  numbered('bank/PRETRANSACTION', 'freeze_row', FREEZE_COLUMNS),
  numbered('bank/SUMMARY', 'summary_row', SUMMARY_COLUMNS),
  { part: 'books/journal', columns: JOURNAL_COLUMNS, from: 'journal', where: OF_DAY, order: 'id' },
  { part: 'books/entry', columns: ENTRY_COLUMNS, from: 'entry', where: OF_DAY, order: 'account_id, sequence' },
  { part: 'desk/breaks', columns: BREAK_COLUMNS, from: 'reconciliation_break', where: OF_DAY, order: 'id' },
  {
    part: 'desk/corrections',
    columns: CORRECTION_COLUMNS,
    from: 'correction',
    where: `break_id in (select id from reconciliation_break where ${OF_DAY})`,
    order: 'id',
  },
  { part: 'desk/releases', columns: RELEASE_COLUMNS, from: 'day_release', where: OF_DAY, order: 'id' },
];

/** One part as SQL: each row's columns as the text of a composite value, hashed; the hashes one after the other, hashed again. */
function digestOf({ part, columns, from, where, order }: Part, date: PlainDate): SQL {
  const [before = '', ...after] = where.split('$day');
  const condition = after.reduce((text, rest) => sql`${text}${date}::date${sql.raw(rest)}`, sql.raw(before));
  const line = `sha256(convert_to(row(${columns.join(', ')})::text, 'UTF8'))`;
  return sql`select ${part} as part, count(*)::int as rows,
      encode(sha256(coalesce(string_agg(${sql.raw(line)}, ''::bytea order by ${sql.raw(order)}), ''::bytea)), 'hex')
        as sha256
    from ${sql.raw(from)} where ${condition}`;
}

/** Our own three files, in the newest making of each: their hash is that of the file itself. */
const ourFiles = (date: PlainDate): SQL => sql`
  select 'our/' || f.file as part, f.rows, f.hash as sha256 from day_file f
  where f.business_date = ${date}::date and f.version = (select max(g.version) from day_file g
    where g.business_date = f.business_date and g.file = f.file)`;

/**
 * Everything that the checks of a date rested on, part by part, as it stands at one moment: the bank's files as they
 * were staged, our postings, what was found and who signed it, and our own files.
 */
export async function digestInputs(db: Executor, date: PlainDate): Promise<Record<string, Digest>> {
  const parts = [...PARTS.map((part) => digestOf(part, date)), ourFiles(date)];
  const rows = await db.execute<{ part: string; rows: number; sha256: string }>(sql.join(parts, sql` union all `));
  return Object.fromEntries(rows.map(({ part, ...digest }) => [part, { rows: digest.rows, sha256: digest.sha256 }]));
}
