import { sql } from 'drizzle-orm';
import type { Executor } from '#db/pool.ts';
import type { Bucket } from '#db/schema/accounts.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';

export const BUCKETS: readonly Bucket[] = ['available', 'frozen', 'withdrawing'];
type Held = Readonly<Record<Bucket, Money>>;

/** What an account holds by its stored figures and by its entries, and whether the bank's file of a date bears each out. */
export type Figures = Readonly<{
  stored: Held;
  entries: Held;
  /** Null where the bank has not said what the account held. */
  storedIsBanks: boolean | null;
  entriesAreBanks: boolean | null;
  /** Entries are as many as were counted, numbered without gaps. */
  complete: boolean;
}>;

type Row = Record<`${'stored' | 'entered'}_${Bucket}`, string> & {
  stored_is: boolean | null;
  entered_is: boolean | null;
  complete: boolean;
};

const held = (row: Row, of: 'stored' | 'entered'): Held => ({
  available: fen(BigInt(row[`${of}_available`])),
  frozen: fen(BigInt(row[`${of}_frozen`])),
  withdrawing: fen(BigInt(row[`${of}_withdrawing`])),
});

/** Reads both figures of an account beside what the bank's file of a date says that it held when the date ended. */
export async function figuresOf(db: Executor, accountId: Uuid, date: PlainDate): Promise<Figures | undefined> {
  const [row] = await db.execute<Row>(sql`
    with totals as (select a.id, a.platform_user_no, a.available, a.frozen, a.withdrawing,
        a.entry_count = count(e.account_id) and a.entry_count = coalesce(max(e.sequence), 0) as complete,
        coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0) as entered_available,
        coalesce(sum(e.amount) filter (where e.bucket = 'frozen'), 0) as entered_frozen,
        coalesce(sum(e.amount) filter (where e.bucket = 'withdrawing'), 0) as entered_withdrawing,
        coalesce(sum(e.amount) filter (where e.bucket = 'available' and e.business_date > ${date}::date), 0) as later,
        coalesce(sum(e.amount) filter (where e.bucket <> 'available' and e.business_date > ${date}::date), 0)
          as later_frozen
      from account a left join entry e on e.account_id = a.id where a.id = ${accountId} group by a.id),
    bank as (select available_fen, frozen_fen from balance_row b join totals t on t.platform_user_no = b.user_no
      where b.business_date = ${date}::date limit 1)
    select t.available::text as stored_available, t.frozen::text as stored_frozen,
      t.withdrawing::text as stored_withdrawing, t.entered_available::text, t.entered_frozen::text,
      t.entered_withdrawing::text, t.complete,
      (select b.available_fen = t.available - t.later and b.frozen_fen = t.frozen + t.withdrawing - t.later_frozen
        from bank b) as stored_is,
      (select b.available_fen = t.entered_available - t.later
        and b.frozen_fen = t.entered_frozen + t.entered_withdrawing - t.later_frozen from bank b) as entered_is
    from totals t`);
  if (!row) return undefined;
  const { stored_is: storedIsBanks, entered_is: entriesAreBanks, complete } = row;
  return { stored: held(row, 'stored'), entries: held(row, 'entered'), storedIsBanks, entriesAreBanks, complete };
}

/** Whether the two figures of an account are one. */
export const figuresAgree = ({ stored, entries }: Figures): boolean =>
  BUCKETS.every((bucket) => stored[bucket] === entries[bucket]);
