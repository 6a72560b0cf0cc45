import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { recharge } from '#db/bank/schema/cash.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, lesser, type Money, minus } from '#server/primitives/money.ts';
import { jsonRows } from '../book/rows.ts';
import { cashAccountsOf } from '../cash/core.ts';

export type Recharge = typeof recharge.$inferSelect;

/** The channel under which float of a recharge stands that its channel's file lacks: a lot of its own. */
export const missingChannel = ({ payCompany, id }: Pick<Recharge, 'payCompany' | 'id'>): string =>
  `${payCompany}#${id}`;

const MOST_HANDS = 12;

const idRows = (ids: Iterable<Uuid>) => jsonRows([...ids].map((id) => ({ id })));

type Held = { accountId: Uuid; amount: Money };

/** Float of the recharge's day and channel in these hands, or in anybody's. */
async function heldBy(tx: BankTransaction, missing: Recharge, hands: ReadonlySet<Uuid> | 'all'): Promise<Held[]> {
  const { platformNo, businessDate, payCompany } = missing;
  const among =
    hands === 'all' ? sql`` : sql`and account_id in (select id from json_to_recordset(${idRows(hands)}) as h(id uuid))`;
  const rows = await tx.execute<{ account_id: Uuid; amount: string }>(sql`
    select account_id, amount from float_lot where platform_no = ${platformNo} and date = ${businessDate}::date
      and channel = ${payCompany} ${among} order by account_id`);
  return rows.map((row) => ({ accountId: row.account_id, amount: fen(BigInt(row.amount)) }));
}

/** Whom these hands have paid since the recharge. */
async function paidBy(tx: BankTransaction, missing: Recharge, hands: ReadonlySet<Uuid>): Promise<Uuid[]> {
  const rows = await tx.execute<{ id: Uuid }>(sql`
    select distinct t.target_account_id as id from transfer t join account a on a.id = t.target_account_id
    where t.platform_no = ${missing.platformNo} and a.kind <> 'core' and t.target_account_id <> t.source_account_id
      and t.occurred_at >= ${missing.transactionAt.toISOString()}::timestamptz
      and t.source_account_id in (select id from json_to_recordset(${idRows(hands)}) as h(id uuid)) order by 1`);
  return rows.map((row) => row.id);
}

async function relabel(tx: BankTransaction, missing: Recharge, { accountId, amount }: Held): Promise<void> {
  const { platformNo, businessDate, payCompany } = missing;
  await tx.execute(sql`
    update float_lot set amount = amount - ${amount.toString()}::bigint
    where account_id = ${accountId} and date = ${businessDate}::date and channel = ${payCompany}`);
  await tx.execute(sql`
    insert into float_lot (account_id, date, channel, platform_no, amount) values (${accountId},
      ${businessDate}::date, ${missingChannel(missing)}, ${platformNo}, ${amount.toString()}::bigint)`);
  await tx.execute(sql`delete from float_lot where account_id = ${accountId} and amount = 0`);
}

/**
 * Sets the float of a recharge apart that its channel will not pay. Float of a day and channel is fungible, so the way
 * of the money decides whose it is: what its first owner still has, then those he has paid since, and whom they have.
 */
export async function setMissingFloatApart(tx: BankTransaction, missing: Recharge): Promise<void> {
  let hands: Set<Uuid> | 'all' = new Set([missing.accountId]);
  if (missing.commission > 0n) hands.add((await cashAccountsOf(tx, missing.platformNo)).INCOME);
  const seen = new Set<Uuid>(hands);
  let left: Money = missing.amount;
  for (let hop = 0; left > 0n; hop += 1) {
    for (const held of await heldBy(tx, missing, hands)) {
      const part = lesser(held.amount, left);
      if (part > 0n) await relabel(tx, missing, { accountId: held.accountId, amount: part });
      left = minus(left, part);
    }
    if (hands === 'all') break;
    const next: Uuid[] = hop < MOST_HANDS ? (await paidBy(tx, missing, hands)).filter((id) => !seen.has(id)) : [];
    for (const id of next) seen.add(id);
    hands = next.length > 0 ? new Set(next) : 'all';
  }
  if (left > 0n) throw new Error(`recharge ${missing.requestNo}: its float is not in the book`);
}
