import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { AccountKind, AccountRole, Bucket } from '#db/bank/schema/book.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, lesser, type Money, minus, plus, sum } from '#server/primitives/money.ts';
import { type Mirrors, readMirrors } from './mirror.ts';
import { jsonRows } from './rows.ts';

/** Float of one day and channel. */
export type Lot = { date: PlainDate; channel: string; amount: Money };

/** An account while an operation holds its lock: read once, changed in memory, written once. */
export type WorkingAccount = {
  readonly id: Uuid;
  readonly userNo: string;
  readonly kind: AccountKind;
  readonly role: AccountRole;
  /** Audited and activated; the platform's own and the core's always are. */
  readonly usable: boolean;
  available: Money;
  frozen: Money;
  /** Oldest first. */
  lots: Lot[];
  readonly before: { available: Money; frozen: Money; lots: readonly Lot[] };
};

export type Movement = {
  source: WorkingAccount;
  sourceBucket: Bucket;
  target: WorkingAccount;
  targetBucket: Bucket;
  amount: Money;
  bizType: string;
  lineNumber: number;
};

/** The accounts an operation works on, by number, and the transfers it will write. */
export type WorkingSet = {
  readonly accounts: ReadonlyMap<string, WorkingAccount>;
  readonly transfers: Movement[];
  /** Of a linked platform: every movement is booked between the e-accounts too. */
  readonly mirrors?: Mirrors;
};

export const floatOf = (account: { readonly lots: readonly Lot[] }): Money =>
  sum(account.lots.map((lot) => lot.amount));

type AccountRow = {
  id: Uuid;
  user_no: string;
  kind: AccountKind;
  role: AccountRole;
  available: string;
  frozen: string;
  float: string;
  usable: boolean;
  linked: boolean;
};

/**
 * Locks the named accounts of a platform: users by id, then the platform's own, then the core's, since the last are
 * the hottest. Numbers that do not exist are simply not in the set.
 */
export async function lockAccounts(
  tx: BankTransaction,
  platformNo: string,
  userNos: Iterable<string>,
): Promise<WorkingSet> {
  const wanted = jsonRows([...new Set(userNos)].map((no) => ({ no })));
  const rows = await tx.execute<AccountRow>(sql`
    select a.id, a.user_no, a.kind, a.role, a.available, a.frozen, a.float,
      coalesce(m.active_status = 'ACTIVATED' and m.audit_status = 'PASSED', true) as usable,
      (select custody_mode = 'linked' from platform where platform_no = ${platformNo}) as linked
    from account a left join member m on m.account_id = a.id
    where a.platform_no = ${platformNo} and a.user_no in (select no from json_to_recordset(${wanted}) as w(no text))
    order by array_position(array['user', 'platform', 'core'], a.kind), a.id for update of a`);
  const lots = await readLots(
    tx,
    rows.filter((row) => row.float !== '0').map((row) => row.id),
  );
  const accounts = rows.map((row): WorkingAccount => {
    const own = lots.get(row.id) ?? [];
    const available = fen(BigInt(row.available));
    const frozen = fen(BigInt(row.frozen));
    return {
      id: row.id,
      userNo: row.user_no,
      kind: row.kind,
      role: row.role,
      usable: row.usable,
      available,
      frozen,
      lots: own.map((lot) => ({ ...lot })),
      before: { available, frozen, lots: own },
    };
  });
  const set = { accounts: new Map(accounts.map((account) => [account.userNo, account])), transfers: [] };
  if (rows[0]?.linked !== true) return set;
  const mirrors = await readMirrors(
    tx,
    platformNo,
    accounts.filter((account) => account.kind !== 'core'),
  );
  return { ...set, mirrors };
}

async function readLots(tx: BankTransaction, accountIds: readonly Uuid[]): Promise<Map<Uuid, Lot[]>> {
  const lots = new Map<Uuid, Lot[]>();
  if (accountIds.length === 0) return lots;
  const rows = await tx.execute<{ account_id: Uuid; date: PlainDate; channel: string; amount: string }>(sql`
    select account_id, date::text as date, channel, amount from float_lot
    where account_id in (select id from json_to_recordset(${jsonRows(accountIds.map((id) => ({ id })))}) as w(id uuid))
    order by account_id, date, channel`);
  for (const row of rows) {
    const lot = { date: row.date, channel: row.channel, amount: fen(BigInt(row.amount)) };
    lots.set(row.account_id, [...(lots.get(row.account_id) ?? []), lot]);
  }
  return lots;
}

/** Adds float to an account, keeping its lots oldest first. */
export function addLot(account: WorkingAccount, { date, channel, amount }: Lot): void {
  const found = account.lots.find((lot) => lot.date === date && lot.channel === channel);
  if (found) found.amount = plus(found.amount, amount);
  else {
    account.lots.push({ date, channel, amount });
    account.lots.sort((left, right) => (`${left.date} ${left.channel}` < `${right.date} ${right.channel}` ? -1 : 1));
  }
}

/** Takes up to `amount` of float out of an account, oldest date first. */
function takeFloat(account: WorkingAccount, amount: Money): Lot[] {
  const taken: Lot[] = [];
  let left = amount;
  for (const lot of account.lots) {
    if (left === 0n) break;
    const part = lesser(lot.amount, left);
    if (part > 0n) taken.push({ ...lot, amount: part });
    lot.amount = minus(lot.amount, part);
    left = minus(left, part);
  }
  account.lots = account.lots.filter((lot) => lot.amount > 0n);
  return taken;
}

/**
 * Moves money in memory. Between two members a payment spends float first, oldest date first, and float stays float
 * of its date and channel in the payee's hands. Throws when an account but the core's would fall below zero: the
 * caller has checked before.
 */
export function moveMoney(set: WorkingSet, movement: Movement): void {
  const { source, target, amount } = movement;
  source[movement.sourceBucket] = minus(source[movement.sourceBucket], amount);
  target[movement.targetBucket] = plus(target[movement.targetBucket], amount);
  if (source.kind !== 'core' && source[movement.sourceBucket] < 0n) throw new Error(`${source.userNo} below zero`);
  if (source.kind !== 'core' && target.kind !== 'core' && source !== target) {
    for (const lot of takeFloat(source, amount)) addLot(target, lot);
  }
  set.transfers.push(movement);
}
