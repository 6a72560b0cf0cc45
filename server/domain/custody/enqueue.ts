import { sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { executePrepared } from '#db/prepared.ts';
import { type Channel, type InstructionKind, instruction, requestNumber } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from './gateway.ts';

export type NewInstruction = Readonly<{
  kind: InstructionKind;
  service: string;
  channel: Channel;
  /** Without timestamp and `expired`, which are added when it is sent; `requestNo` is filled in. Amounts as decimal text. */
  reqData: WireRecord;
  requestNo: string;
  accountId?: Uuid | null;
  loanId?: Uuid | null;
  bidId?: Uuid | null;
  /** Ids and amounts the conclusion needs; never personal data. */
  subject?: Readonly<Record<string, string | number | null>>;
  /** Gateway only, business clock: the bank refuses the page after it. A quarter of an hour when absent. */
  expiresAt?: Date;
  /** `caller` (the default) dispatches after the commit and leaves the worker as the fallback; `worker` is sent by it at once. */
  sentBy?: 'caller' | 'worker';
}>;

export const SEALED_COLUMN = 'instruction.reqData';

const CALLERS_GRACE_MS = 3_000;
const PAGE_MS = 15 * 60_000;
const PAGE_MARGIN_MS = 60_000;
const ROWS_AT_ONCE = 5_000;

type Row = NewInstruction & { id: Uuid; sealed: string; expiry: Date | null; nextAttemptAt: Date };

async function toRow(ctx: DomainContext, order: NewInstruction): Promise<Row> {
  const sealed = await ctx.vault.seal(SEALED_COLUMN, JSON.stringify({ requestNo: order.requestNo, ...order.reqData }));
  const expiry = order.channel === 'gateway' ? (order.expiresAt ?? new Date(ctx.now().getTime() + PAGE_MS)) : null;
  const wait = expiry
    ? expiry.getTime() + PAGE_MARGIN_MS - ctx.now().getTime()
    : order.sentBy === 'worker'
      ? 0
      : CALLERS_GRACE_MS;
  return { ...order, id: ctx.newId(), sealed, expiry, nextAttemptAt: new Date(ctx.realNow().getTime() + wait) };
}

async function insertRows(tx: Transaction, ctx: DomainContext, rows: readonly Row[]): Promise<void> {
  const column = (type: 'uuid' | 'text' | 'timestamptz', pick: (row: Row) => string | Date | null) =>
    arrayOf(type, rows.map(pick));
  await executePrepared(
    tx,
    sql`
    insert into ${requestNumber} (request_no, instruction_id)
    select * from unnest(${column('text', (row) => row.requestNo)}, ${column('uuid', (row) => row.id)})`,
  );
  await executePrepared(
    tx,
    sql`
    insert into ${instruction} (id, request_no, service, kind, channel, state, req_data, account_id, loan_id, bid_id,
      subject, next_attempt_at, expires_at, business_date, created_at)
    select line.id, line.request_no, line.service, line.kind, line.channel, 'created', line.req_data, line.account_id,
      line.loan_id, line.bid_id, line.subject::jsonb, line.next_attempt_at, line.expires_at,
      ${ctx.businessDate}::date, ${ctx.now().toISOString()}::timestamptz
    from unnest(${column('uuid', (row) => row.id)}, ${column('text', (row) => row.requestNo)},
      ${column('text', (row) => row.service)}, ${column('text', (row) => row.kind)},
      ${column('text', (row) => row.channel)}, ${column('text', (row) => row.sealed)},
      ${column('uuid', (row) => row.accountId ?? null)}, ${column('uuid', (row) => row.loanId ?? null)},
      ${column('uuid', (row) => row.bidId ?? null)}, ${column('text', (row) => JSON.stringify(row.subject ?? {}))},
      ${column('timestamptz', (row) => row.nextAttemptAt)}, ${column('timestamptz', (row) => row.expiry)})
      as line (id, request_no, service, kind, channel, req_data, account_id, loan_id, bid_id, subject,
        next_attempt_at, expires_at)`,
  );
}

/**
 * Writes instructions into the outbox, in the transaction of the verb they belong to. Nothing is sent before that
 * commits; then `dispatch` sends one, or the worker all.
 * @returns ids in the order of `orders`
 * @throws a database error when a requestNo has been used before
 */
export async function enqueueMany(
  tx: Transaction,
  ctx: DomainContext,
  orders: readonly NewInstruction[],
): Promise<Uuid[]> {
  const rows = await Promise.all(orders.map((order) => toRow(ctx, order)));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await insertRows(tx, ctx, rows.slice(from, from + ROWS_AT_ONCE));
  }
  return rows.map((row) => row.id);
}

/** Writes one instruction into the outbox; see `enqueueMany`. @returns its id */
export async function enqueue(tx: Transaction, ctx: DomainContext, order: NewInstruction): Promise<Uuid> {
  const [id] = await enqueueMany(tx, ctx, [order]);
  if (!id) throw new Error('an instruction without id');
  return id;
}
