import { sql } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import type { Bucket } from '#db/bank/schema/book.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, negate, plus, ZERO } from '#server/primitives/money.ts';
import { CORE_ACCOUNTS, eAccountNo } from './chart.ts';
import { jsonRows } from './rows.ts';

/** One transfer as it will stand in the book. */
export type Leg = {
  lineNumber: number;
  bizType: string;
  sourceId: Uuid;
  sourceBucket: Bucket;
  targetId: Uuid;
  targetBucket: Bucket;
  amount: Money;
};

/** The core's side of a linked platform: the custody account, and the e-account of each virtual account by its id. */
export type Mirrors = { readonly custodyId: Uuid; readonly eAccounts: ReadonlyMap<Uuid, Uuid> };

/**
 * The e-accounts of some virtual accounts of a linked platform. They change only under their mirrors' locks.
 * @throws Error when one has none.
 */
export async function readMirrors(
  db: BankExecutor,
  platformNo: string,
  accounts: readonly { id: Uuid; userNo: string }[],
): Promise<Mirrors> {
  const wanted = jsonRows(
    [CORE_ACCOUNTS.CUSTODY, ...accounts.map((one) => eAccountNo(one.userNo))].map((no) => ({ no })),
  );
  const rows = await db.execute<{ id: Uuid; mirror_id: Uuid | null }>(sql`
    select id, mirror_id from account where platform_no = ${platformNo}
      and user_no in (select no from json_to_recordset(${wanted}) as w(no text))`);
  const custody = rows.find((row) => row.mirror_id === null);
  if (!custody) throw new Error(`platform ${platformNo} has no custody account`);
  const eAccounts = new Map(rows.flatMap((row) => (row.mirror_id === null ? [] : [[row.mirror_id, row.id] as const])));
  const without = accounts.find((one) => !eAccounts.has(one.id));
  if (without) throw new Error(`${without.userNo} has no e-account`);
  return { custodyId: custody.id, eAccounts };
}

/**
 * What a movement between virtual accounts means at the core of a linked platform. E-accounts are assets, so their
 * legs run against those of their mirrors: payer's e-account → custody account → payee's e-account, and within one
 * account between its buckets. Of a movement with the world outside only one end has an e-account.
 */
export function mirrorOf(leg: Leg, { custodyId, eAccounts }: Mirrors): Leg[] {
  const [payer, payee] = [eAccounts.get(leg.sourceId), eAccounts.get(leg.targetId)];
  const { sourceBucket, targetBucket } = leg;
  if (payer !== undefined && payer === payee) {
    return [{ ...leg, sourceId: payer, sourceBucket: targetBucket, targetId: payer, targetBucket: sourceBucket }];
  }
  const out = payer && {
    ...leg,
    sourceId: custodyId,
    sourceBucket: 'available' as const,
    targetId: payer,
    targetBucket: sourceBucket,
  };
  const back = payee && {
    ...leg,
    sourceId: payee,
    sourceBucket: targetBucket,
    targetId: custodyId,
    targetBucket: 'available' as const,
  };
  return [out, back].filter((one) => one !== undefined);
}

export type BalanceChange = { id: Uuid; available: Money; frozen: Money; float: Money };

/** What legs do to the accounts they run between; accounts that end as they began are left out. */
export function changesOf(legs: readonly Leg[]): BalanceChange[] {
  const changes = new Map<Uuid, BalanceChange>();
  const add = (id: Uuid, bucket: Bucket, amount: Money): void => {
    const change = changes.get(id) ?? { id, available: ZERO, frozen: ZERO, float: ZERO };
    change[bucket] = plus(change[bucket], amount);
    changes.set(id, change);
  };
  for (const leg of legs) {
    add(leg.sourceId, leg.sourceBucket, negate(leg.amount));
    add(leg.targetId, leg.targetBucket, leg.amount);
  }
  return [...changes.values()].filter((change) => change.available !== 0n || change.frozen !== 0n);
}
