import { sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';

type Row = {
  id: Uuid;
  role: string;
  available: string;
  frozen: string;
  withdrawing: string;
  reserved: string;
  entry_count: string;
  sum_available: string;
  sum_frozen: string;
  sum_withdrawing: string;
  last: string;
};

const differs = (row: Row): boolean =>
  row.available !== row.sum_available ||
  row.frozen !== row.sum_frozen ||
  row.withdrawing !== row.sum_withdrawing ||
  row.entry_count !== row.last;

const OUTSIDE = ['CHANNELS', 'CARDS', 'SUSPENSE'];

function requirePossible(row: Row): void {
  const below = [row.sum_frozen, row.sum_withdrawing].some((held) => BigInt(held) < 0n);
  if (below || (!OUTSIDE.includes(row.role) && BigInt(row.sum_available) < BigInt(row.reserved)))
    throw new DomainError('CONFLICT', 'the entries of the account add up to less than it may hold');
}

const yuan = (held: string): string => toDecimalText(fen(BigInt(held)));

/**
 * Lets accounts hold what their entries add up to; each that changes is audited with what it held before and after.
 * Their rows are locked here, by id. @returns the accounts that changed
 * @throws DomainError CONFLICT when the entries add up to less than an account may hold
 */
export async function rebuildBalances(tx: Transaction, ctx: DomainContext, ids: readonly Uuid[]): Promise<Uuid[]> {
  const chosen = arrayOf('uuid', [...ids].sort());
  await tx.execute(sql`select id from account where id = any(${chosen}) order by id for update`);
  const rows = await tx.execute<Row>(sql`
    select a.id, a.role, a.available::text, a.frozen::text, a.withdrawing::text, a.reserved::text, a.entry_count::text,
      coalesce(sum(e.amount) filter (where e.bucket = 'available'), 0)::text as sum_available,
      coalesce(sum(e.amount) filter (where e.bucket = 'frozen'), 0)::text as sum_frozen,
      coalesce(sum(e.amount) filter (where e.bucket = 'withdrawing'), 0)::text as sum_withdrawing,
      coalesce(max(e.sequence), 0)::text as last
    from account a left join entry e on e.account_id = a.id where a.id = any(${chosen}) group by a.id order by a.id`);
  const changed = rows.filter(differs);
  for (const row of changed) {
    requirePossible(row);
    await tx.execute(sql`update account set available = ${row.sum_available}::bigint,
      frozen = ${row.sum_frozen}::bigint, withdrawing = ${row.sum_withdrawing}::bigint,
      entry_count = ${row.last}::bigint where id = ${row.id}`);
    await recordAudit(tx, ctx, {
      verb: 'rebuild-balances',
      objectType: 'account',
      objectId: row.id,
      details: {
        availableBefore: yuan(row.available),
        available: yuan(row.sum_available),
        frozenBefore: yuan(row.frozen),
        frozen: yuan(row.sum_frozen),
        withdrawingBefore: yuan(row.withdrawing),
        withdrawing: yuan(row.sum_withdrawing),
        entriesBefore: row.entry_count,
        entries: row.last,
      },
    });
  }
  return changed.map(({ id }) => id);
}
