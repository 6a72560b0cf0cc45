import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { reconciliation } from '#db/schema/reconciliation.ts';
import { claim, collection, collectionItem, instalment, receipt } from '#db/schema/repayments.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { minus, plus, sum } from '#server/primitives/money.ts';
import { runOutbox } from '../../domain/custody/run-outbox.ts';
import { conclude } from '../../domain/custody/write-outcome.ts';
import { runDueSteps } from '../../domain/day-end/run-due-steps.ts';
import type { Failpoint } from '../../domain/failpoints.ts';
import { fallDue } from '../../domain/repayment/fall-due.ts';
import { payInstalment } from '../../domain/repayment/pay-instalment.ts';
import { resumeDistributions } from '../../domain/repayment/resume-distributions.ts';
import { settleFullLoans } from '../../domain/settlement/settle-full-loans.ts';
import { eventually } from '../condition.ts';
import { moveClocks } from '../time.ts';
import { loanOf } from './listing.ts';
import type { Order } from './orders.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { fullLoan } from './settlement.ts';
import { saidOf } from './soundness.ts';
import { idsOf, leaveAt, startWorld, type World } from './world.ts';

type Instalment = typeof instalment.$inferSelect;
/** The loan that is repaid in a world, an instalment for each death, and the number of its last one. */
const repaying = new WeakMap<World, { loanId: Uuid; last: number }>();

function loanIn(world: World): { loanId: Uuid; last: number } {
  const found = repaying.get(world);
  if (!found) throw new Error('nothing is being repaid in this world');
  return found;
}

/** Settles a full loan by rule. */
export async function settle(world: World, loanId: Uuid): Promise<void> {
  const ctx = await world.system();
  await settleFullLoans(ctx);
  await eventually('the loan is being repaid', async () => {
    await world.pausesEnd(loanId);
    await runOutbox(ctx, 100);
    return (await loanOf(world, loanId)).projectStatus === 'REPAYING';
  });
}

/**
 * A world with a loan of two lenders whose first `today` instalments are all due on this very day, which has just
 * begun; the day end of the day before has not collected them, and they wait for their borrower's click. One more
 * falls due on each of the `daily` days after it: no contract is like that, and no kill test waits for months.
 */
export async function startRepayments(program: string, today: number, daily: number): Promise<World> {
  const world = await startWorld(program);
  const loanId = await fullLoan(world, { term: today + daily });
  await settle(world, loanId);
  const dueOn = addDays((await world.system()).businessDate, 1);
  for (let number = 1; number <= today + daily; number += 1) {
    const on: PlainDate = addDays(dueOn, Math.max(0, number - today));
    await world.wiring.pool.sql`update instalment set due_on = ${on} where loan_id = ${loanId} and number = ${number}`;
  }
  await moveClocks(world, dueOn, '00:01');
  await fallDue(await world.system(), dueOn);
  repaying.set(world, { loanId, last: today + daily });
  return world;
}

/** The oldest instalment that has not been paid. */
async function nextInstalment(world: World): Promise<Instalment> {
  const unpaid = inArray(instalment.state, ['scheduled', 'due']);
  const [next] = await world.wiring.pool.db
    .select()
    .from(instalment)
    .where(and(eq(instalment.loanId, loanIn(world).loanId), unpaid))
    .orderBy(asc(instalment.number))
    .limit(1);
  if (!next) throw new Error('nothing is left to be repaid');
  return next;
}

const instalmentNow = async (world: World, { loanId, number }: Instalment): Promise<Instalment | undefined> =>
  (
    await world.wiring.pool.db
      .select()
      .from(instalment)
      .where(and(eq(instalment.loanId, loanId), eq(instalment.number, number)))
  )[0];
const collectionsOf = (world: World, { loanId, number }: Instalment) =>
  world.wiring.pool.db
    .select()
    .from(collection)
    .where(
      and(
        eq(collection.loanId, loanId),
        sql`exists (select 1 from ${collectionItem} item where item.loan_id = ${collection.loanId}
          and item.collection_id = ${collection.id} and item.instalment_number = ${number})`,
      ),
    )
    .orderBy(asc(collection.id));

type Ended = Readonly<{ owed: Instalment; order: Order; failures: number }>;

async function expectPaidOnce(world: World, { owed, order, failures }: Ended, answer: unknown): Promise<void> {
  const { db } = world.wiring.pool;
  const total = plus(owed.principal, owed.interest);
  const collections = await collectionsOf(world, owed);
  expect(collections.map(({ state, amount }) => [state, amount])).toEqual([
    ...Array.from({ length: failures }, () => ['failed', total]),
    ['paid', total],
  ]);
  const paid = collections.at(-1)?.id;
  if (order.do === 'pay-instalment') expect(answer).toMatchObject({ kind: 'done', result: { collectionId: paid } });
  expect(await instalmentNow(world, owed)).toMatchObject({ state: 'paid', collectionId: paid });
  const receipts = await db.select().from(receipt).where(eq(receipt.loanId, owed.loanId));
  const ours = receipts.filter(({ instalmentNumber }) => instalmentNumber === owed.number);
  expect(ours.map(({ collectionId, paidAt }) => [collectionId, paidAt === null])).toEqual([
    [paid, false],
    [paid, false],
  ]);
  expect(sum(ours.map(({ principal, interest }) => plus(principal, interest)))).toBe(total);
  const [{ amount }, claims] = [
    await loanOf(world, owed.loanId),
    await db.select().from(claim).where(eq(claim.loanId, owed.loanId)),
  ];
  const repaid = sum(receipts.flatMap(({ principal, paidAt }) => (paidAt ? [principal] : [])));
  expect(sum(claims.map(({ outstanding }) => outstanding))).toBe(minus(amount, repaid));
}

