import { sql } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import type { CoreRole } from '#db/bank/schema/book.ts';
import { fen, type Money, negate } from '#server/primitives/money.ts';

/** What the core holds or is owed; the rest of its accounts are what it owes on. */
export const ASSETS: readonly CoreRole[] = ['CUSTODY', 'EACCOUNT', 'CHANNELS'];

/** The order in which the general ledger is read. */
const ORDER: readonly CoreRole[] = [
  'CUSTODY',
  'EACCOUNT',
  'CLEARING',
  'CHANNELS',
  'SETTLEMENT',
  'OWN',
  'ADVANCE',
  'CARDS',
];

/** One line of the core's general ledger: what came in, what went out, what is there. Negative is owed the other way. */
export type LedgerLine = { role: CoreRole; accounts: number; received: Money; paid: Money; balance: Money };

type Row = { role: CoreRole; accounts: string; added: string; taken: string; balance: string };

/** The core's general ledger of one platform, by kind of account; e-accounts only where there are any. */
export async function readLedger(db: BankExecutor, platformNo: string): Promise<LedgerLine[]> {
  const rows = await db.execute<Row>(sql`
    with core as (
      select id, role, available + frozen as balance from account where platform_no = ${platformNo} and kind = 'core'
    ), moved as (
      select c.role, sum(t.amount) filter (where t.target_account_id = c.id) as added,
        sum(t.amount) filter (where t.source_account_id = c.id) as taken
      from core c join transfer t on c.id in (t.source_account_id, t.target_account_id)
      where t.platform_no = ${platformNo} and t.source_account_id <> t.target_account_id group by c.role
    )
    select core.role, count(*) as accounts, sum(core.balance)::text as balance,
      coalesce(max(moved.added), 0)::text as added, coalesce(max(moved.taken), 0)::text as taken
    from core left join moved on moved.role = core.role group by core.role`);
  return rows
    .map(({ role, accounts, ...row }): LedgerLine => {
      const [added, taken, balance] = [row.added, row.taken, row.balance].map((text) => fen(BigInt(text)));
      if (added === undefined || taken === undefined || balance === undefined) throw new Error('no sums');
      const line = { role, accounts: Number(accounts) };
      return ASSETS.includes(role)
        ? { ...line, received: taken, paid: added, balance: negate(balance) }
        : { ...line, received: added, paid: taken, balance };
    })
    .sort((left, right) => ORDER.indexOf(left.role) - ORDER.indexOf(right.role));
}

/** How many accounts are not the sum of their transfers, of their float lots, or of their open freezes. */
export async function countDrifted(db: BankExecutor, platformNo: string): Promise<number> {
  const [row] = await db.execute<{ wrong: string }>(sql`
    with legs as (
      select source_account_id as id, source_bucket as bucket, -amount as amount from transfer
        where platform_no = ${platformNo}
      union all
      select target_account_id, target_bucket, amount from transfer where platform_no = ${platformNo}
    ), sums as (
      select id, sum(amount) filter (where bucket = 'available') as available,
        sum(amount) filter (where bucket = 'frozen') as frozen from legs group by id
    ), lots as (select account_id, sum(amount) as float from float_lot where platform_no = ${platformNo} group by 1),
    held as (
      select account_id, sum(amount - used - cancelled) as frozen from "freeze" where platform_no = ${platformNo} group by 1
    )
    select count(*) as wrong from account a left join sums on sums.id = a.id
      left join lots on lots.account_id = a.id left join held on held.account_id = coalesce(a.mirror_id, a.id)
    where a.platform_no = ${platformNo} and (a.available <> coalesce(sums.available, 0)
      or a.frozen <> coalesce(sums.frozen, 0) or a.float <> coalesce(lots.float, 0)
      or abs(a.frozen) <> coalesce(held.frozen, 0))`);
  return Number(row?.wrong ?? '0');
}

/** How many virtual accounts are not the mirror of an e-account, bucket by bucket and without float. */
export async function countUnmirrored(db: BankExecutor, platformNo: string): Promise<number> {
  const [row] = await db.execute<{ wrong: string }>(sql`
    with e as (select mirror_id, available, frozen from account where platform_no = ${platformNo} and role = 'EACCOUNT')
    select count(*) as wrong from account a left join e on e.mirror_id = a.id
    where a.platform_no = ${platformNo} and a.kind <> 'core'
      and (e.mirror_id is null or a.available <> -e.available or a.frozen <> -e.frozen or a.float <> 0)`);
  return Number(row?.wrong ?? '0');
}
