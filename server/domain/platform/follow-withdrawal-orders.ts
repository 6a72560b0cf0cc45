import { sql } from 'drizzle-orm';
import type { WithdrawalState } from '#db/schema/withdrawals.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockOrder, moveOrder } from './move-order.ts';
import type { PlatformOrderEvent } from './states.ts';

type Ended = { order_id: Uuid; state: WithdrawalState; error_code: string | null; ended_at: string | null };

/** What the end of its withdrawal means for an order. */
function eventOf({ state, error_code: errorCode }: Ended): PlatformOrderEvent {
  if (state === 'succeeded') return 'succeed';
  if (state === 'returned') return 'take-back';
  return errorCode === 'PAGE_LEFT' ? 'lapse' : 'fail';
}

/**
 * Brings orders to where the withdrawals are that pay their money out: done, given up, come back, or open again where
 * the bank's page was left. @returns how many
 */
export async function followWithdrawalOrders(ctx: DomainContext<SystemActor>): Promise<number> {
  const ended = await ctx.db.execute<Ended>(sql`
    select o.id as order_id, w.state, w.error_code, w.ended_at::text as ended_at from platform_order o
      join withdrawal w on w.instruction_id = o.instruction_id
    where o.kind = 'withdrawal' and (o.state = 'at-bank' and w.state in ('succeeded', 'failed', 'cancelled', 'returned')
      or o.state = 'succeeded' and w.state = 'returned')
    order by o.id`);
  for (const row of ended) {
    const event = eventOf(row);
    await transaction(ctx, async (tx) => {
      const order = await lockOrder(tx, row.order_id);
      const isNext =
        event === 'take-back' ? order.state === 'succeeded' || order.state === 'at-bank' : order.state === 'at-bank';
      if (!isNext) return;
      const endedAt = event === 'lapse' ? null : row.ended_at ? new Date(row.ended_at) : ctx.now();
      await moveOrder(tx, ctx, order, event, { endedAt });
    });
  }
  return ended.length;
}
