import { type SQL, sql } from 'drizzle-orm';

/**
 * Each account beside what its entries say: SQL rows of account_id, user_no, role, the stored balances and entry_count,
 * what the entries add up to (sum_…), how many there are and the newest number (entries, last), and where the chain
 * first breaks: gap_at the number after a missing one, broken_at an entry whose balance does not follow from the one
 * before it in its bucket. Entries before a correction stay as they were found and are not held to the chain.
 * @param accounts a query of account ids; all when absent
 */
export const storedAndEntered = (accounts?: SQL): SQL => {
  const among = (column: SQL): SQL => (accounts ? sql`${column} in (${accounts})` : sql`true`);
  return sql`
  with corrected as (
      select e.account_id, max(e.sequence) as through from journal j join entry e on e.journal_id = j.id
      where j.correction_id is not null group by e.account_id),
    leg as (
      select e.account_id, e.sequence, e.bucket, e.amount, e.balance_after,
        e.sequence - coalesce(lag(e.sequence) over (partition by e.account_id order by e.sequence), 0) as step,
        coalesce(lag(e.balance_after) over (partition by e.account_id, e.bucket order by e.sequence), 0) as before
      from entry e where ${among(sql`e.account_id`)}),
    entered as (
      select leg.account_id, count(*) as entries, max(leg.sequence) as last,
        sum(leg.amount) filter (where leg.bucket = 'available') as available,
        sum(leg.amount) filter (where leg.bucket = 'frozen') as frozen,
        sum(leg.amount) filter (where leg.bucket = 'withdrawing') as withdrawing,
        min(leg.sequence) filter (where leg.step <> 1) as gap_at,
        min(leg.sequence) filter (where leg.balance_after <> leg.before + leg.amount
          and leg.sequence > coalesce(corrected.through, 0)) as broken_at
      from leg left join corrected on corrected.account_id = leg.account_id group by leg.account_id)
  select a.id as account_id, a.platform_user_no as user_no, a.role, a.available, a.frozen, a.withdrawing, a.entry_count,
    coalesce(n.available, 0) as sum_available, coalesce(n.frozen, 0) as sum_frozen,
    coalesce(n.withdrawing, 0) as sum_withdrawing, coalesce(n.entries, 0) as entries, coalesce(n.last, 0) as last,
    n.gap_at, n.broken_at
  from account a left join entered n on n.account_id = a.id where ${among(sql`a.id`)}`;
};

/** Whether a row of `storedAndEntered` does not agree with itself. */
export const disagrees: SQL = sql`(available <> sum_available or frozen <> sum_frozen
  or withdrawing <> sum_withdrawing or entry_count <> last or gap_at is not null or broken_at is not null)`;

/** Those of these accounts whose stored balances and entries do not agree with each other. */
export const disagreesWithEntries = (accounts: SQL): SQL =>
  sql`select 1 from (${storedAndEntered(accounts)}) as held where ${disagrees}`;
