import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import type { Holding } from './ground.ts';

/** What some accounts hold of a project. Holdings stand under the project's lock. */
export async function readHoldings(
  tx: BankTransaction,
  platformNo: string,
  projectNo: string,
  accountIds: readonly Uuid[],
): Promise<Map<Uuid, Holding>> {
  const wanted = jsonRows(accountIds.map((id) => ({ id })));
  const rows = await tx.execute<{ account_id: Uuid; amount: string; repaid: string }>(sql`
    select account_id, amount, repaid from holding where platform_no = ${platformNo} and project_no = ${projectNo}
      and account_id in (select id from json_to_recordset(${wanted}) as w(id uuid))`);
  return new Map(
    rows.map((row) => [row.account_id, { amount: fen(BigInt(row.amount)), repaid: fen(BigInt(row.repaid)) }]),
  );
}

/** Writes back what has changed of the holdings. */
export async function saveHoldings(
  tx: BankTransaction,
  platformNo: string,
  projectNo: string,
  before: ReadonlyMap<Uuid, Holding>,
  after: ReadonlyMap<Uuid, Holding>,
): Promise<void> {
  const rows = [...after]
    .filter(([accountId, held]) => before.get(accountId) !== held)
    .map(([accountId, { amount, repaid }]) => ({ accountId, amount, repaid }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      insert into holding (platform_no, project_no, account_id, amount, repaid)
      select ${platformNo}, ${projectNo}, "accountId", amount, repaid
      from json_to_recordset(${jsonRows(part)}) as held("accountId" uuid, amount bigint, repaid bigint)
      on conflict (platform_no, project_no, account_id) do update set amount = excluded.amount,
        repaid = excluded.repaid`);
  }
}
