import type postgres from 'postgres';
import type { Uuid } from '#server/primitives/ids.ts';

type Leg = { account_id: string; sequence: string; bucket: string; amount: string };

/** Takes the legs of a posting out of their accounts' chains, as if they had never been written. */
export async function unwindLegs(owner: postgres.Sql, journalId: Uuid): Promise<void> {
  await owner.begin(async (tx) => {
    const legs = await tx<Leg[]>`
      delete from entry where journal_id = ${journalId} returning account_id, sequence::text, bucket, amount::text`;
    // The last first: where both legs are of one account, the other keeps its number until it is its turn.
    const lastFirst = [...legs].sort((left, right) => Number(right.sequence) - Number(left.sequence));
    for (const { account_id, sequence, bucket, amount } of lastFirst) {
      await tx`update entry set balance_after = balance_after - ${amount}::bigint
        where account_id = ${account_id} and bucket = ${bucket} and sequence > ${sequence}::bigint`;
      await tx`update entry set sequence = -sequence where account_id = ${account_id} and sequence > ${sequence}::bigint`;
      await tx`update entry set sequence = -sequence - 1 where account_id = ${account_id} and sequence < 0`;
      await tx`update account_day set through = through - 1
        where account_id = ${account_id} and through >= ${sequence}::bigint`;
      await tx.unsafe(
        `update account set ${bucket} = ${bucket} - $2::bigint, entry_count = entry_count - 1 where id = $1`,
        [account_id, amount],
      );
    }
  });
}

/** Removes a posting with its legs and what they brought to the balances: our books as they were before it. */
export async function unwind(owner: postgres.Sql, journalId: Uuid): Promise<void> {
  await unwindLegs(owner, journalId);
  await owner`delete from journal where id = ${journalId}`;
}

/** Writes a posting's legs at the ends of its accounts' chains and into the balances, as the only writer does. */
export async function wind(owner: postgres.Sql, journalId: Uuid, legsOf: Uuid): Promise<void> {
  await owner.begin(async (tx) => {
    const legs = await tx<(Leg & { day: string; at: Date })[]>`
      select account_id, sequence::text, bucket, amount::text, business_date::text as day, occurred_at as at
      from entry where journal_id = ${legsOf}`;
    for (const { account_id, bucket, amount, day, at } of legs) {
      const [held] = await tx.unsafe<{ count: string; held: string }[]>(
        `update account set ${bucket} = ${bucket} + $2::bigint, entry_count = entry_count + 1 where id = $1
         returning entry_count::text as count, ${bucket}::text as held`,
        [account_id, amount],
      );
      if (!held) throw new Error(`no account ${account_id}`);
      await tx`insert into entry (account_id, sequence, journal_id, bucket, amount, balance_after, business_date, occurred_at)
        values (${account_id}, ${held.count}::bigint, ${journalId}, ${bucket}, ${amount}::bigint, ${held.held}::bigint,
          ${day}::date, ${at})`;
    }
  });
}
