import { type SQL, sql } from 'drizzle-orm';
import type { Scope } from './own-file.ts';

/** What PostgreSQL answers of one account and one day: fen as text. */
export type HeldRow = {
  id: string;
  account: string;
  kind: string;
  opening: string;
  received: string;
  paid: string;
  closing: string;
  available: string;
  frozen: string;
  withdrawing: string;
  postings: number;
};

/**
 * What some accounts held at the beginning and at the end of a day, and what came in and went out between, money moved
 * within an account not counted: reckoned from their entries alone, never from stored balances.
 * @param accounts a query of accounts with id, platform_user_no and role
 */
export const heldSql = ({ date, through }: Scope, accounts: SQL): SQL => sql`
  with one as (${accounts}),
  before as (
    select e.account_id, e.bucket, sum(e.amount) as amount from entry e
    where e.account_id in (select id from one) and e.business_date < ${date}::date and e.journal_id <= ${through}::uuid
    group by e.account_id, e.bucket),
  today as (
    select e.account_id, e.journal_id, sum(e.amount) as net,
      coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0) as available,
      coalesce(sum(e.amount) filter (where e.bucket = 'frozen'), 0) as frozen,
      coalesce(sum(e.amount) filter (where e.bucket = 'withdrawing'), 0) as withdrawing
    from entry e
    where e.account_id in (select id from one) and e.business_date = ${date}::date and e.journal_id <= ${through}::uuid
    group by e.account_id, e.journal_id),
  opened as (
    select account_id, sum(amount) as total,
      coalesce(sum(amount) filter (where bucket = 'available'), 0) as available,
      coalesce(sum(amount) filter (where bucket = 'frozen'), 0) as frozen,
      coalesce(sum(amount) filter (where bucket = 'withdrawing'), 0) as withdrawing
    from before group by account_id),
  moved as (
    select account_id, sum(net) as net, sum(greatest(net, 0)) as received, sum(greatest(-net, 0)) as paid,
      sum(available) as available, sum(frozen) as frozen, sum(withdrawing) as withdrawing, count(*)::int as postings
    from today group by account_id)
  select one.id, one.platform_user_no as account, one.role as kind,
    coalesce(opened.total, 0)::text as opening, coalesce(moved.received, 0)::text as received,
    coalesce(moved.paid, 0)::text as paid, (coalesce(opened.total, 0) + coalesce(moved.net, 0))::text as closing,
    (coalesce(opened.available, 0) + coalesce(moved.available, 0))::text as available,
    (coalesce(opened.frozen, 0) + coalesce(moved.frozen, 0))::text as frozen,
    (coalesce(opened.withdrawing, 0) + coalesce(moved.withdrawing, 0))::text as withdrawing,
    coalesce(moved.postings, 0) as postings
  from one left join opened on opened.account_id = one.id left join moved on moved.account_id = one.id`;

/** Accounts with a posting of a day or before: the others have never held anything. */
export const everHeld = ({ date, through }: Scope): SQL => sql`
  select id, platform_user_no, role from account
  where exists (select 1 from entry e where e.account_id = account.id and e.business_date <= ${date}::date
    and e.journal_id <= ${through}::uuid)`;
