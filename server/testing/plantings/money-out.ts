import { eq } from 'drizzle-orm';
import { platformOrder } from '#db/schema/platform.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { withdrawalFeeOf } from '#server/primitives/withdrawal-fee.ts';
import { withdraw } from '../../domain/cash/withdraw.ts';
import { withdrawalFeesOn } from '../../domain/cash/withdrawal-fees.ts';
import { CHART } from '../../domain/ledger/chart.ts';
import { approveOrder } from '../../domain/platform/approve-order.ts';
import { beginOrder } from '../../domain/platform/begin-order.ts';
import { openOrderPage } from '../../domain/platform/open-order-page.ts';
import { type OrderInput, proposeOrder } from '../../domain/platform/propose-order.ts';
import { walkBankPages } from '../bank-pages.ts';
import { eventually } from '../condition.ts';
import { carryThrough, type Investor, yuan } from '../customers.ts';
import type { Harness } from '../harness.ts';

const RETURN_URL = 'http://127.0.0.1:9/return';

/** A withdrawal for the next day, confirmed at the bank's page: those of the same day have hours of the clock. */
export async function payOut(harness: Harness, investor: Investor | undefined, amount: number): Promise<void> {
  if (!investor) throw new Error('nobody withdraws');
  const ctx = await investor.context();
  const arrival = 'next-day' as const;
  const fee = withdrawalFeeOf(await withdrawalFeesOn(ctx.db, ctx.businessDate), arrival, yuan(amount));
  const wish = { requestId: ctx.newId(), amount: yuan(amount), arrival, fee, returnUrl: RETURN_URL };
  const { instructionId } = await withdraw(ctx, wish);
  await carryThrough(harness, ctx, instructionId);
}

async function order(harness: Harness, wanted: Pick<OrderInput, 'kind' | 'source' | 'target'> & { yuan: number }) {
  const [maker, checker] = [await harness.staff(['finance']), await harness.staff(['administrator'])];
  const { kind, source, target } = wanted;
  const asked = { requestId: maker.newId(), kind, source, target, amount: yuan(wanted.yuan), reason: '季度安排' };
  const { orderId } = await proposeOrder(maker, asked);
  await approveOrder(checker, { requestId: checker.newId(), orderId });
  return { maker, orderId };
}

async function untilMoved({ wiring }: Harness, orderId: Uuid): Promise<void> {
  await eventually('the platform’s money has moved', async () => {
    const [row] = await wiring.pool.db.select().from(platformOrder).where(eq(platformOrder.id, orderId));
    return row?.state === 'succeeded';
  });
}

/** The platform brings money in for same-day withdrawals, and moves some of its own funds to the risk reserve. */
export async function movePlatformMoney(harness: Harness): Promise<void> {
  const topUp = { kind: 'top-up', source: null, target: CHART.advance.platformUserNo, yuan: 3_000 } as const;
  const { maker, orderId } = await order(harness, topUp);
  const begun = await beginOrder(maker, { requestId: maker.newId(), orderId, returnUrl: RETURN_URL });
  await walkBankPages(await openOrderPage(maker, begun.instructionId, 'PC'));
  await untilMoved(harness, orderId);
  const [source, target] = [CHART.income.platformUserNo, CHART.compensation.platformUserNo];
  await untilMoved(harness, (await order(harness, { kind: 'transfer', source, target, yuan: 20 })).orderId);
}
