import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import { minus, plus, ZERO } from '#server/primitives/money.ts';
import { type BalanceChange, changesOf, type Leg, mirrorOf } from './mirror.ts';
import { chunks, jsonRows } from './rows.ts';
import { floatOf, type Movement, type WorkingAccount, type WorkingSet } from './working-set.ts';

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

const changeOf = (account: WorkingAccount): BalanceChange => ({
  id: account.id,
  available: minus(account.available, account.before.available),
  frozen: minus(account.frozen, account.before.frozen),
  float: minus(floatOf(account), floatOf(account.before)),
});

/** One change for each account: the custody account may be moved by the operation and by its mirror. */
function merged(changes: readonly BalanceChange[], more: readonly BalanceChange[]): BalanceChange[] {
  if (more.length === 0) return [...changes];
  const byId = new Map(changes.map((change) => [change.id, change]));
  for (const one of more) {
    const { available = ZERO, frozen = ZERO, float = ZERO } = byId.get(one.id) ?? {};
    byId.set(one.id, {
      id: one.id,
      available: plus(available, one.available),
      frozen: plus(frozen, one.frozen),
      float: plus(float, one.float),
    });
  }
  return [...byId.values()];
}

async function saveChanges(tx: BankTransaction, changes: readonly BalanceChange[]): Promise<void> {
  const rows = changes.filter((row) => row.available !== 0n || row.frozen !== 0n || row.float !== 0n);
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

const legOf = (movement: Movement): Leg => ({
  lineNumber: movement.lineNumber,
  bizType: movement.bizType,
  sourceId: movement.source.id,
  sourceBucket: movement.sourceBucket,
  targetId: movement.target.id,
  targetBucket: movement.targetBucket,
  amount: movement.amount,
});

/**
 * Writes the working set: balances, float and the append-only transfers, in a handful of statements of any size. On a
 * linked platform the e-accounts move with their mirrors in the same booking.
 */
export async function saveBook(tx: BankTransaction, set: WorkingSet, newId: IdSource, stamp: Stamp): Promise<void> {
  const accounts = [...set.accounts.values()];
  const legs = set.transfers.map(legOf);
  const { mirrors } = set;
  const atTheCore = mirrors ? legs.flatMap((leg) => mirrorOf(leg, mirrors)) : [];
  await saveChanges(tx, merged(accounts.map(changeOf), changesOf(atTheCore)));
  await saveLots(tx, stamp.platformNo, accounts);
  const rows = [...legs, ...atTheCore].map((leg) => ({ id: newId(), ...leg }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      insert into transfer (id, platform_no, request_no, line_number, biz_type, source_account_id, source_bucket,
        target_account_id, target_bucket, amount, occurred_at, business_date)
      select id, ${stamp.platformNo}, ${stamp.requestNo}, "lineNumber", "bizType", "sourceId", "sourceBucket",
        "targetId", "targetBucket", amount, ${stamp.occurredAt.toISOString()}::timestamptz,
        ${stamp.businessDate}::date
      from json_to_recordset(${jsonRows(part)}) as moved(id uuid, "lineNumber" int, "bizType" text, "sourceId" uuid,
        "sourceBucket" text, "targetId" uuid, "targetBucket" text, amount bigint)`);
  }
}
