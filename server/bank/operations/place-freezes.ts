import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import type { IdSource, Uuid } from '#server/primitives/ids.ts';
import { plus, sum, toDecimalText, ZERO } from '#server/primitives/money.ts';
import { mirrorFreezes } from '../book/mirror-freezes.ts';
import { jsonRows } from '../book/rows.ts';
import type { Refusal } from '../refusal.ts';
import { decideFreezes, type FreezeRequest } from './decide-freezes.ts';
import { readFreezeGround } from './read-freeze-ground.ts';

/** A number of the batch was taken by another operation meanwhile: the batch is decided again. */
class NumberTaken extends Error {
  readonly code = '40001';
}

const freezeBusiness = ({ bizType }: FreezeRequest['wanted']): string => `FREEZE_${bizType}`;

type Accepted = FreezeRequest & { accountId: Uuid };

/** Numbers, balances, freezes, pledge and transfers of a whole batch, in one statement. */
async function writeFreezes(
  tx: BankTransaction,
  newId: IdSource,
  platformNo: string,
  service: string,
  accepted: readonly Accepted[],
): Promise<void> {
  const rows = jsonRows(
    accepted.map(({ wanted, accountId, at, businessDate }) => ({
      ...wanted,
      share: wanted.share === null ? null : toDecimalText(wanted.share),
      shareReserved: wanted.locksShares ? wanted.share : ZERO,
      accountId,
      at,
      businessDate,
      id: newId(),
      biz: freezeBusiness(wanted),
    })),
  );
  const pledged = sum(
    accepted
      .filter(({ wanted }) => wanted.bizType === 'TENDER')
      .map(({ wanted }) => plus(wanted.amount, wanted.marketing)),
  );
  const [claimed] = await tx.execute<{ numbers: string }>(sql`
    with asked as (
      select * from json_to_recordset(${rows}) as a(id uuid, "requestNo" text, "accountId" uuid, "bizType" text,
        biz text, "projectNo" text, amount bigint, marketing bigint, "saleNo" text, share text, "shareReserved" bigint,
        remark text, at timestamptz, "businessDate" date)
    ), claimed as (
      insert into request_number (platform_no, request_no, service)
      select ${platformNo}, "requestNo", ${service} from asked on conflict do nothing returning request_no
    ), held as (
      update account set available = available - total, frozen = frozen + total
      from (select "accountId" as held_id, sum(amount)::bigint as total from asked group by 1) as sums
      where account.id = held_id
    ), noted as (
      insert into "freeze" (platform_no, request_no, kind, account_id, biz_type, project_no, amount, marketing,
        creditsale_request_no, share, share_reserved, remark, created_at, transaction_at)
      select ${platformNo}, "requestNo", 'pre-transaction', "accountId", "bizType", "projectNo", amount, marketing,
        "saleNo", share, "shareReserved", remark, at, at from asked
    ), kept as (
      update debenture_sale set reserved = reserved + total
      from (select "saleNo" as sale_no, sum("shareReserved")::bigint as total from asked
        where "shareReserved" > 0 group by 1) as sums
      where debenture_sale.platform_no = ${platformNo} and debenture_sale.request_no = sale_no
    ), pledge as (
      update project set pledged = pledged + ${pledged.toString()}::bigint
      where platform_no = ${platformNo} and project_no = ${accepted[0]?.wanted.projectNo ?? null}
        and ${pledged.toString()}::bigint > 0
    ), moved as (
      insert into transfer (id, platform_no, request_no, line_number, biz_type, source_account_id, source_bucket,
        target_account_id, target_bucket, amount, occurred_at, business_date)
      select id, ${platformNo}, "requestNo", 0, biz, "accountId", 'available', "accountId", 'frozen', amount, at,
        "businessDate" from asked
    )
    select count(*) as numbers from claimed`);
  if (Number(claimed?.numbers) < accepted.length) throw new NumberTaken('decided again');
}

/** Looks whether a freeze would be taken, and changes nothing. */
export async function examineFreeze(
  tx: BankTransaction,
  platformNo: string,
  request: FreezeRequest,
): Promise<Refusal | undefined> {
  return decideFreezes(await readFreezeGround(tx, platformNo, [request]), [request])[0];
}

/**
 * Freezes of one project (or of none), decided and written together inside the caller's transaction: available →
 * frozen. Answers the refusal of each, or nothing for those that are taken.
 */
export async function placeFreezes(
  tx: BankTransaction,
  newId: IdSource,
  platformNo: string,
  service: string,
  requests: readonly FreezeRequest[],
): Promise<(Refusal | undefined)[]> {
  const ground = await readFreezeGround(tx, platformNo, requests);
  const refusals = decideFreezes(ground, requests);
  const accepted = requests.flatMap((request, index) => {
    const payer = ground.payers.get(request.wanted.userNo);
    return refusals[index] || !payer ? [] : [{ ...request, accountId: payer.id, linked: payer.linked }];
  });
  if (accepted.length > 0) await writeFreezes(tx, newId, platformNo, service, accepted);
  if (accepted[0]?.linked) {
    const placed = accepted.map(({ wanted, at, businessDate }) => ({
      requestNo: wanted.requestNo,
      userNo: wanted.userNo,
      bizType: freezeBusiness(wanted),
      amount: wanted.amount,
      at,
      businessDate,
    }));
    await mirrorFreezes(tx, newId, platformNo, placed);
  }
  return refusals;
}
