import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { type WithdrawalState, withdrawal } from '#db/schema/withdrawals.ts';
import { instantAt } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { cancelWithdrawal } from '../../domain/cash/cancel-withdrawal.ts';
import { interceptWithdrawal } from '../../domain/cash/intercept-withdrawal.ts';
import type { Failpoint } from '../../domain/failpoints.ts';
import { releaseLatePayouts } from '../../domain/reconciliation/release-payouts.ts';
import { yuan } from '../customers.ts';
import { moveClocks } from '../time.ts';
import { takeWithdrawal } from '../withdrawing.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { idsOf, leaveAt, type World } from './world.ts';

const AMOUNT = yuan(10);
/** What members have paid in has arrived by then, on the day after. */
const ARRIVED = '09:20';

async function rowOf(world: World, id: Uuid) {
  const [row] = await world.wiring.pool.db.select().from(withdrawal).where(eq(withdrawal.id, id));
  if (!row) throw new Error('the withdrawal has vanished');
  return row;
}
const isIn = (world: World, id: Uuid, state: WithdrawalState) => async () => (await rowOf(world, id)).state === state;

async function annaHolds(world: World) {
  const [row] = await world.wiring.pool.db.select().from(account).where(eq(account.id, world.anna.accountId));
  return { available: row?.available ?? 0n, withdrawing: row?.withdrawing ?? 0n };
}

/** A withdrawal of hers that the bank holds. */
async function held(world: World): Promise<Uuid> {
  const { businessDate, now } = await world.system();
  if (now() < instantAt(businessDate, ARRIVED)) await moveClocks(world, businessDate, ARRIVED);
  return takeWithdrawal(world, world.anna, AMOUNT, { patienceMs: 0 });
}

/** Its day is let go by two people. */
async function letGo(world: World, id: Uuid): Promise<void> {
  const { heldOn } = await rowOf(world, id);
  await world.wiring.pool.sql`insert into day_release (id, business_date, state, reason, maker_id, made_at, checker_id)
    values (gen_random_uuid(), ${heldOn}, 'released', 'as a test', gen_random_uuid(), now(), gen_random_uuid())`;
}

type End = Readonly<{
  kind: 'release-payout' | 'cancel-payout' | 'intercept-payout';
  state: WithdrawalState;
  gone: bigint;
}>;
const RELEASED: End = { kind: 'release-payout', state: 'accepted', gone: AMOUNT };
const CANCELLED: End = { kind: 'cancel-payout', state: 'cancelled', gone: 0n };
const INTERCEPTED: End = { kind: 'intercept-payout', state: 'returned', gone: 0n };

/** @param before what she held before she asked for it */
async function sceneOf(
  world: World,
  id: Uuid,
  before: Awaited<ReturnType<typeof annaHolds>>,
  how: Readonly<{ end: End; order: Scene['order']; since: Uuid }>,
): Promise<Scene> {
  const { end, order, since } = how;
  return {
    objectId: world.anna.accountId,
    order,
    since,
    instructions: { [end.kind]: 1 },
    isOver: isIn(world, id, end.state),
    verify: async () => {
      expect(await annaHolds(world)).toEqual({
        available: before.available - end.gone,
        withdrawing: before.withdrawing + end.gone,
      });
    },
  };
}

/** One that its day lets go: by rule, or left at a place on the way by a worker that is gone. */
const releasing =
  (left?: Failpoint): Prepare =>
  async (world) => {
    const before = await annaHolds(world);
    const id = await held(world);
    await letGo(world, id);
    const system = await world.system();
    const since = system.newId();
    if (left) await leaveAt(system, left, releaseLatePayouts);
    await world.leasesRunOut(world.anna.accountId);
    return sceneOf(world, id, before, { end: RELEASED, order: WORK, since });
  };

/** One that its holder gives up: by her click, or left at a place on the way by a portal that is gone. */
const cancelling =
  (by: 'portal' | 'worker', left?: Failpoint): Prepare =>
  async (world) => {
    const before = await annaHolds(world);
    const withdrawalId = await held(world);
    const ctx = await world.anna.context();
    const [since, requestId] = [ctx.newId(), ctx.newId()];
    if (left) await leaveAt(ctx, left, (doomed) => cancelWithdrawal(doomed, { requestId, withdrawalId }));
    await world.leasesRunOut(world.anna.accountId);
    const click: Scene['order'] = { do: 'cancel-withdrawal', who: idsOf(world.anna), requestId, withdrawalId };
    return sceneOf(world, withdrawalId, before, { end: CANCELLED, order: by === 'portal' ? click : WORK, since });
  };

/** One that has been let go and finance holds back. */
const intercepting =
  (by: 'portal' | 'worker', left?: Failpoint): Prepare =>
  async (world) => {
    const before = await annaHolds(world);
    const withdrawalId = await held(world);
    await letGo(world, withdrawalId);
    await releaseLatePayouts(await world.system());
    const ctx = await world.staff(['finance']);
    const [since, requestId] = [ctx.newId(), ctx.newId()];
    const wish = { requestId, withdrawalId, reason: 'the card was reported lost' };
    if (left) await leaveAt(ctx, left, (doomed) => interceptWithdrawal(doomed, wish));
    await world.leasesRunOut(world.anna.accountId);
    const click: Scene['order'] = { do: 'intercept-withdrawal', memberId: ctx.actor.memberId, ...wish };
    return sceneOf(world, withdrawalId, before, { end: INTERCEPTED, order: by === 'portal' ? click : WORK, since });
  };

export const payoutReleased = releasing();
export const payoutReleasedUnheard = releasing('release-payout.answered');
export const payoutCancelled = cancelling('portal');
export const payoutCancelledAgain = cancelling('portal', 'cancel-payout.answered');
export const payoutCancelledLeft = cancelling('worker', 'cancel-payout.sent');
export const payoutCancelledUnheard = cancelling('worker', 'cancel-payout.answered');
export const payoutIntercepted = intercepting('portal');
export const payoutInterceptedAgain = intercepting('portal', 'intercept-payout.answered');
export const payoutInterceptedLeft = intercepting('worker', 'intercept-payout.sent');
export const payoutInterceptedUnheard = intercepting('worker', 'intercept-payout.answered');
