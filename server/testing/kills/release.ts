import { expect } from 'vitest';
import type { Uuid } from '#server/primitives/ids.ts';
import { cancelBid } from '../../domain/bidding/cancel-bid.ts';
import { runOutbox } from '../../domain/custody/run-outbox.ts';
import type { Failpoint } from '../../domain/failpoints.ts';
import { eventually } from '../condition.ts';
import { bidBy, bidsOf, openLoan } from './bidding.ts';
import { loanOf, projectAtBank } from './listing.ts';
import type { Order } from './orders.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { freezesAtBank, projectNoOf } from './soundness.ts';
import { idsOf, leaveAt, type World } from './world.ts';

async function expectNothingHeld(world: World, loanId: Uuid): Promise<void> {
  const freezes = [...(await freezesAtBank(world, loanId)).values()];
  expect(freezes.filter(({ amount, cancelled }) => amount !== cancelled)).toEqual([]);
}

const takenBack = (world: World, loanId: Uuid, bidId: Uuid, order: Order): Scene => ({
  objectId: loanId,
  order,
  instructions: { 'register-project': 1, 'freeze-bid': 1, 'release-bid': 1 },
  isOver: async () => (await bidsOf(world, loanId))[0]?.state === 'released',
  verify: async (answer) => {
    if (order.do === 'cancel-bid') expect(answer).toMatchObject({ kind: 'done', result: { bidId } });
    expect((await bidsOf(world, loanId)).map(({ id, state }) => [id, state])).toEqual([[bidId, 'released']]);
    expect(await loanOf(world, loanId)).toMatchObject({ state: 'open', reserved: 0n, frozen: 0n });
    await expectNothingHeld(world, loanId);
  },
});

async function cancelAfter(world: World, failpoint: Failpoint | undefined, order?: typeof WORK): Promise<Scene> {
  const loanId = await openLoan(world);
  const bidId = await bidBy(world.anna, loanId, 400);
  const ctx = await world.anna.context();
  const wish = { requestId: ctx.newId(), loanId, bidId };
  if (failpoint) await leaveAt(ctx, failpoint, (left) => cancelBid(left, wish));
  await world.leasesRunOut(loanId);
  return takenBack(world, loanId, bidId, order ?? { do: 'cancel-bid', who: idsOf(world.anna), ...wish });
}

/** A frozen bid that its investor is about to take back. */
export const regretted: Prepare = (world) => cancelAfter(world, undefined);
/** A bid that the bank has released, unheard; its investor asks again, or the worker comes. */
export const releasedUnheard: Prepare = (world) => cancelAfter(world, 'release-bid.answered', WORK);
export const releasedUnheardAskedAgain: Prepare = (world) => cancelAfter(world, 'release-bid.answered');

const miscarried = (world: World, loanId: Uuid, order: Order): Scene => ({
  objectId: loanId,
  order,
  instructions: { 'register-project': 1, 'freeze-bid': 2, 'release-bid': 2, 'advance-project': 1 },
  isOver: async () => {
    const { state, projectStatus } = await loanOf(world, loanId);
    return state === 'failed' && projectStatus === 'MISCARRY';
  },
  verify: async (answer) => {
    const known = { kind: 'refused', code: 'INVALID_TRANSITION' };
    if (order.do === 'fail-loan' && answer?.kind !== 'done') expect(answer).toMatchObject(known);
    expect((await bidsOf(world, loanId)).map(({ state }) => state)).toEqual(['released', 'released']);
    expect(await loanOf(world, loanId)).toMatchObject({ reserved: 0n, frozen: 0n });
    expect(await projectAtBank(world, loanId)).toMatchObject({ status: 'MISCARRY' });
    await expectNothingHeld(world, loanId);
  },
});

async function withTwoBids(world: World): Promise<Uuid> {
  const loanId = await openLoan(world);
  await bidBy(world.anna, loanId, 400);
  await bidBy(world.bert, loanId, 300);
  return loanId;
}

/** A loan with two bids that an officer is about to end. */
export const givenUp: Prepare = async (world) => {
  const loanId = await withTwoBids(world);
  return miscarried(world, loanId, { do: 'fail-loan', loanId });
};

/** The bank gives the project of a loan up by itself. */
const giveUpAtBank = async (world: World, loanId: Uuid) =>
  world.control('POST', `projects/${await projectNoOf(world, loanId)}/miscarry`);

const givenUpByBank = (world: World, loanId: Uuid, order: Order): Scene => ({
  ...miscarried(world, loanId, order),
  instructions: { 'register-project': 1, 'freeze-bid': 2, 'bank-miscarriage': 1, 'find-release': 2 },
});

/** A loan with two bids of which this process will hear that the bank has given it up. */
export const bankWillGiveUp: Prepare = async (world) => {
  const loanId = await withTwoBids(world);
  const trigger = () => giveUpAtBank(world, loanId);
  return { ...givenUpByBank(world, loanId, { do: 'take-notifies' }), trigger };
};

/** A loan that the bank has given up and said so; how its freezes ended has not been asked. */
export const bankGaveUp: Prepare = async (world) => {
  const loanId = await withTwoBids(world);
  await world.notifyAt(world.notifies.url);
  world.notifies.hold(false);
  await giveUpAtBank(world, loanId);
  await eventually('the bank’s word is taken', async () => (await loanOf(world, loanId)).projectStatus === 'MISCARRY');
  world.notifies.hold(true);
  return givenUpByBank(world, loanId, WORK);
};

/** The same, when the bank has been asked about a freeze and its answer was lost. */
export const bankGaveUpUnheard: Prepare = async (world) => {
  const scene = await bankGaveUp(world);
  await leaveAt(await world.system(), 'find-release.answered', (ctx) => runOutbox(ctx, 1));
  await world.leasesRunOut(scene.objectId);
  return scene;
};

/** A loan with two bids whose deadline has passed. */
export const pastDeadline: Prepare = async (world) => {
  const loanId = await withTwoBids(world);
  const { now } = await world.system();
  await world.wiring.pool.sql`update loan set deadline_at = ${now()} where id = ${loanId}`;
  return miscarried(world, loanId, WORK);
};
