import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { FreezeKind } from '#db/bank/schema/freezes.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import { chunks, jsonRows } from './rows.ts';

/** A freeze while an operation holds its lock. */
export type WorkingFreeze = {
  readonly requestNo: string;
  readonly ownerId: Uuid;
  readonly ownerNo: string;
  readonly bizType: string;
  readonly projectNo: string | null;
  /** The sale whose shares it is to buy. */
  readonly saleNo: string | null;
  readonly marketing: Money;
  amount: Money;
  used: Money;
  cancelled: Money;
  marketingUsed: Money;
  /** Shares of the sale kept for its owner. */
  shareReserved: Money;
  /** What the freeze took of its project's room when it was read. */
  readonly pledgedBefore: Money;
};

export const leftOf = (freeze: Pick<WorkingFreeze, 'amount' | 'used' | 'cancelled'>): Money =>
  minus(freeze.amount, plus(freeze.used, freeze.cancelled));

/** The room a freeze takes in its project: what is left of it, with the announced marketing money while it is open. */
export function pledgeOf(
  freeze: Pick<WorkingFreeze, 'bizType' | 'amount' | 'used' | 'cancelled' | 'marketing' | 'marketingUsed'>,
): Money {
  const left = leftOf(freeze);
  if (freeze.bizType !== 'TENDER' || left === 0n) return ZERO;
  return plus(left, minus(freeze.marketing, freeze.marketingUsed));
}

type Row = Record<'request_no' | 'account_id' | 'user_no' | 'biz_type', string> &
  Record<'amount' | 'used' | 'cancelled' | 'marketing' | 'marketing_used' | 'share_reserved', string> & {
    project_no: string | null;
    creditsale_request_no: string | null;
  };

/** Locks the named freezes of a kind in the order of their numbers. Unknown numbers are simply not in the map. */
export async function lockFreezes(
  tx: BankTransaction,
  platformNo: string,
  requestNos: Iterable<string>,
  kind: FreezeKind = 'pre-transaction',
): Promise<Map<string, WorkingFreeze>> {
  const wanted = [...new Set(requestNos)].map((no) => ({ no }));
  if (wanted.length === 0) return new Map();
  const rows = await tx.execute<Row>(sql`
    select f.request_no, f.account_id, a.user_no, f.biz_type, f.project_no, f.amount, f.used, f.cancelled,
      f.marketing, f.marketing_used, f.creditsale_request_no, f.share_reserved
    from "freeze" f join account a on a.id = f.account_id
    where f.platform_no = ${platformNo} and f.kind = ${kind}
      and f.request_no in (select no from json_to_recordset(${jsonRows(wanted)}) as w(no text))
    order by f.request_no for update of f`);
  return new Map(
    rows.map((row) => {
      const freeze = {
        requestNo: row.request_no,
        ownerId: row.account_id as Uuid,
        ownerNo: row.user_no,
        bizType: row.biz_type,
        projectNo: row.project_no,
        saleNo: row.creditsale_request_no,
        amount: fen(BigInt(row.amount)),
        used: fen(BigInt(row.used)),
        cancelled: fen(BigInt(row.cancelled)),
        marketing: fen(BigInt(row.marketing)),
        marketingUsed: fen(BigInt(row.marketing_used)),
        shareReserved: fen(BigInt(row.share_reserved)),
      };
      return [row.request_no, { ...freeze, pledgedBefore: pledgeOf(freeze) }];
    }),
  );
}

/** Writes the freezes back, and answers by how much the room they take has shrunk. */
export async function saveFreezes(
  tx: BankTransaction,
  platformNo: string,
  freezes: Iterable<WorkingFreeze>,
): Promise<Money> {
  const all = [...freezes];
  const rows = all.map(({ requestNo, amount, used, cancelled, marketingUsed, shareReserved }) => ({
    requestNo,
    amount,
    used,
    cancelled,
    marketingUsed,
    shareReserved,
  }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      update "freeze" set amount = change.amount, used = change.used, cancelled = change.cancelled,
        marketing_used = change."marketingUsed", share_reserved = change."shareReserved"
      from json_to_recordset(${jsonRows(part)}) as change("requestNo" text, amount bigint, used bigint,
        cancelled bigint, "marketingUsed" bigint, "shareReserved" bigint)
      where "freeze".platform_no = ${platformNo} and "freeze".request_no = change."requestNo"`);
  }
  return fen(all.reduce((total, freeze) => total + freeze.pledgedBefore - pledgeOf(freeze), 0n));
}
