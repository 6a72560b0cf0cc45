import { type SQL, sql } from 'drizzle-orm';
import { transaction } from '#db/transaction.ts';
import { addDays, businessDateOf, instantAt } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { SystemActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { contradictionOf, listOf } from '../custody/verdict.ts';
import { advanceWithdrawal } from './advance-withdrawal.ts';
import { lockWithdrawal } from './move-withdrawal.ts';

type Ctx = DomainContext<SystemActor>;
type Asked = { instruction_id: Uuid; request_no: string };

/** When queued payouts leave the bank. */
const LEAVE_AT = '09:10';
/** A notify comes within seconds; then we ask. Again only after a pause. Both on the business clock. */
const GRACE_MS = 15_000;
const PAUSE_MS = 60_000;
const AT_ONCE = 500;
const LANES = 8;

/** The last moment at which queued payouts have left, long enough ago for the bank to have told of it. */
function lastDeparture(ctx: Ctx): Date {
  const told = new Date(ctx.now().getTime() - GRACE_MS);
  const today = instantAt(businessDateOf(told), LEAVE_AT);
  return today <= told ? today : instantAt(addDays(businessDateOf(told), -1), LEAVE_AT);
}

/** Takes withdrawals to be asked about, each by one process. */
const take = (ctx: Ctx, which: SQL): Promise<Asked[]> =>
  transaction(ctx, async (tx) => [
    ...(await tx.execute<Asked>(sql`
      update withdrawal set asked_at = ${ctx.now().toISOString()}::timestamptz
      where (account_id, id) in (select w.account_id, w.id from withdrawal w where ${which}
        order by w.account_id, w.id limit ${AT_ONCE} for update skip locked)
      returning instruction_id, request_no`)),
  ]);

/** The bank's record of a payout; nothing while it does not answer or knows none. */
async function recordOf(ctx: Ctx, requestNo: string): Promise<WireRecord | undefined> {
  const answer = await ctx.custody.send('QUERY_TRANSACTION', { requestNo, transactionType: 'WITHDRAW' });
  return answer.kind === 'success' ? listOf(answer.response, 'records')[0] : undefined;
}

/** Brings one to where the bank's record says. A record of another amount moves nothing and is written down. */
async function follow(ctx: Ctx, { instruction_id: id, request_no: requestNo }: Asked): Promise<boolean> {
  const record = await recordOf(ctx, requestNo);
  if (!record) return false;
  return transaction(ctx, async (tx) => {
    const row = await lockWithdrawal(tx, id);
    if (!row) return false;
    const wrong = contradictionOf({ amount: toDecimalText(row.amount) }, record);
    if (wrong === undefined) return (await advanceWithdrawal(tx, ctx, row, record)).state !== row.state;
    const about = { objectType: 'withdrawal', objectId: row.id, fromState: row.state, toState: row.state };
    await recordAudit(tx, ctx, { ...about, verb: 'withdrawal-contradiction', reason: wrong });
    return false;
  });
}

/** Asks the bank now about the withdrawals `w` that a condition names. @returns how many moved on */
export async function followWhere(ctx: Ctx, which: SQL): Promise<number> {
  const asked = await take(ctx, which);
  let moved = 0;
  const queue = asked.values();
  const lane = async (): Promise<void> => {
    for (const one of queue) if (await follow(ctx, one)) moved += 1;
  };
  await Promise.all(Array.from({ length: Math.min(LANES, asked.length) }, lane));
  return moved;
}

/**
 * Asks the bank about withdrawals of which it must have had more to tell by now, and has not: those on their way that
 * should have left or arrived, and those about which it has refused a request or told half. @returns how many moved on
 */
export async function followWithdrawals(ctx: Ctx): Promise<number> {
  const [departed, told, quiet] = [
    lastDeparture(ctx),
    new Date(ctx.now().getTime() - GRACE_MS),
    new Date(ctx.now().getTime() - PAUSE_MS),
  ].map((moment) => sql`${moment.toISOString()}::timestamptz`);
  return followWhere(
    ctx,
    sql`w.state in ('held', 'accepted', 'remitting') and (w.asked_at is null or w.asked_at <= ${quiet})
      and (w.error_code is not null or w.state <> 'held' and w.accepted_at
        <= case when w.arrival = 'same-day' then ${told} else ${departed} end)`,
  );
}
