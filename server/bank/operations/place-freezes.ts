import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { project } from '#db/bank/schema/projects.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { IdSource, Uuid } from '#server/primitives/ids.ts';
import { fen, plus, sum } from '#server/primitives/money.ts';
import { mirrorFreezes } from '../book/mirror-freezes.ts';
import { jsonRows } from '../book/rows.ts';
import type { Refusal } from '../refusal.ts';
import { decideFreezes, type FreezeGround, type FreezeRequest, type Payer } from './decide-freezes.ts';

type PayerRow = Pick<Payer, 'id' | 'kind' | 'role' | 'usable' | 'linked'> & {
  user_no: string;
  available: string;
  grants: Record<string, { amount: string | null; until: PlainDate }> | null;
};

/** A number of the batch was taken by another operation meanwhile: the batch is decided again. */
class NumberTaken extends Error {
  readonly code = '40001';
}

async function lockPayers(
  tx: BankTransaction,
  platformNo: string,
  requests: readonly FreezeRequest[],
): Promise<Map<string, Payer>> {
  const wanted = jsonRows(requests.map(({ wanted: { userNo } }) => ({ userNo })));
  const rows = await tx.execute<PayerRow>(sql`
    select a.id, a.user_no, a.kind, a.role, a.available,
      coalesce(m.active_status = 'ACTIVATED' and m.audit_status = 'PASSED', true) as usable,
      (select json_object_agg(kind, json_build_object('amount', amount_limit::text, 'until', valid_until))
        from authorisation where account_id = a.id) as grants,
      (select custody_mode = 'linked' from platform where platform_no = ${platformNo}) as linked
    from account a left join member m on m.account_id = a.id
    where a.platform_no = ${platformNo} and a.kind <> 'core'
      and a.user_no in (select "userNo" from json_to_recordset(${wanted}) as w("userNo" text))
    order by array_position(array['user', 'platform'], a.kind), a.id for update of a`);
  return new Map(
    rows.map((row) => [
      row.user_no,
      {
        ...row,
        available: fen(BigInt(row.available)),
        grants: new Map(
          Object.entries(row.grants ?? {}).map(([kind, { amount, until }]) => [
            kind,
            { amountLimit: amount === null ? null : fen(BigInt(amount)), validUntil: until },
          ]),
        ),
      },
    ]),
  );
}

/** Locks project, then payers, and looks which of the numbers are taken. All requests are of one project. */
async function readGround(
  tx: BankTransaction,
  platformNo: string,
  requests: readonly FreezeRequest[],
): Promise<FreezeGround> {
  const projectNo = requests[0]?.wanted.projectNo ?? null;
  const found =
    projectNo === null
      ? []
      : await tx
          .select()
          .from(project)
          .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo)))
          .for('update');
  const payers = await lockPayers(tx, platformNo, requests);
  const numbers = jsonRows(requests.map(({ wanted: { requestNo } }) => ({ requestNo })));
  const taken = await tx.execute<{ request_no: string }>(sql`
    select request_no from request_number where platform_no = ${platformNo}
      and request_no in (select "requestNo" from json_to_recordset(${numbers}) as w("requestNo" text))`);
  return { payers, project: found[0], taken: new Set(taken.map((row) => row.request_no)) };
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
        biz text, "projectNo" text, amount bigint, marketing bigint, remark text, at timestamptz, "businessDate" date)
    ), claimed as (
      insert into request_number (platform_no, request_no, service)
      select ${platformNo}, "requestNo", ${service} from asked on conflict do nothing returning request_no
    ), held as (
      update account set available = available - total, frozen = frozen + total
      from (select "accountId" as held_id, sum(amount)::bigint as total from asked group by 1) as sums
      where account.id = held_id
    ), noted as (
      insert into "freeze" (platform_no, request_no, kind, account_id, biz_type, project_no, amount, marketing, remark,
        created_at, transaction_at)
      select ${platformNo}, "requestNo", 'pre-transaction', "accountId", "bizType", "projectNo", amount, marketing,
        remark, at, at from asked
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
  return decideFreezes(await readGround(tx, platformNo, [request]), [request])[0];
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
  const ground = await readGround(tx, platformNo, requests);
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
