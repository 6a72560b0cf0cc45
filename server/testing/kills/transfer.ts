import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { platformOrder } from '#db/schema/platform.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../../domain/actors.ts';
import type { DomainContext } from '../../domain/context.ts';
import type { Failpoint } from '../../domain/failpoints.ts';
import { CHART } from '../../domain/ledger/chart.ts';
import { approveOrder } from '../../domain/platform/approve-order.ts';
import { proposeOrder } from '../../domain/platform/propose-order.ts';
import { yuan } from '../customers.ts';
import type { Prepare, Scene } from './scene.ts';
import { WORK } from './scene.ts';
import { leaveAt, type World } from './world.ts';

const PIECE = yuan(7);
const [RESERVE, MARKETING] = [CHART.compensation, CHART.marketing];

type Way = Readonly<{ source: string; target: string }>;
const THERE: Way = { source: RESERVE.platformUserNo, target: MARKETING.platformUserNo };
const BACK: Way = { source: THERE.target, target: THERE.source };

async function propose(world: World, way: Way): Promise<Uuid> {
  const maker = await world.staff(['finance']);
  const order = { kind: 'transfer', amount: PIECE, reason: 'for a while' } as const;
  return (await proposeOrder(maker, { ...order, ...way, requestId: maker.newId() })).orderId;
}

const stateOf = async (world: World, orderId: Uuid) =>
  (await world.wiring.pool.db.select().from(platformOrder).where(eq(platformOrder.id, orderId)))[0]?.state;

/** What was moved from the reserve has arrived, and goes back for the next death. */
function sceneOf(world: World, orderId: Uuid, order: Scene['order'], since: Uuid): Scene {
  return {
    objectId: RESERVE.id,
    order,
    since,
    instructions: { 'transfer-platform': 1 },
    isOver: async () => (await stateOf(world, orderId)) === 'succeeded',
    verify: async () => {
      const back = await propose(world, BACK);
      const checker = await world.staff(['administrator']);
      await approveOrder(checker, { requestId: checker.newId(), orderId: back });
      expect(await stateOf(world, back)).toBe('succeeded');
    },
  };
}

/** A transfer that a second person is about to approve. */
export const transferProposed: Prepare = async (world) => {
  const orderId = await propose(world, THERE);
  const since = (await world.system()).newId();
  const { newId, actor } = await world.staff(['administrator']);
  return sceneOf(world, orderId, { do: 'approve-order', memberId: actor.memberId, requestId: newId(), orderId }, since);
};

/** The same, when whoever approved it got as far as a failpoint. */
export function transferLeftAt(failpoint: Failpoint): Prepare {
  return async (world) => {
    const orderId = await propose(world, THERE);
    const since = (await world.system()).newId();
    const checker = await world.staff(['administrator']);
    const approve = (ctx: DomainContext<AdminActor>) => approveOrder(ctx, { requestId: ctx.newId(), orderId });
    await leaveAt(checker, failpoint, approve);
    await world.leasesRunOut(RESERVE.id);
    return sceneOf(world, orderId, WORK, since);
  };
}
