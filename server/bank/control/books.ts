import { sql } from 'drizzle-orm';
import { fen, type Money, negate, sum, toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';

type RoleRow = { kind: string; role: string; accounts: string; available: string; frozen: string; float: string };

const money = (text: string | undefined): Money => fen(BigInt(text ?? '0'));

async function drift(bank: Bank, platformNo: string): Promise<number> {
  const [row] = await bank.pool.db.execute<{ wrong: string }>(sql`
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
      left join lots on lots.account_id = a.id left join held on held.account_id = a.id
    where a.platform_no = ${platformNo} and (a.available <> coalesce(sums.available, 0)
      or a.frozen <> coalesce(sums.frozen, 0) or a.float <> coalesce(lots.float, 0)
      or a.frozen <> coalesce(held.frozen, 0))`);
  return Number(row?.wrong ?? '0');
}

/**
 * GET books → the general ledger of a platform and its equations: {platformNo, now, custodyAccount, inClearing,
 * receivable, arrived, float, sum, checks: {sumIsZero, arrivedEquation, receivableEquation, balancesAreTheirTransfers},
 * roles: [{kind, role, accounts, available, frozen, float}]}. At every moment custodyAccount − inClearing = arrived
 * and receivable = float.
 */
export async function booksSheet(bank: Bank, platformNo: string) {
  const rows = await bank.pool.db.execute<RoleRow>(sql`
    select kind, role, count(*) as accounts, sum(available)::bigint as available, sum(frozen)::bigint as frozen,
      sum(float)::bigint as float
    from account where platform_no = ${platformNo} group by kind, role
    order by array_position(array['user', 'platform', 'core'], kind), role`);
  const core = (role: string): Money => money(rows.find((row) => row.kind === 'core' && row.role === role)?.available);
  const members = rows.filter((row) => row.kind !== 'core');
  const float = sum(members.map((row) => money(row.float)));
  const held = sum(members.map((row) => fen(money(row.available) + money(row.frozen))));
  const total = sum(rows.map((row) => fen(money(row.available) + money(row.frozen))));
  const custodyAccount = negate(core('CUSTODY'));
  const inClearing = core('CLEARING');
  const receivable = negate(core('CHANNELS'));
  const arrived = fen(held - float);
  return {
    platformNo,
    now: bank.clock.now().toISOString(),
    businessDate: bank.clock.businessDate(),
    custodyAccount: toDecimalText(custodyAccount),
    inClearing: toDecimalText(inClearing),
    receivable: toDecimalText(receivable),
    arrived: toDecimalText(arrived),
    float: toDecimalText(float),
    sum: toDecimalText(total),
    checks: {
      sumIsZero: total === ZERO,
      arrivedEquation: custodyAccount - inClearing === arrived,
      receivableEquation: receivable === float,
      clearingNotNegative: inClearing >= 0n,
      balancesAreTheirTransfers: (await drift(bank, platformNo)) === 0,
    },
    roles: rows.map((row) => ({
      kind: row.kind,
      role: row.role,
      accounts: Number(row.accounts),
      available: toDecimalText(money(row.available)),
      frozen: toDecimalText(money(row.frozen)),
      float: toDecimalText(money(row.float)),
    })),
  };
}
