import { type SQL, sql } from 'drizzle-orm';
import type { InstructionKind } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { enqueueMany, type NewInstruction } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { CHART } from '../ledger/chart.ts';
import { moveReceivable } from './move-receivable.ts';

type Ctx = DomainContext<SystemActor>;
type Row = { account_id: Uuid; id: Uuid; user_no: string; amount: string; freeze_request_no: string };

/** What the bank has refused is not asked for again before this long has passed on the machine's clock. */
const RETRY_AFTER_MS = 60_000;

/** No instruction of this kind is under way for the receivable `r`, or has just been refused. */
function isQuiet(ctx: Ctx, kind: InstructionKind): SQL {
  const since = new Date(ctx.realNow().getTime() - RETRY_AFTER_MS).toISOString();
  return sql`not exists (select 1 from instruction i where i.account_id = r.account_id and i.kind = ${kind}
    and i.subject->>'receivableId' = r.id::text and i.state <> 'succeeded'
    and (i.state <> 'failed' or i.next_attempt_at > ${since}::timestamptz))`;
}

const textOf = ({ amount }: Row): string => toDecimalText(fen(BigInt(amount)));
const subjectOf = (row: Row) => ({ receivableId: row.id, amount: textOf(row) });

/** The body of a trade of one line, keyed so that the bank's file can be matched with it. */
function tradeOf(requestNo: string, tradeType: string, line: Readonly<Record<string, string>>) {
  return { tradeType, details: [{ ...line, customDefine: `${requestNo}-1` }] };
}

/** Freezes what he has and does not hold for a bid, up to what he owes; his oldest debt first, one at a time. */
export const freezeForReceivables = (ctx: Ctx): Promise<Uuid[]> =>
  transaction(ctx, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select r.account_id, r.id, a.platform_user_no as user_no,
        least(r.amount - r.collected, a.available - a.reserved)::text as amount
      from receivable r join account a on a.id = r.account_id
      where r.state = 'open' and a.available > a.reserved and ${isQuiet(ctx, 'freeze-receivable')}
        and not exists (select 1 from receivable o where o.account_id = r.account_id
          and (o.state = 'collecting' or o.state = 'open' and o.id < r.id))
      order by r.account_id for update of r skip locked`);
    const orders = rows.map((row): NewInstruction => {
      const reqData = { platformUserNo: row.user_no, bizType: 'PRETRANSACTION', amount: textOf(row) };
      const requestNo = newRequestNo(ctx);
      const terms = { kind: 'freeze-receivable', service: 'FREEZE_PRE_TRANSACTION', channel: 'direct' } as const;
      return { ...terms, requestNo, reqData, accountId: row.account_id, subject: subjectOf(row) };
    });
    for (const [index, { account_id: accountId, id }] of rows.entries()) {
      const freezeRequestNo = orders[index]?.requestNo ?? null;
      await moveReceivable(tx, ctx, { accountId, id, state: 'open' }, 'collect', { freezeRequestNo });
    }
    ctx.failpoint('receivable.freezing');
    return enqueueMany(tx, ctx, orders);
  });

/** Deducts what is frozen to the platform's own funds, the only account to which a member can pay. */
export const deductFrozen = (ctx: Ctx): Promise<Uuid[]> =>
  transaction(ctx, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select r.account_id, r.id, a.platform_user_no as user_no, r.frozen::text as amount, r.freeze_request_no
      from receivable r join account a on a.id = r.account_id
      where r.state = 'collecting' and r.frozen > 0 and ${isQuiet(ctx, 'deduct-receivable')}
      order by r.account_id for update of r skip locked`);
    const orders = rows.map((row): NewInstruction => {
      const requestNo = newRequestNo(ctx);
      const reqData = tradeOf(requestNo, 'PLATFORM_SERVICE_DEDUCT', {
        bizType: 'DEDUCT',
        freezeRequestNo: row.freeze_request_no,
        sourcePlatformUserNo: row.user_no,
        targetPlatformUserNo: CHART.income.platformUserNo,
        amount: textOf(row),
      });
      const terms = { kind: 'deduct-receivable', service: 'SYNC_TRANSACTION', channel: 'direct' } as const;
      return { ...terms, requestNo, reqData, accountId: row.account_id, subject: subjectOf(row) };
    });
    return enqueueMany(tx, ctx, orders);
  });

/** Brings what was collected from own funds back to the risk reserve, which had paid. */
export const returnToReserve = (ctx: Ctx): Promise<Uuid[]> =>
  transaction(ctx, async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select r.account_id, r.id, '' as user_no, (r.collected - r.returned)::text as amount, '' as freeze_request_no
      from receivable r where r.collected > r.returned and ${isQuiet(ctx, 'return-to-reserve')}
      order by r.account_id, r.id for update of r skip locked`);
    const orders = rows.map((row): NewInstruction => {
      const requestNo = newRequestNo(ctx);
      const reqData = tradeOf(requestNo, 'FUNDS_TRANSFER', {
        bizType: 'FUNDS_TRANSFER',
        sourcePlatformUserNo: CHART.income.platformUserNo,
        targetPlatformUserNo: CHART.compensation.platformUserNo,
        amount: textOf(row),
      });
      const terms = { kind: 'return-to-reserve', service: 'SYNC_TRANSACTION', channel: 'direct' } as const;
      return { ...terms, requestNo, reqData, accountId: row.account_id, subject: subjectOf(row) };
    });
    for (const { account_id, id } of rows) {
      await tx.execute(sql`update receivable set returned = collected where account_id = ${account_id} and id = ${id}`);
    }
    return enqueueMany(tx, ctx, orders);
  });
