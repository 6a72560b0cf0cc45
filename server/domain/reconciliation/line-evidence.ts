import { type SQL, sql } from 'drizzle-orm';
import type { Bucket, JournalKind } from '#db/schema/accounts.ts';
import type { InstructionKind, InstructionState } from '#db/schema/custody.ts';
import type { BreakKind, BreakState, CheckFileName, CheckName } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { ourLineKey } from './our-lines.ts';

export type EvidencePosting = Readonly<{
  journalId: Uuid;
  kind: JournalKind;
  amount: Money;
  businessDate: PlainDate;
  occurredAt: Date;
  postedAt: Date;
  matchKey: string | null;
  entries: { userNo: string; role: string; bucket: Bucket; amount: Money; balanceAfter: Money; sequence: bigint }[];
}>;
export type EvidenceRecord = Readonly<{
  instructionId: Uuid;
  requestNo: string;
  service: string;
  kind: InstructionKind;
  state: InstructionState;
  sentAt: Date | null;
  concludedAt: Date | null;
  transactionAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
}>;
export type EvidenceRow = Readonly<{
  businessDate: PlainDate;
  file: CheckFileName;
  rowNumber: number;
  amount: Money;
  raw: string;
}>;
export type EvidenceBreak = Readonly<{ id: Uuid; check: CheckName; kind: BreakKind; state: BreakState; cause: string }>;

/** Everything there is about one line: what we posted, what the bank was told and said, and what stands in its files. */
export type LineEvidence = Readonly<{
  postings: EvidencePosting[];
  record: EvidenceRecord | null;
  rows: EvidenceRow[];
  breaks: EvidenceBreak[];
}>;
export type LineAsked =
  | Readonly<{ date: PlainDate; journalId: Uuid }>
  | Readonly<{ date: PlainDate; file: CheckFileName; rowNumber: number }>;

type Ctx = Pick<DomainContext, 'db'>;
type Keys = {
  journal_id: Uuid | null;
  instruction_id: Uuid | null;
  request_no: string | null;
  match_key: string | null;
  /** Who pays the fee that the line is: the file of fees has it without the line's own key. */
  fee_payer: string | null;
};

const ms = (column: SQL): SQL => sql`(extract(epoch from ${column}) * 1000)::bigint::text`;
const at = (text: string | null): Date | null => (text === null ? null : new Date(Number(text)));
const when = (text: string): Date => new Date(Number(text));
const money = (text: string): Money => fen(BigInt(text));

/** What the line is known by on either side, from the posting or from the row that was clicked. */
async function keysOf(ctx: Ctx, asked: LineAsked): Promise<Keys | undefined> {
  const [keys] = await ctx.db.execute<Keys>(
    'journalId' in asked
      ? sql`select j.id as journal_id, j.instruction_id, i.request_no, ${ourLineKey} as match_key,
            (select max(a.platform_user_no) from entry e join account a on a.id = e.account_id
              where e.journal_id = j.id and e.amount < 0 and j.kind = 'COMMISSION') as fee_payer
          from journal j left join instruction i on i.id = j.instruction_id where j.id = ${asked.journalId}`
      : sql`select null as journal_id, i.id as instruction_id, c.request_no, c.match_key,
            case when c.biz_type = 'COMMISSION' then c.source_user_no end as fee_payer
          from checkfile_row c left join instruction i on i.request_no = c.request_no
          where c.business_date = ${asked.date}::date and c.file = ${asked.file} and c.row_number = ${asked.rowNumber}`,
  );
  return keys;
}

type PostingRow = {
  id: Uuid;
  kind: JournalKind;
  amount: string;
  business_date: PlainDate;
  occurred_at: string;
  posted_at: string;
  match_key: string | null;
  entries: { no: string; role: string; bucket: Bucket; amount: string; after: string; sequence: string }[];
};

