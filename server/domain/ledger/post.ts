import { asc, sql } from 'drizzle-orm';
import { arrayOf, columnOf } from '#db/arrays.ts';
import { executePrepared } from '#db/prepared.ts';
import { account, type Bucket, entry, type JournalKind, journal } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, negate, plus, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';

export type Leg = Readonly<{ accountId: Uuid; bucket: Bucket }>;

/** One line of the bank: `amount` leaves `source` and reaches `target`. */
export type Posting = Readonly<{
  kind: JournalKind;
  instructionId: Uuid;
  /** 1, 2, 3 … within the instruction; with it the key that lets a line be posted once. */
  lineNumber: number;
  loanId?: Uuid | null;
  bidId?: Uuid | null;
  amount: Money;
  /** The bank's transactionTime: its Beijing day is the business date. */
  occurredAt: Date;
  source: Leg;
  target: Leg;
}>;

export type PostOptions = Readonly<{
  /** Reservations that end with this posting, by account: a freeze turns what was reserved into frozen money. */
  unreserve?: ReadonlyMap<Uuid, Money>;
}>;

type Balances = Record<Bucket, Money> & { entryCount: bigint };
type Row = {
  accountId: Uuid;
  sequence: bigint;
  journalId: Uuid;
  bucket: Bucket;
  amount: Money;
  balanceAfter: Money;
  businessDate: PlainDate;
  occurredAt: Date;
};

const ROWS_AT_ONCE = 5_000;

/** Locks the accounts in the order of their ids, which puts the platform's last, and reads what they hold. */
async function lockAccounts(tx: Transaction, ids: readonly Uuid[]): Promise<Map<Uuid, Balances>> {
  const rows = await tx
    .select({
      id: account.id,
      available: account.available,
      frozen: account.frozen,
      withdrawing: account.withdrawing,
      entryCount: account.entryCount,
    })
    .from(account)
    .where(sql`${account.id} = any(${arrayOf('uuid', ids)})`)
    .orderBy(asc(account.id))
    .for('update')
    .prepare('lock-accounts')
    .execute();
  const found = new Map(rows.map(({ id, ...balances }) => [id, balances]));
  for (const id of ids) if (!found.has(id)) throw new Error(`no account ${id} to post to`);
  return found;
}

/** A posting as it is written: its journal's id, and the Beijing day of its moment. */
type Line = Posting & Readonly<{ journalId: Uuid; businessDate: PlainDate }>;

/** The lines of the postings. Those of one trade share a moment, whose day is looked up once. */
function linesOf(ctx: Pick<DomainContext, 'newId'>, postings: readonly Posting[]): Line[] {
  const days = new Map<number, PlainDate>();
  return postings.map((posting) => {
    const at = posting.occurredAt.getTime();
    const businessDate = days.get(at) ?? businessDateOf(posting.occurredAt);
    days.set(at, businessDate);
    return { ...posting, journalId: ctx.newId(), businessDate };
  });
}

/** Walks the postings in order and writes down each leg with the balance it leaves. Changes `balances`. */
function runningEntries(postings: readonly Line[], balances: Map<Uuid, Balances>): Row[] {
  const rows: Row[] = [];
  for (const posting of postings) {
    const { businessDate } = posting;
    for (const [leg, amount] of [
      [posting.source, negate(posting.amount)],
      [posting.target, posting.amount],
    ] as const) {
      const held = balances.get(leg.accountId);
      if (!held) throw new Error(`account ${leg.accountId} is not locked`);
      held[leg.bucket] = plus(held[leg.bucket], amount);
      held.entryCount += 1n;
      rows.push({
        accountId: leg.accountId,
        bucket: leg.bucket,
        amount,
        journalId: posting.journalId,
        businessDate,
        sequence: held.entryCount,
        balanceAfter: held[leg.bucket],
        occurredAt: posting.occurredAt,
      });
    }
  }
  return rows;
}

