import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import { minus } from '#server/primitives/money.ts';
import { chunks, jsonRows } from './rows.ts';
import { floatOf, type WorkingAccount, type WorkingSet } from './working-set.ts';

/** Whose operation this is and when it counts. */
export type Stamp = {
  platformNo: string;
  requestNo: string;
  occurredAt: Date;
  businessDate: PlainDate;
};

const lotKey = (lot: { date: string; channel: string }): string => `${lot.date} ${lot.channel}`;

/** Lots whose amount is another one now; a lot that is used up comes with 0. */
function changedLots(account: WorkingAccount) {
  const before = new Map(account.before.lots.map((lot) => [lotKey(lot), lot]));
  const changed = account.lots.filter((lot) => before.get(lotKey(lot))?.amount !== lot.amount);
  const kept = new Set(account.lots.map(lotKey));
  const gone = account.before.lots.filter((lot) => !kept.has(lotKey(lot))).map((lot) => ({ ...lot, amount: 0n }));
  return [...changed, ...gone].map((lot) => ({ accountId: account.id, ...lot }));
}

async function saveAccounts(tx: BankTransaction, accounts: readonly WorkingAccount[]): Promise<void> {
  const rows = accounts
    .map((account) => ({
      id: account.id,
      available: minus(account.available, account.before.available),
      frozen: minus(account.frozen, account.before.frozen),
      float: minus(floatOf(account), floatOf(account.before)),
    }))
    .filter((row) => row.available !== 0n || row.frozen !== 0n || row.float !== 0n);
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      update account set available = account.available + change.available, frozen = account.frozen + change.frozen,
        float = account.float + change.float
      from json_to_recordset(${jsonRows(part)}) as change(id uuid, available bigint, frozen bigint, float bigint)
      where account.id = change.id`);
  }
}

async function saveLots(tx: BankTransaction, platformNo: string, accounts: readonly WorkingAccount[]): Promise<void> {
  const lots = accounts.flatMap(changedLots);
  for (const part of chunks(lots)) {
    await tx.execute(sql`
      insert into float_lot (account_id, date, channel, platform_no, amount)
      select "accountId", date, channel, ${platformNo}, amount
      from json_to_recordset(${jsonRows(part)}) as lot("accountId" uuid, date date, channel text, amount bigint)
      on conflict (account_id, date, channel) do update set amount = excluded.amount`);
  }
  const emptied = [...new Set(lots.filter((lot) => lot.amount === 0n).map((lot) => lot.accountId))];
  for (const part of chunks(emptied)) {
    await tx.execute(sql`
      delete from float_lot where amount = 0 and account_id in
        (select id from json_to_recordset(${jsonRows(part.map((id) => ({ id })))}) as emptied(id uuid))`);
  }
}

/** Writes the working set: balances, float and the append-only transfers, in a handful of statements of any size. */
export async function saveBook(tx: BankTransaction, set: WorkingSet, newId: IdSource, stamp: Stamp): Promise<void> {
  const accounts = [...set.accounts.values()];
  await saveAccounts(tx, accounts);
  await saveLots(tx, stamp.platformNo, accounts);
  const rows = set.transfers.map((transfer) => ({
    id: newId(),
    line: transfer.lineNumber,
    biz: transfer.bizType,
    source: transfer.source.id,
    from: transfer.sourceBucket,
    target: transfer.target.id,
    to: transfer.targetBucket,
    amount: transfer.amount,
  }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      insert into transfer (id, platform_no, request_no, line_number, biz_type, source_account_id, source_bucket,
        target_account_id, target_bucket, amount, occurred_at, business_date)
      select id, ${stamp.platformNo}, ${stamp.requestNo}, line, biz, source, "from", target, "to", amount,
        ${stamp.occurredAt.toISOString()}::timestamptz, ${stamp.businessDate}::date
      from json_to_recordset(${jsonRows(part)}) as moved(id uuid, line int, biz text, source uuid, "from" text,
        target uuid, "to" text, amount bigint)`);
  }
}
