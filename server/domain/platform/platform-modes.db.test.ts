import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { platformOrder } from '#db/schema/platform.ts';
import { addDays } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { eventually } from '#server/testing/condition.ts';
import { yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { travelTo } from '../day-end/travel.ts';
import { reconcileDay } from '../reconciliation/reconcile-day.ts';
import { approveOrder } from './approve-order.ts';
import { beginOrder } from './begin-order.ts';
import { openOrderPage } from './open-order-page.ts';
import { type OrderInput, proposeOrder } from './propose-order.ts';
import { platformAccounts } from './queries.ts';

const [RESERVE, OWN] = ['SYS_GENERATE_001', 'SYS_GENERATE_004'] as const;

async function ordered(world: Harness, order: Pick<OrderInput, 'kind' | 'source' | 'target'>): Promise<Uuid> {
  const maker = await world.staff(['finance']);
  const terms = { requestId: maker.newId(), amount: yuan(100), reason: 'for the quarter' };
  const { orderId } = await proposeOrder(maker, { ...order, ...terms });
  const checker = await world.staff(['administrator']);
  await approveOrder(checker, { requestId: checker.newId(), orderId });
  return orderId;
}

const stateOf = async (world: Harness, orderId: Uuid) =>
  (await world.wiring.pool.db.select().from(platformOrder).where(eq(platformOrder.id, orderId)))[0]?.state;

const ownFunds = async (world: Harness) =>
  (await platformAccounts(world.wiring.pool)).find(({ platformUserNo }) => platformUserNo === OWN)?.available;

/** Own funds grow by a top-up where there is one, else by a deposit at the bank that the platform hears of. */
async function fill(world: Harness, mode: 'linked' | 'joint'): Promise<void> {
  if (mode === 'linked') {
    const topUp = ordered(world, { kind: 'top-up', source: null, target: OWN });
    await expect(topUp).rejects.toMatchObject({ code: 'CASH_AT_BANK_ONLY' });
    await world.control('POST', `accounts/${OWN}/deposit`, { amount: '100.00' });
  } else {
    const orderId = await ordered(world, { kind: 'top-up', source: null, target: OWN });
    const payer = await world.staff(['finance']);
    const page = { requestId: payer.newId(), orderId, returnUrl: 'http://portal.example/return' };
    const { instructionId } = await beginOrder(payer, page);
    await walkBankPages(await openOrderPage(payer, instructionId, 'PC'));
  }
  await eventually('own funds have grown', async () => (await ownFunds(world)) === yuan(100));
}

test.each(['linked', 'joint'] as const)(
  'a day on which the platform’s money moves is green at a %s bank',
  async (mode) => {
    const world = await startHarness({ custodyMode: mode });
    try {
      await fill(world, mode);
      const orderId = await ordered(world, { kind: 'transfer', source: OWN, target: RESERVE });
      expect(await stateOf(world, orderId)).toBe('succeeded');
      const { businessDate } = await world.system();
      await travelTo(await world.system(), { to: addDays(businessDate, 1) });
      expect(await reconcileDay(await world.system(), businessDate)).toMatchObject({ state: 'green', breaks: [] });
      expect(await mirrorDifferences(world)).toEqual([]);
    } finally {
      await world.stop();
    }
  },
);
