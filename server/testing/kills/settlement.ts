import { asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { settlementChunk } from '#db/schema/loans.ts';
import { claim, instalment } from '#db/schema/repayments.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { runOutbox } from '../../domain/custody/run-outbox.ts';
import { settleLoan } from '../../domain/settlement/settle-loan.ts';
import { eventually } from '../condition.ts';
import { yuan } from '../customers.ts';
import { sellProduct } from '../products.ts';
import { bidBy, bidsOf, type LoanTerms, openLoan } from './bidding.ts';
import { loanOf, projectAtBank } from './listing.ts';
import type { Order } from './orders.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { freezesAtBank, saidOf } from './soundness.ts';
import { leaveAt, type World } from './world.ts';

/** A loan of ¥1,000 that two bids have filled. */
export async function fullLoan(world: World, terms?: LoanTerms): Promise<Uuid> {
  const loanId = await openLoan(world, terms);
  await bidBy(world.anna, loanId, 700);
  await bidBy(world.bert, loanId, 300);
  return loanId;
}

/** What the bank says of its notifies. */
export type Delivered = { notifies: { id: string; state: string }[] };

/** Whether the bank has at last been told SUCCESS for the notify of a loan's trade. */
async function notifyIsTaken(world: World, loanId: Uuid): Promise<boolean> {
  const [trade] = await saidOf(world, loanId, 'settle-chunk');
  const { notifies } = (await world.control('GET', `notifies?requestNo=${trade?.requestNo}`)) as Delivered;
  return notifies.length === 1 && notifies[0]?.state === 'taken';
}

async function expectSettledOnce(world: World, loanId: Uuid): Promise<void> {
  const { db } = world.wiring.pool;
  expect((await bidsOf(world, loanId)).map(({ state }) => state)).toEqual(['settled', 'settled']);
  const chunks = await db.select().from(settlementChunk).where(eq(settlementChunk.loanId, loanId));
  expect(chunks).toMatchObject([{ state: 'succeeded', bidCount: 2, amount: yuan(1_000), fee: yuan(15), attempts: 1 }]);
  const claims = await db.select().from(claim).where(eq(claim.loanId, loanId)).orderBy(asc(claim.id));
  expect(claims.map(({ stake, outstanding }) => [stake, outstanding])).toEqual([
    [yuan(700), yuan(700)],
    [yuan(300), yuan(300)],
  ]);
  const rows = await db.select().from(instalment).where(eq(instalment.loanId, loanId));
  expect([rows.length, sum(rows.map(({ principal }) => principal))]).toEqual([3, yuan(1_000)]);
}

const settled = (world: World, loanId: Uuid, order: Order): Scene => ({
  objectId: loanId,
  order,
  instructions: { 'register-project': 1, 'freeze-bid': 2, 'settle-chunk': 1, 'advance-project': 1 },
  isOver: async () => {
    const { state, projectStatus } = await loanOf(world, loanId);
    return state === 'repaying' && projectStatus === 'REPAYING';
  },
  verify: async (answer) => {
    if (order.do === 'settle-loan') expect(answer).toMatchObject({ kind: 'done' });
    await expectSettledOnce(world, loanId);
    expect(await projectAtBank(world, loanId)).toMatchObject({ status: 'REPAYING', loanAmount: '1000.00' });
    const freezes = [...(await freezesAtBank(world, loanId)).values()];
    expect(freezes.filter(({ amount, used }) => amount !== used)).toEqual([]);
  },
});

/** A full loan that an officer is about to settle. */
export const fullForOfficer: Prepare = async (world) => {
  const loanId = await fullLoan(world);
  return settled(world, loanId, { do: 'settle-loan', loanId });
};

/** A full loan that the worker will settle by rule. */
export const fullByRule: Prepare = async (world) => settled(world, await fullLoan(world), WORK);

const shared = new WeakMap<World, string>();

/** The code of a product that gives the risk reserve one in a hundred, on sale in a world. */
async function sharingProduct(world: World): Promise<string> {
  const code = shared.get(world) ?? `test-${await sellProduct(world, { reservePpm: ratePpm(10_000) })}`;
  shared.set(world, code);
  return code;
}

const withShare = (scene: Scene): Scene => ({
  ...scene,
  instructions: { ...scene.instructions, 'fund-reserve': 1 },
});

/** A full loan that the worker will settle by rule, after which the risk reserve gets its share. */
export const sharingByRule: Prepare = async (world) =>
  withShare(settled(world, await fullLoan(world, { productCode: await sharingProduct(world) }), WORK));

/** A settled loan whose share the bank has moved to the risk reserve, unheard. */
export const sharedUnheard: Prepare = async (world) => {
  const loanId = await fullLoan(world, { productCode: await sharingProduct(world) });
  await leftUnheard(world, loanId, 'fund-reserve');
  return withShare(settled(world, loanId, WORK));
};

/** A full loan of which this process will hear from the bank: it takes the notifies when an officer settles it. */
export const heardOf: Prepare = async (world) => {
  const loanId = await fullLoan(world);
  const scene = settled(world, loanId, { do: 'take-notifies' });
  return {
    ...scene,
    trigger: async () => settleLoan(await world.staff(['loan-officer']), { loanId }),
    isOver: async () => (await scene.isOver()) && (await notifyIsTaken(world, loanId)),
  };
};

/** Settles a loan up to where the bank has done what follows the trade, and its answer is lost. */
async function leftUnheard(world: World, loanId: Uuid, kind: 'advance-project' | 'fund-reserve'): Promise<void> {
  await settleLoan(await world.staff(['loan-officer']), { loanId });
  await leaveAt(await world.system(), `${kind}.answered`, (ctx) =>
    eventually('the bank is told what follows the trade', async () => {
      await world.pausesEnd(loanId);
      await runOutbox(ctx, 20);
      return (await saidOf(world, loanId, kind))[0]?.attempts;
    }),
  );
  await world.leasesRunOut(loanId);
}

/** A settled loan whose project the bank has moved on, unheard. */
export const movedOnUnheard: Prepare = async (world) => {
  const loanId = await fullLoan(world);
  await leftUnheard(world, loanId, 'advance-project');
  return settled(world, loanId, WORK);
};

/** What the money of the platform rests on: the bank's words as they were taken, and the books. */
async function booksOf(world: World): Promise<unknown> {
  const { sql } = world.wiring.pool;
  return [
    await sql`select id, state, fence::text, concluded_at::text from instruction order by id`,
    await sql`select id, available::text, frozen::text, entry_count::text from account order by id`,
    await sql`select count(*)::int as journal from journal`,
  ];
}

/** The bank's notifies, held back all the while, now come in, each taken: and they change nothing. */
export async function expectLateNotifiesChangeNothing(world: World): Promise<void> {
  const before = await booksOf(world);
  const late = async () => ((await world.control('GET', 'notifies?state=waiting')) as Delivered).notifies;
  const held = await late();
  expect(held.length).toBeGreaterThan(10);
  await world.notifyAt(world.notifies.url);
  world.notifies.hold(false);
  for (const { id } of held) await world.control('POST', `notifies/${id}/redeliver`);
  await eventually('every notify is taken', async () => (await late()).length === 0);
  expect(await booksOf(world)).toEqual(before);
}
