import { and, asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Compensator } from '#db/schema/products.ts';
import { claim, collection, instalment, receipt } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import { addDays } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, sum } from '#server/primitives/money.ts';
import { runDueSteps } from '../../domain/day-end/run-due-steps.ts';
import { CHART } from '../../domain/ledger/chart.ts';
import { lockLoan, moveLoan } from '../../domain/loan/move-loan.ts';
import { quotePart, quotePayoff } from '../../domain/repayment/early-quotes.ts';
import { fallDue } from '../../domain/repayment/fall-due.ts';
import { type Instalment, moveInstalment } from '../../domain/repayment/instalments.ts';
import { payInstalment } from '../../domain/repayment/pay-instalment.ts';
import { payOff } from '../../domain/repayment/pay-off.ts';
import { prepay } from '../../domain/repayment/prepay.ts';
import { eventually } from '../condition.ts';
import { type Borrower, openBorrower, yuan } from '../customers.ts';
import { type Guarantor, openGuarantor } from '../enterprises.ts';
import { sellProduct } from '../products.ts';
import { fillReserve, RESERVE } from './debt.ts';
import { loanOf } from './listing.ts';
import type { Answer, Order } from './orders.ts';
import { settle } from './repayment.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { fullLoan } from './settlement.ts';
import { idsOf, leaveAt, startWorld, type World } from './world.ts';

const FUNDS = yuan(20_000);
const PART = yuan(100);
const PENCE = yuan(3);

/** Who pays in parts, and who stands in for others, in a world. */
type Cast = Readonly<{ slow: Borrower; owedInParts: Uuid; guarantor: Guarantor; products: Record<Backer, string> }>;
type Backer = Extract<Compensator, 'guarantor' | 'reserve'>;
const casts = new WeakMap<World, Cast>();

function castOf(world: World): Cast {
  const found = casts.get(world);
  if (!found) throw new Error('nobody pays out of turn in this world');
  return found;
}

const sell = async (world: World, terms: Parameters<typeof sellProduct>[1]): Promise<string> =>
  `test-${await sellProduct(world, terms)}`;

/**
 * A world with a full risk reserve, a guarantor, and somebody who pays a due instalment in small parts: no money comes
 * to him, so that nothing is collected from him by rule.
 */
export async function startAhead(program: string): Promise<World> {
  const world = await startWorld(program);
  await fillReserve(world);
  const guarantor = await openGuarantor(world, { funds: FUNDS });
  const slow = await openBorrower(world, { funds: FUNDS });
  const backed = (compensator: Backer) => sell(world, { compensator, compensateAfterDays: 2 });
  const products = { guarantor: await backed('guarantor'), reserve: await backed('reserve') };
  const productCode = await sell(world, { partialPayments: true });
  const owedInParts = await fullLoan(world, { borrower: slow, productCode });
  await settle(world, owedInParts);
  await eventually('the nights are over', async () => (await runDueSteps(await world.system())).stuck.length === 0);
  const { businessDate } = await world.system();
  await world.wiring.pool.sql`update instalment set due_on = ${businessDate}
    where loan_id = ${owedInParts} and number = 1`;
  await fallDue(await world.system(), businessDate);
  const ahead = { ...world, funds: fen(world.funds + RESERVE + FUNDS * 2n) };
  casts.set(ahead, { slow, owedInParts, guarantor, products });
  return ahead;
}

const rowsOf = (world: World, loanId: Uuid) =>
  world.wiring.pool.db.select().from(instalment).where(eq(instalment.loanId, loanId)).orderBy(asc(instalment.number));
const collectionsOf = (world: World, loanId: Uuid) =>
  world.wiring.pool.db.select().from(collection).where(eq(collection.loanId, loanId)).orderBy(asc(collection.id));