async function updateAccounts(
  tx: Transaction,
  balances: ReadonlyMap<Uuid, Balances>,
  unreserve: ReadonlyMap<Uuid, Money>,
): Promise<void> {
  const ids = [...balances.keys()];
  const column = (pick: (held: Balances) => bigint) => arrayOf('bigint', [...balances.values()].map(pick));
  await executePrepared(
    tx,
    sql`
    update account set available = held.available, frozen = held.frozen, withdrawing = held.withdrawing,
      entry_count = held.entry_count, reserved = account.reserved - held.unreserved
    from unnest(${arrayOf('uuid', ids)}, ${column((held) => held.available)}, ${column((held) => held.frozen)},
      ${column((held) => held.withdrawing)}, ${column((held) => held.entryCount)},
      ${columnOf('bigint', ids, (id) => unreserve.get(id) ?? ZERO)})
      as held (id, available, frozen, withdrawing, entry_count, unreserved)
    where account.id = held.id`,
  );
}

async function insertJournals(tx: Transaction, ctx: DomainContext, postings: readonly Line[]): Promise<void> {
  const postedAt = ctx.now();
  await executePrepared(
    tx,
    sql`
    insert into ${journal} (id, kind, instruction_id, line_number, loan_id, bid_id, amount, occurred_at, business_date,
      posted_at)
    select line.*, ${postedAt.toISOString()}::timestamptz from unnest(
      ${columnOf('uuid', postings, (posting) => posting.journalId)},
      ${columnOf('text', postings, (posting) => posting.kind)},
      ${columnOf('uuid', postings, (posting) => posting.instructionId)},
      ${columnOf('integer', postings, (posting) => posting.lineNumber)},
      ${columnOf('uuid', postings, (posting) => posting.loanId ?? null)},
      ${columnOf('uuid', postings, (posting) => posting.bidId ?? null)},
      ${columnOf('bigint', postings, (posting) => posting.amount)},
      ${columnOf('timestamptz', postings, (posting) => posting.occurredAt)},
      ${columnOf('date', postings, (posting) => posting.businessDate)}) as line`,
  );
}

async function insertEntries(tx: Transaction, rows: readonly Row[]): Promise<void> {
  await executePrepared(
    tx,
    sql`
    insert into ${entry} (account_id, sequence, journal_id, bucket, amount, balance_after, business_date, occurred_at)
    select leg.* from unnest(
      ${columnOf('uuid', rows, (row) => row.accountId)},
      ${columnOf('bigint', rows, (row) => row.sequence)},
      ${columnOf('uuid', rows, (row) => row.journalId)},
      ${columnOf('text', rows, (row) => row.bucket)},
      ${columnOf('bigint', rows, (row) => row.amount)},
      ${columnOf('bigint', rows, (row) => row.balanceAfter)},
      ${columnOf('date', rows, (row) => row.businessDate)},
      ${columnOf('timestamptz', rows, (row) => row.occurredAt)}) as leg`,
  );
}

/**
 * The only writer of journals, entries and balances: mirrors lines of the bank, in the transaction that concludes
 * their instruction. Accounts are locked by id, platform accounts last; a caller that must lock loans or bids does so
 * before. Entries follow the order of `postings`, each with the exact balance of its bucket after it.
 * @throws RangeError for an amount that is not positive; a database error when a line is posted a second time, or when
 * a member's bucket would fall below zero or below what is reserved of it.
 */
export async function post(
  tx: Transaction,
  ctx: DomainContext,
  postings: readonly Posting[],
  options: PostOptions = {},
): Promise<void> {
  const unreserve = options.unreserve ?? new Map<Uuid, Money>();
  const touched = new Set<Uuid>(unreserve.keys());
  for (const posting of postings) {
    if (posting.amount <= 0n) throw new RangeError(`a posting moves a positive amount, not ${posting.amount}`);
    touched.add(posting.source.accountId).add(posting.target.accountId);
  }
  if (touched.size === 0) return;
  const balances = await lockAccounts(tx, [...touched].sort());
  const lines = linesOf(ctx, postings);
  const rows = runningEntries(lines, balances);
  await updateAccounts(tx, balances, unreserve);
  for (let from = 0; from < lines.length; from += ROWS_AT_ONCE) {
    await insertJournals(tx, ctx, lines.slice(from, from + ROWS_AT_ONCE));
  }
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await insertEntries(tx, rows.slice(from, from + ROWS_AT_ONCE));
  }
}