async function postingsOf(ctx: Ctx, keys: Keys): Promise<EvidencePosting[]> {
  const rows = await ctx.db.execute<PostingRow>(sql`
    select j.id, j.kind, j.amount::text, j.business_date::text, ${ms(sql`j.occurred_at`)} as occurred_at,
      ${ms(sql`j.posted_at`)} as posted_at, ${ourLineKey} as match_key,
      (select coalesce(json_agg(json_build_object('no', a.platform_user_no, 'role', a.role, 'bucket', e.bucket,
          'amount', e.amount::text, 'after', e.balance_after::text, 'sequence', e.sequence::text) order by e.amount), '[]')
        from entry e join account a on a.id = e.account_id where e.journal_id = j.id) as entries
    from journal j left join instruction i on i.id = j.instruction_id
    where j.id = ${keys.journal_id}::uuid
      or ${keys.journal_id}::uuid is null and j.instruction_id = ${keys.instruction_id}::uuid
        and ${ourLineKey} = ${keys.match_key}
    order by j.id`);
  return rows.map((row) => ({
    journalId: row.id,
    kind: row.kind,
    amount: money(row.amount),
    businessDate: row.business_date,
    occurredAt: when(row.occurred_at),
    postedAt: when(row.posted_at),
    matchKey: row.match_key,
    entries: row.entries.map(({ no, role, bucket, amount, after, sequence }) => ({
      userNo: no,
      role,
      bucket,
      amount: money(amount),
      balanceAfter: money(after),
      sequence: BigInt(sequence),
    })),
  }));
}

type RecordRow = {
  id: Uuid;
  request_no: string;
  service: string;
  kind: InstructionKind;
  state: InstructionState;
  sent_at: string | null;
  concluded_at: string | null;
  transaction_at: string | null;
  error_code: string | null;
  error_message: string | null;
};

async function recordOf(ctx: Ctx, instructionId: Uuid | null): Promise<EvidenceRecord | null> {
  if (instructionId === null) return null;
  const [row] = await ctx.db.execute<RecordRow>(sql`
    select id, request_no, service, kind, state, ${ms(sql`sent_at`)} as sent_at, ${ms(sql`concluded_at`)} as concluded_at,
      ${ms(sql`transaction_at`)} as transaction_at, error_code, error_message
    from instruction where id = ${instructionId}`);
  if (!row) return null;
  return {
    instructionId: row.id,
    requestNo: row.request_no,
    service: row.service,
    kind: row.kind,
    state: row.state,
    sentAt: at(row.sent_at),
    concludedAt: at(row.concluded_at),
    transactionAt: at(row.transaction_at),
    errorCode: row.error_code,
    errorMessage: row.error_message,
  };
}

/** Rows that carry the line's key on the date, the day before or the day after; and the row that was clicked. */
async function rowsOf(ctx: Ctx, asked: LineAsked, keys: Keys): Promise<EvidenceRow[]> {
  const clicked =
    'file' in asked
      ? sql`business_date = ${asked.date}::date and file = ${asked.file} and row_number = ${asked.rowNumber}`
      : sql`false`;
  const rows = await ctx.db.execute<{
    business_date: PlainDate;
    file: CheckFileName;
    row_number: number;
    amount: string;
    raw: string;
  }>(sql`
    select business_date::text, file, row_number, amount_fen::text as amount, raw from checkfile_row
    where ${clicked} or (file in ('RECHARGE', 'WITHDRAW', 'TRANSACTION', 'BACKROLL_RECHARGE')
          and match_key = ${keys.match_key}
        or file = 'COMMISSION' and request_no = ${keys.request_no} and source_user_no = ${keys.fee_payer})
      and business_date between ${asked.date}::date - 1 and ${asked.date}::date + 1
    order by business_date, file, row_number limit 20`);
  return rows.map((row) => ({
    businessDate: row.business_date,
    file: row.file,
    rowNumber: row.row_number,
    amount: money(row.amount),
    raw: row.raw,
  }));
}

async function breaksOf(ctx: Ctx, date: PlainDate, keys: Keys, rows: readonly EvidenceRow[]): Promise<EvidenceBreak[]> {
  const [row] = rows;
  const found = await ctx.db.execute<EvidenceBreak>(sql`
    select id, "check", kind, state, cause from reconciliation_break
    where business_date = ${date}::date and (journal_id = ${keys.journal_id}::uuid
      or object in (${keys.match_key}, ${keys.request_no})
      or file = ${row?.file ?? null} and row_number = ${row?.rowNumber ?? null}::integer)
    order by id limit 20`);
  return [...found];
}

/** The evidence of one line of a date, found from its posting or from its row in a file; undefined for no such line. */
export async function lineEvidence(ctx: Ctx, asked: LineAsked): Promise<LineEvidence | undefined> {
  const keys = await keysOf(ctx, asked);
  if (!keys) return undefined;
  const rows = await rowsOf(ctx, asked, keys);
  const [postings, record, breaks] = [
    await postingsOf(ctx, keys),
    await recordOf(ctx, keys.instruction_id),
    await breaksOf(ctx, asked.date, keys, rows),
  ];
  return { postings, record, rows, breaks };
}