/** The newest payment of a loan is paid once, what the answer named, and its receipts are what it brought. */
async function expectPaid(
  world: World,
  loanId: Uuid,
  total: Money,
  how: { answer: Answer | undefined; count: number },
) {
  const { db } = world.wiring.pool;
  const collections = await collectionsOf(world, loanId);
  expect([collections.length, collections.at(-1)?.state, collections.at(-1)?.amount]).toEqual([
    how.count,
    'paid',
    total,
  ]);
  const { id } = collections.at(-1) ?? { id: loanId };
  if (how.answer) expect(how.answer).toMatchObject({ kind: 'done', result: { collectionId: id } });
  const ofIt = and(eq(receipt.loanId, loanId), eq(receipt.collectionId, id));
  const receipts = await db.select().from(receipt).where(ofIt);
  expect(sum(receipts.map((row) => plus(row.principal, plus(row.interest, row.penalty))))).toBe(total);
  const all = await db.select().from(receipt).where(eq(receipt.loanId, loanId));
  const claims = await db.select().from(claim).where(eq(claim.loanId, loanId));
  const { amount } = await loanOf(world, loanId);
  expect(sum(claims.map(({ outstanding }) => outstanding))).toBe(
    minus(amount, sum(all.map(({ principal }) => principal))),
  );
  expect(sum((await rowsOf(world, loanId)).map(({ principal }) => principal))).toBe(amount);
}

const said = (order: Order, answer: Answer | undefined): Answer | undefined =>
  order.do === 'work' ? undefined : answer;

async function repaying(world: World): Promise<Uuid> {
  const loanId = await fullLoan(world);
  await settle(world, loanId);
  return loanId;
}

/** A loan that its borrower is about to pay off; or has just begun to. */
function payingOff(begun: boolean): Prepare {
  return async (world) => {
    const loanId = await repaying(world);
    const ctx = await world.borrower.context();
    const since = ctx.newId();
    const { on, total } = await quotePayoff(ctx, { loanId, on: ctx.businessDate });
    const wish = { requestId: ctx.newId(), loanId, on, total };
    if (begun) await leaveAt(ctx, 'collection.begun', (left) => payOff(left, wish));
    const order: Order = begun ? WORK : { do: 'pay-off', who: idsOf(world.borrower), ...wish };
    const scene: Scene = {
      objectId: loanId,
      order,
      since,
      instructions: { 'freeze-collection': 1, distribute: 1, 'advance-project': 1 },
      isOver: async () => (await loanOf(world, loanId)).projectStatus === 'FINISH',
      verify: async (answer) => {
        await expectPaid(world, loanId, total, { answer: said(order, answer), count: 1 });
        expect((await loanOf(world, loanId)).state).toBe('repaid');
        expect((await rowsOf(world, loanId)).filter(({ kind }) => kind === 'payoff')).toHaveLength(1);
      },
    };
    return scene;
  };
}

/** A loan of which its borrower is about to pay a part ahead; or has just begun to. */
function prepaying(begun: boolean): Prepare {
  return async (world) => {
    const loanId = await repaying(world);
    const ctx = await world.borrower.context();
    const since = ctx.newId();
    const { keepTerm } = await quotePart(ctx, { loanId, on: ctx.businessDate, part: PART });
    const { on, total, keep } = keepTerm;
    const wish = { requestId: ctx.newId(), loanId, on, total, part: PART, keep };
    if (begun) await leaveAt(ctx, 'collection.begun', (left) => prepay(left, wish));
    const order: Order = begun ? WORK : { do: 'prepay', who: idsOf(world.borrower), ...wish };
    return {
      objectId: loanId,
      order,
      since,
      instructions: { 'freeze-collection': 1, distribute: 1 },
      isOver: async () => (await collectionsOf(world, loanId)).at(-1)?.state === 'paid',
      verify: async (answer) => {
        await expectPaid(world, loanId, total, { answer: said(order, answer), count: 1 });
        const made = (await rowsOf(world, loanId)).filter(({ kind }) => kind === 'prepayment');
        expect(made).toMatchObject([{ principal: PART, state: 'paid' }]);
      },
    };
  };
}

