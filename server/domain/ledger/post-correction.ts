import { sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { account, type Bucket, entry, type JournalKind, journal } from '#db/schema/accounts.ts';
import type { Transaction } from '#db/transaction.ts';
import { businessDateOf, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, plus, sum, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { rebuildBalances } from './rebuild-balances.ts';

/** One leg of a correction: what its bucket gains, or loses below zero, on the day to which that belongs. */
export type CorrectingLeg = Readonly<{
  accountId: Uuid;
  bucket: Bucket;
  amount: Money;
  occurredAt: Date;
  /** The date of the entry that it corrects; the day of `occurredAt` when absent. */
  businessDate?: PlainDate;
}>;

/** A posting that a correction writes. Its legs add up to nothing, as those of any posting. */
export type CorrectingPosting = Readonly<{
  kind: JournalKind;
  correctionId: Uuid;
  /** The line of the bank that it corrects; the correction itself where there is none. */
  instructionId: Uuid;
  lineNumber: number;
  /** The posting whose place it takes, which stays and no longer counts. */
  replacesId?: Uuid | null;
  /** The journal row that lacks these legs. */
  journalId?: Uuid;
  /** That row is gone as well and is written again, under its own id. */
  revives?: boolean;
  loanId?: Uuid | null;
  bidId?: Uuid | null;
  amount: Money;
  occurredAt: Date;
  legs: readonly CorrectingLeg[];
}>;

async function nextRevision(tx: Transaction, posting: CorrectingPosting): Promise<number> {
  const [row] = await tx.execute<{
    next: number;
  }>(sql`select (coalesce(max(revision), -1) + 1)::int as next from journal
    where instruction_id = ${posting.instructionId} and line_number = ${posting.lineNumber}`);
  return row?.next ?? 0;
}

/** The number of an entry that has vanished and stood between others of its time, else the next free one. */
async function placeOf(tx: Transaction, leg: CorrectingLeg): Promise<bigint> {
  const [row] = await tx.execute<{ gap: string | null; next: string }>(sql`
    with held as (select sequence, occurred_at, lead(sequence) over (order by sequence) as following,
        lead(occurred_at) over (order by sequence) as following_at
      from (select sequence, occurred_at from entry where account_id = ${leg.accountId}
        union all select 0, '-infinity'::timestamptz
        union all select entry_count + 1, 'infinity'::timestamptz from account where id = ${leg.accountId}
          and entry_count + 1 > (select coalesce(max(sequence), 0) from entry where account_id = ${leg.accountId})
      ) as numbered)
    select (select (sequence + 1)::text from held where following > sequence + 1
        order by (occurred_at <= ${leg.occurredAt.toISOString()}::timestamptz
          and following_at >= ${leg.occurredAt.toISOString()}::timestamptz) desc, sequence limit 1) as gap,
      (select (coalesce(max(sequence), 0) + 1)::text from entry where account_id = ${leg.accountId}) as next`);
  return BigInt(row?.gap ?? row?.next ?? 1);
}

async function insertLeg(tx: Transaction, journalId: Uuid, leg: CorrectingLeg): Promise<void> {
  const sequence = await placeOf(tx, leg);
  const [before] = await tx.execute<{ held: string }>(sql`select coalesce(sum(amount), 0)::text as held from entry
    where account_id = ${leg.accountId} and bucket = ${leg.bucket} and sequence < ${sequence.toString()}::bigint`);
  await tx.insert(entry).values({
    accountId: leg.accountId,
    sequence,
    journalId,
    bucket: leg.bucket,
    amount: leg.amount,
    balanceAfter: plus(fen(BigInt(before?.held ?? 0)), leg.amount),
    businessDate: leg.businessDate ?? businessDateOf(leg.occurredAt),
    occurredAt: leg.occurredAt,
  });
}

async function insertJournal(tx: Transaction, ctx: DomainContext, id: Uuid, posting: CorrectingPosting): Promise<void> {
  const { kind, correctionId, instructionId, lineNumber, amount, occurredAt } = posting;
  await tx.insert(journal).values({
    id,
    kind,
    correctionId,
    instructionId,
    lineNumber,
    revision: await nextRevision(tx, posting),
    replacesId: posting.replacesId ?? null,
    loanId: posting.loanId ?? null,
    bidId: posting.bidId ?? null,
    amount,
    occurredAt,
    businessDate: businessDateOf(occurredAt),
    postedAt: ctx.now(),
  });
}

/**
 * Writes the postings of a correction, and lets every account they touch hold what its entries then add up to: the
 * stored figures of an account that somebody has changed are no ground to count on from. An entry that has vanished is
 * written at its own number again. Accounts are locked by id; a caller that must lock loans or bids does so before.
 * @returns the ids of the journal rows, in the order of `postings`
 * @throws RangeError for legs that do not add up to nothing; DomainError CONFLICT when an account would fall below zero
 */
export async function postCorrection(
  tx: Transaction,
  ctx: DomainContext,
  postings: readonly CorrectingPosting[],
): Promise<Uuid[]> {
  const touched = [...new Set(postings.flatMap(({ legs }) => legs.map((leg) => leg.accountId)))].sort();
  await tx
    .select({ id: account.id })
    .from(account)
    .where(sql`${account.id} = any(${arrayOf('uuid', touched)})`)
    .orderBy(account.id)
    .for('update');
  const ids: Uuid[] = [];
  for (const posting of postings) {
    const total = posting.journalId ? ZERO : sum(posting.legs.map(({ amount }) => amount));
    if (total !== ZERO || posting.amount <= 0n) throw new RangeError('the legs of a correction add up to nothing');
    const journalId = posting.journalId ?? ctx.newId();
    if (!posting.journalId || posting.revives) await insertJournal(tx, ctx, journalId, posting);
    for (const leg of posting.legs) await insertLeg(tx, journalId, leg);
    ids.push(journalId);
  }
  await rebuildBalances(tx, ctx, touched);
  return ids;
}