function paidFor(world: World, since: Uuid, ended: Ended): Scene {
  const { owed, order, failures } = ended;
  return {
    objectId: owed.loanId,
    order,
    since,
    instructions: {
      'freeze-collection': 1 + failures,
      distribute: 1,
      ...(failures > 0 && { 'release-collection': failures }),
      ...(owed.number === loanIn(world).last && { 'advance-project': 1 }),
    },
    refused: failures > 0 ? { distribute: failures } : {},
    isOver: async () => (await instalmentNow(world, owed))?.state === 'paid',
    verify: (answer) => expectPaidOnce(world, ended, answer),
  };
}

async function payAfter(world: World, failpoint: Failpoint | undefined, failures = 0): Promise<Scene> {
  const owed = await nextInstalment(world);
  const ctx = await world.borrower.context();
  const since = ctx.newId();
  const wish = { requestId: ctx.newId(), loanId: owed.loanId };
  if (failpoint) await leaveAt(ctx, failpoint, (left) => payInstalment(left, wish));
  await world.leasesRunOut(owed.loanId);
  const order: Order = failpoint ? WORK : { do: 'pay-instalment', who: idsOf(world.borrower), ...wish };
  return paidFor(world, since, { owed, order, failures });
}

/** An instalment that its borrower is about to pay. */
export const duePayment: Prepare = (world) => payAfter(world, undefined);
/** An instalment that the bank has frozen at the borrower, or shared among the holders, unheard. */
export const paymentFrozenUnheard: Prepare = (world) => payAfter(world, 'freeze-collection.answered');
export const paymentSharedUnheard: Prepare = (world) => payAfter(world, 'distribute.answered');

/** The distribution of a frozen payment ends as refused for the last time; the bank has no record of it. */
async function refuseDistribution(world: World, loanId: Uuid): Promise<void> {
  const held = (await saidOf(world, loanId, 'distribute')).at(-1);
  if (!held) throw new Error('there is no distribution');
  await conclude(await world.system(), held, { kind: 'failed', errorCode: '100008', errorMessage: '业务受理失败' });
  await world.wiring.pool.sql`update distribution_chunk set attempts = 5, next_attempt_at = now()
    where loan_id = ${loanId} and state = 'failed'`;
}

/** The borrower's click; that the worker has been quicker is nothing to him. */
async function click(world: World): Promise<void> {
  const ctx = await world.borrower.context();
  await payInstalment(ctx, { requestId: ctx.newId(), loanId: loanIn(world).loanId }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
}

/**
 * An instalment whose distribution has been refused too often: the worker is about to give the borrower his money
 * back; then the instalment is collected anew, by rule or by his click, whichever comes first.
 */
export const hopelessPayment: Prepare = async (world) => {
  const owed = await nextInstalment(world);
  const scene = await payAfter(world, 'freeze-collection.concluded', 1);
  await refuseDistribution(world, scene.objectId);
  return {
    ...scene,
    isOver: async () => {
      if ((await collectionsOf(world, owed)).at(-1)?.state === 'failed') await click(world);
      return scene.isOver();
    },
  };
};

/** The same, when the bank has given the borrower his money back, unheard. */
export const givenBackUnheard: Prepare = async (world) => {
  const scene = await hopelessPayment(world);
  await leaveAt(await world.system(), 'release-collection.answered', resumeDistributions);
  await world.leasesRunOut(scene.objectId);
  return scene;
};

/** The first minutes of a day on which an instalment falls due: the worker's day end will collect it. */
export const dueByDayEnd: Prepare = async (world) => {
  const owed = await nextInstalment(world);
  await moveClocks(world, owed.dueOn, '00:11');
  return paidFor(world, (await world.system()).newId(), { owed, order: WORK, failures: 0 });
};

/** The loan is repaid, and the nights between all these deaths are reconciled, every one of them green. */
export async function expectGreenNights(world: World): Promise<void> {
  const { businessDate } = await world.system();
  await moveClocks(world, addDays(businessDate, 1), '09:31');
  await eventually(
    'every day end is through',
    async () => (await runDueSteps(await world.system())).stuck.length === 0,
  );
  const days = await world.wiring.pool.db.select().from(reconciliation);
  expect(days.length).toBeGreaterThan(10);
  expect(days.filter(({ state }) => state !== 'green')).toEqual([]);
  expect(await loanOf(world, loanIn(world).loanId)).toMatchObject({ state: 'repaid', projectStatus: 'FINISH' });
}