/** An instalment of which its borrower is about to pay a little; or has just begun to. */
function payingInParts(begun: boolean): Prepare {
  return async (world) => {
    const { slow, owedInParts: loanId } = castOf(world);
    const before = await collectionsOf(world, loanId);
    const ctx = await slow.context();
    const since = ctx.newId();
    const wish = { requestId: ctx.newId(), loanId, amount: PENCE };
    if (begun) await leaveAt(ctx, 'collection.begun', (left) => payInstalment(left, wish));
    const order: Order = begun ? WORK : { do: 'pay-instalment', who: idsOf(slow), ...wish };
    const count = before.length + 1;
    return {
      objectId: loanId,
      order,
      since,
      instructions: { 'freeze-collection': 1, distribute: 1 },
      isOver: async () => (await collectionsOf(world, loanId))[count - 1]?.state === 'paid',
      verify: async (answer) => {
        await expectPaid(world, loanId, PENCE, { answer: said(order, answer), count });
        const [row] = await rowsOf(world, loanId);
        expect(row?.state).toBe('due');
        expect(plus(row?.principalPaid ?? PENCE, row?.interestPaid ?? PENCE)).toBe(fen(PENCE * BigInt(count)));
      },
    };
  };
}

/** The first instalment of a loan fell due three days ago, and was missed. */
async function missFirst(world: World, loanId: Uuid): Promise<Instalment> {
  const ctx = await world.system();
  await world.wiring.pool.sql`update instalment set due_on = ${addDays(ctx.businessDate, -3)}
    where loan_id = ${loanId} and number = 1`;
  await fallDue(ctx, ctx.businessDate);
  const [due] = await rowsOf(world, loanId);
  if (!due) throw new Error('nothing has fallen due');
  return transaction(ctx, async (tx) => {
    await moveLoan(tx, ctx, await lockLoan(tx, loanId), 'miss', { verb: 'mark-overdue' });
    return moveInstalment(tx, ctx, due, 'missed', { overdueOn: addDays(ctx.businessDate, -2) });
  });
}

/** A loan with a late instalment that somebody else is about to pay. */
function backedBy(backer: Backer): Prepare {
  return async (world) => {
    const { guarantor, products } = castOf(world);
    const guarantorId = backer === 'guarantor' ? guarantor.enterpriseId : undefined;
    const loanId = await fullLoan(world, { productCode: products[backer], guarantorId });
    await settle(world, loanId);
    const late = await missFirst(world, loanId);
    const payer = backer === 'guarantor' ? guarantor.accountId : CHART.compensation.id;
    return {
      objectId: loanId,
      order: { do: 'compensate', loanId },
      since: (await world.system()).newId(),
      instructions: { ...(backer === 'guarantor' && { 'freeze-collection': 1 }), distribute: 1 },
      isOver: async () => (await rowsOf(world, loanId))[0]?.state === 'compensated',
      verify: async () => {
        await expectPaid(world, loanId, plus(late.principal, late.interest), { answer: undefined, count: 1 });
        const { principal: principalCompensated, interest: interestCompensated } = late;
        const now = { compensatorAccountId: payer, principalCompensated, interestCompensated, principalPaid: 0n };
        expect((await rowsOf(world, loanId))[0]).toMatchObject(now);
        expect((await loanOf(world, loanId)).state).toBe('overdue');
      },
    };
  };
}

export const payoff = payingOff(false);
export const payoffBegun = payingOff(true);
export const prepayment = prepaying(false);
export const prepaymentBegun = prepaying(true);
export const partialPayment = payingInParts(false);
export const partialPaymentBegun = payingInParts(true);
export const lateWithGuarantor = backedBy('guarantor');
export const lateWithReserve = backedBy('reserve');
