import { sql } from 'drizzle-orm';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, sum, toDecimalText } from '#server/primitives/money.ts';
import type { CheckOutcome } from './check-outcome.ts';
import type { Break, Cause } from './compare.ts';
import { disagrees, storedAndEntered } from './stored-balances.ts';

const BUCKETS = ['available', 'frozen', 'withdrawing'] as const;
type Amounts = Readonly<Record<(typeof BUCKETS)[number], Money>>;

/** What an account's row says and what its entries say, where they do not agree. */
export type StoredDifference = Readonly<{
  userNo: string;
  stored: Amounts;
  entered: Amounts;
  /** Entries that the account says it has, and the newest number there is. */
  entryCount: bigint;
  last: bigint;
  /** The number after a missing one. */
  gapAt: bigint | null;
  /** The entry whose balance does not follow from the one before it. */
  brokenAt: bigint | null;
  accountId: Uuid;
  /** The posting of the entry at which the chain breaks. */
  journalId: Uuid | null;
}>;

const sameAmounts = ({ stored, entered }: StoredDifference): boolean =>
  BUCKETS.every((bucket) => stored[bucket] === entered[bucket]);

/** What was changed, by where the numbers and the running balances stop to follow from each other. */
function causeOf(found: StoredDifference): Cause {
  if (found.gapAt !== null) return 'entry-removed';
  if (found.last > found.entryCount) return sameAmounts(found) ? 'balance-changed-here' : 'entry-added';
  if (found.last < found.entryCount) return sameAmounts(found) ? 'balance-changed-here' : 'entry-removed';
  return found.brokenAt === null ? 'balance-changed-here' : 'entry-changed';
}

/** The stored figures beside the number of entries they belong to, and the entry at which the chain breaks. */
const texts = (found: StoredDifference) => {
  const amounts = (of: Amounts): string => BUCKETS.map((bucket) => toDecimalText(of[bucket])).join(' + ');
  const at = found.gapAt ?? found.brokenAt;
  return {
    ours: `${amounts(found.stored)} #${found.entryCount}`,
    theirs: `${amounts(found.entered)} #${found.last}${at === null ? '' : ` @${at}`}`,
  };
};

/** An account whose stored balance is not the sum of its entries, or whose entries do not follow from each other. */
export function explainStored(found: StoredDifference): Break {
  const { userNo, stored, entered, accountId, journalId } = found;
  return {
    kind: 'balance-not-entries',
    object: userNo,
    ...texts(found),
    amounts: { ours: sum(Object.values(stored)), theirs: sum(Object.values(entered)) },
    cause: causeOf(found),
    links: { accountId, journalId },
  };
}

type Row = Record<(typeof BUCKETS)[number] | `sum_${(typeof BUCKETS)[number]}` | 'entry_count' | 'last', string> & {
  account_id: Uuid;
  user_no: string;
  gap_at: string | null;
  broken_at: string | null;
  journal_id: Uuid | null;
};

const bigOrNull = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

const breakOf = (row: Row): Break =>
  explainStored({
    userNo: row.user_no,
    stored: {
      available: fen(BigInt(row.available)),
      frozen: fen(BigInt(row.frozen)),
      withdrawing: fen(BigInt(row.withdrawing)),
    },
    entered: {
      available: fen(BigInt(row.sum_available)),
      frozen: fen(BigInt(row.sum_frozen)),
      withdrawing: fen(BigInt(row.sum_withdrawing)),
    },
    entryCount: BigInt(row.entry_count),
    last: BigInt(row.last),
    gapAt: bigOrNull(row.gap_at),
    brokenAt: bigOrNull(row.broken_at),
    accountId: row.account_id,
    journalId: row.journal_id,
  });

/**
 * Check 5: every stored balance is the sum of its entries, bucket by bucket, the entries are numbered without gaps, and
 * each running balance follows from the one before. Left is what is stored, right what the entries add up to, both
 * without the world outside. Of now, whatever the date: a row that was changed is wrong on every day.
 */
export async function compareStored(tx: Transaction): Promise<CheckOutcome> {
  const rows = await tx.execute<Row & { left: string; right: string; compared: number; disagrees: boolean }>(sql`
    with held as materialized (${storedAndEntered()}),
      totals as (
        select coalesce(sum(available + frozen + withdrawing) filter (where role not in ('CHANNELS', 'CARDS')), 0) as left,
          coalesce(sum(sum_available + sum_frozen + sum_withdrawing)
            filter (where role not in ('CHANNELS', 'CARDS')), 0) as right,
          count(*)::int as compared
        from held)
    select held.account_id, held.user_no, held.available::text, held.frozen::text, held.withdrawing::text,
      held.entry_count::text, held.sum_available::text, held.sum_frozen::text, held.sum_withdrawing::text,
      held.last::text, held.gap_at::text, held.broken_at::text, totals.left::text, totals.right::text, totals.compared,
      held.account_id is not null as disagrees,
      (select e.journal_id from entry e where e.account_id = held.account_id
        and e.sequence = coalesce(held.broken_at, held.gap_at)) as journal_id
    from totals left join (select * from held where ${disagrees}) as held on true order by held.user_no`);
  const breaks = rows.filter((row) => row.disagrees).map(breakOf);
  return {
    check: 'summary-and-detail',
    state: breaks.length === 0 ? 'green' : 'red',
    left: fen(BigInt(rows[0]?.left ?? 0)),
    right: fen(BigInt(rows[0]?.right ?? 0)),
    compared: rows[0]?.compared ?? 0,
    breaks,
  };
}
