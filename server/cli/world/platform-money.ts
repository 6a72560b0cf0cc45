import { transaction } from '#db/transaction.ts';
import type { AdminActor } from '#server/domain/actors.ts';
import { adoptDeposit } from '#server/domain/cash/adopt-deposit.ts';
import { CHART } from '#server/domain/ledger/chart.ts';
import { approveOrder } from '#server/domain/platform/approve-order.ts';
import { beginOrder } from '#server/domain/platform/begin-order.ts';
import { openOrderPage } from '#server/domain/platform/open-order-page.ts';
import { proposeOrder } from '#server/domain/platform/propose-order.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { untilConcluded, yuan } from '#server/testing/customers.ts';
import type { Stage } from './stage.ts';

type Two = Readonly<{ finance: AdminActor; administrator: AdminActor }>;
type Order = Readonly<{
  kind: 'transfer' | 'top-up';
  source: string | null;
  target: string;
  amount: Money;
  reason: string;
}>;

const [OWN, MARKETING, ADVANCE] = [CHART.income, CHART.marketing, CHART.advance].map(
  ({ platformUserNo }) => platformUserNo,
) as [string, string, string];
const FUNDS = yuan(300_000);
const RETURN_URL = 'http://127.0.0.1/return';

async function propose(stage: Stage, { finance }: Two, order: Order): Promise<Uuid> {
  const ctx = await stage.line(`propose ${order.reason}`).contextFor(finance);
  return (await proposeOrder(ctx, { ...order, requestId: ctx.newId() })).orderId;
}

async function agree(stage: Stage, two: Two, order: Order): Promise<Uuid> {
  const orderId = await propose(stage, two, order);
  const ctx = await stage.line(`approve ${order.reason}`).contextFor(two.administrator);
  await approveOrder(ctx, { requestId: ctx.newId(), orderId });
  return orderId;
}

/** Where the bank is linked, own funds are brought to its counter. */
async function bringToCounter(stage: Stage): Promise<void> {
  const ctx = await stage.line('platform deposit').contextFor((await stage.system()).actor);
  if (!ctx.simulator) throw new Error('a world can be made with the bank simulator only');
  const requestNo = await ctx.simulator.fillAccount(ctx.custody.platformNo, OWN, FUNDS);
  const adopted = await transaction(ctx, (tx) =>
    adoptDeposit(tx, ctx, { requestNo, platformUserNo: OWN, amount: FUNDS }),
  );
  if (!adopted) throw new Error('own funds are not known');
  await untilConcluded(stage, adopted.id, 0);
}

async function topUp(stage: Stage, two: Two): Promise<void> {
  const ctx = await stage.line('top-up').contextFor(two.finance);
  if (ctx.custody.mode === 'linked') return bringToCounter(stage);
  const order = { kind: 'top-up', source: null, target: OWN, amount: FUNDS, reason: '开业自有资金' } as const;
  const orderId = await agree(stage, two, order);
  const { instructionId } = await beginOrder(ctx, { requestId: ctx.newId(), orderId, returnUrl: RETURN_URL });
  await walkBankPages(await openOrderPage(ctx, instructionId, 'PC'));
  await untilConcluded(stage, instructionId, 0);
}

/** The platform's own money: brought in, shared out by two people, and one transfer that still waits for the second. */
export async function playPlatformMoney(stage: Stage, two: Two): Promise<void> {
  await topUp(stage, two);
  const shared = { kind: 'transfer', source: OWN } as const;
  await agree(stage, two, { ...shared, target: ADVANCE, amount: yuan(100_000), reason: '当日提现垫资' });
  await agree(stage, two, { ...shared, target: MARKETING, amount: yuan(20_000), reason: '新手红包预算' });
  await propose(stage, two, { ...shared, target: MARKETING, amount: yuan(5_000), reason: '节日活动追加预算' });
}
