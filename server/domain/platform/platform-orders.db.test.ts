import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, journal, receivable } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { platformOrder } from '#db/schema/platform.ts';
import { addDays } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { eventually } from '#server/testing/condition.ts';
import { yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { travelTo } from '../day-end/travel.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { reconcileDay } from '../reconciliation/reconcile-day.ts';
import { approveOrder } from './approve-order.ts';
import { askBalances } from './ask-balances.ts';
import { beginOrder } from './begin-order.ts';
import { endOrder } from './end-order.ts';
import { openOrderPage } from './open-order-page.ts';
import { type OrderInput, proposeOrder } from './propose-order.ts';
import { platformAccounts, platformMovements, platformOrders } from './queries.ts';

const [RESERVE, MARKETING, OWN, ADVANCE] = ['1', '2', '4', '7'].map((last) => `SYS_GENERATE_00${last}`) as [
  string,
  string,
  string,
  string,
];

let world: Harness;
/** Who makes an order and who checks it. */
let maker: DomainContext<AdminActor>;
let checker: DomainContext<AdminActor>;

const db = () => world.wiring.pool.db;
const freshly = (who: DomainContext<AdminActor>) => world.contextFor(who.actor);

async function propose(order: Partial<OrderInput>): Promise<Uuid> {
  const ctx = await freshly(maker);
  const usual = { kind: 'transfer', source: null, target: null, amount: yuan(100), reason: 'for the quarter' } as const;
  return (await proposeOrder(ctx, { requestId: ctx.newId(), ...usual, ...order })).orderId;
}
const transfer = (source: string, target: string, amount: Money) => propose({ source, target, amount });
async function approve(orderId: Uuid, who = checker): Promise<void> {
  const ctx = await freshly(who);
  await approveOrder(ctx, { requestId: ctx.newId(), orderId });
}
const orderOf = async (orderId: Uuid) => {
  const [row] = await db().select().from(platformOrder).where(eq(platformOrder.id, orderId));
  if (!row) throw new Error('no order');
  return row;
};
const available = async (platformUserNo: string): Promise<Money> => {
  const [row] = await db().select().from(account).where(eq(account.platformUserNo, platformUserNo));
  return row?.available ?? yuan(-1);
};

/** To the bank's page of an approved order, and through it. */
async function atBank(orderId: Uuid): Promise<void> {
  const ctx = await freshly(maker);
  const returnUrl = 'http://portal.example/return';
  const { instructionId } = await beginOrder(ctx, { requestId: ctx.newId(), orderId, returnUrl });
  await walkBankPages(await openOrderPage(ctx, instructionId, 'PC'));
}

/** From the proposal to the bank's page, as finance walks it. */
async function topUp(target: string, amount: Money): Promise<Uuid> {
  const orderId = await propose({ kind: 'top-up', target, amount });
  await approve(orderId);
  await atBank(orderId);
  await eventually('the bank has told it', async () => (await orderOf(orderId)).state === 'succeeded');
  return orderId;
}

const sound = async () => {
  expect((await checkInvariants(world.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(await mirrorDifferences(world)).toEqual([]);
};

beforeAll(async () => {
  world = await startHarness();
  [maker, checker] = await Promise.all([world.staff(['finance']), world.staff(['administrator'])]);
}, 60_000);
afterAll(() => world.stop());

test('the platform’s eight accounts are there, with the bank’s own roles', async () => {
  const accounts = await platformAccounts(maker);
  expect(accounts.map(({ platformUserNo }) => platformUserNo)).toEqual(
    Array.from({ length: 8 }, (_, last) => `SYS_GENERATE_00${last}`),
  );
  for (const { platformUserNo, role } of accounts)
    expect(await world.control('GET', `accounts/${platformUserNo}`)).toMatchObject({ role, kind: 'platform' });
});

test('a top-up is paid at the bank’s page, after two people have agreed to it', async () => {
  await topUp(OWN, yuan(1_000));
  expect(await available(OWN)).toBe(yuan(1_000));
  expect(await platformOrders(maker, 1)).toMatchObject([
    { state: 'succeeded', source: null, target: OWN, isOwn: true },
  ]);
});

test('what one proposes he does not approve himself, and the database says so too', async () => {
  const orderId = await transfer(OWN, RESERVE, yuan(10));
  await expect(approve(orderId, maker)).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await expect(
    world.wiring.pool.sql`update platform_order set state = 'approved', checker_id = maker_id where id = ${orderId}`,
  ).rejects.toThrow('platform_order_by_two');
  await expect(
    world.wiring.pool.sql`update platform_order set state = 'approved' where id = ${orderId}`,
  ).rejects.toThrow('platform_order_approved_by_somebody');
  await endOrder(await freshly(maker), { orderId, how: 'withdraw' });
  await expect(approve(orderId)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
});

test('another refuses it, and nothing moves', async () => {
  const orderId = await transfer(OWN, MARKETING, yuan(10));
  await expect(endOrder(await freshly(maker), { orderId, how: 'refuse' })).rejects.toMatchObject({
    code: 'SAME_PERSON',
  });
  await endOrder(await freshly(checker), { orderId, how: 'refuse' });
  expect(await orderOf(orderId)).toMatchObject({ state: 'refused', instructionId: null });
});

test('an approved transfer moves once, however often it is asked for', async () => {
  const orderId = await transfer(OWN, RESERVE, yuan(300));
  const ctx = await freshly(checker);
  const asked = { requestId: ctx.newId(), orderId };
  await Promise.all([approveOrder(ctx, asked), approveOrder(ctx, asked)]);
  await approveOrder(ctx, asked);
  await expect(approve(orderId)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  expect([await available(OWN), await available(RESERVE)]).toEqual([yuan(700), yuan(300)]);
  expect(await platformMovements(maker, { platformUserNo: RESERVE, limit: 5 })).toMatchObject([
    { kind: 'FUNDS_TRANSFER', amount: yuan(300), otherUserNo: OWN, requestNo: expect.any(String) },
  ]);
});

test('more than an account has is not approved, and what is under way counts', async () => {
  await expect(approve(await transfer(OWN, ADVANCE, yuan(701)))).rejects.toMatchObject({
    code: 'AMOUNT_OVER_BALANCE',
    details: { balance: '700.00' },
  });
  await world.fault('SYNC_TRANSACTION', 'drop-before');
  const first = await transfer(OWN, ADVANCE, yuan(600));
  await approve(first);
  expect(await orderOf(first)).toMatchObject({ state: 'at-bank' });
  await expect(approve(await transfer(OWN, MARKETING, yuan(101)))).rejects.toMatchObject({
    details: { balance: '100.00' },
  });
  await world.hurry();
  await runOutbox(await world.system(), 10);
  expect(await orderOf(first)).toMatchObject({ state: 'succeeded' });
  await sound();
});

test('a transfer whose answer was lost is asked about and posted once', async () => {
  await world.fault('SYNC_TRANSACTION', 'drop-after');
  const orderId = await transfer(ADVANCE, MARKETING, yuan(50));
  await approve(orderId);
  expect(await orderOf(orderId)).toMatchObject({ state: 'at-bank' });
  await world.hurry();
  await runOutbox(await world.system(), 10);
  expect(await orderOf(orderId)).toMatchObject({ state: 'succeeded' });
  expect([await available(ADVANCE), await available(MARKETING)]).toEqual([yuan(550), yuan(50)]);
});

test('what the bank refuses has failed with its words', async () => {
  await world.fault('SYNC_TRANSACTION', 'refusal');
  const orderId = await transfer(OWN, MARKETING, yuan(50));
  await approve(orderId);
  expect(await platformOrders(maker, 100)).toContainEqual(
    expect.objectContaining({ id: orderId, state: 'failed', errorCode: expect.any(String) }),
  );
});

test('a page that was left leaves the order approved, for another try', async () => {
  const orderId = await propose({ kind: 'top-up', target: MARKETING });
  await approve(orderId);
  const ctx = await freshly(maker);
  const returnUrl = 'http://portal.example/return';
  const { instructionId } = await beginOrder(ctx, { requestId: ctx.newId(), orderId, returnUrl });
  await db()
    .update(instruction)
    .set({ expiresAt: new Date(ctx.now().getTime() - 120_000) })
    .where(eq(instruction.id, instructionId));
  await world.hurry();
  await runOutbox(await world.system(), 10);
  expect(await orderOf(orderId)).toMatchObject({ state: 'approved', endedAt: null });
  await beginOrder(ctx, { requestId: ctx.newId(), orderId, returnUrl });
  await endOrder(ctx, { orderId, how: 'withdraw' }).then(
    () => expect.unreachable('it is at the bank'),
    (error) => expect(error).toMatchObject({ code: 'INVALID_TRANSITION' }),
  );
});

test('ends that a kind of order does not have are refused', async () => {
  await expect(propose({ source: OWN, target: OWN })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(propose({ kind: 'withdrawal', source: RESERVE })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(propose({ kind: 'top-up', target: 'SYS_GENERATE_009' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(propose({ kind: 'top-up', target: OWN, amount: yuan(0) })).rejects.toMatchObject({
    code: 'AMOUNT_NOT_POSITIVE',
  });
});

test('the bank is asked what the accounts hold, and says what our books say', async () => {
  const { balances, silent } = await askBalances(maker);
  expect(silent).toEqual([]);
  const held = Object.fromEntries(balances.map(({ platformUserNo, available: has }) => [platformUserNo, has]));
  for (const { platformUserNo, available: ours } of await platformAccounts(maker))
    expect(held[platformUserNo]).toBe(ours);
});

test('own funds leave for the card when the day end agrees, and every day of it is green', async () => {
  const before = await available(OWN);
  const orderId = await propose({ kind: 'withdrawal', source: OWN, amount: yuan(1_000) });
  await expect(approve(orderId)).rejects.toMatchObject({ code: 'AMOUNT_OVER_BALANCE' });
  const settled = await propose({ kind: 'withdrawal', source: OWN, amount: yuan(20) });
  await approve(settled);
  const { businessDate } = await world.system();
  await travelTo(await world.system(), { to: addDays(businessDate, 1) });
  await atBank(settled);
  await eventually('the bank holds it', async () => (await available(OWN)) === before - 2_000n);
  expect(await orderOf(settled)).toMatchObject({ state: 'at-bank' });
  await travelTo(await world.system(), { to: addDays(businessDate, 3) });
  expect(await orderOf(settled)).toMatchObject({ state: 'succeeded' });
  for (const day of [0, 1, 2])
    expect(await reconcileDay(await world.system(), addDays(businessDate, day))).toMatchObject({ state: 'green' });
  await sound();
});

test('a top-up that its channel never paid is taken back, and owes nobody anything', async () => {
  const orderId = await topUp(MARKETING, yuan(200));
  const { businessDate } = await world.system();
  const [{ requestNo } = { requestNo: '' }] = await db()
    .select({ requestNo: instruction.requestNo })
    .from(instruction)
    .where(eq(instruction.id, (await orderOf(orderId)).instructionId ?? orderId));
  await world.control('POST', 'faults', { service: 'RECHARGE', fault: 'channel-missing', requestNo });
  await travelTo(await world.system(), { to: addDays(businessDate, 1) });
  await approve(await transfer(MARKETING, RESERVE, yuan(150)));
  await world.control('POST', `recharges/${requestNo}/reverse`, {});
  await eventually('the reversal is posted', async () => (await orderOf(orderId)).state === 'returned');
  expect(await db().select().from(receivable)).toEqual([]);
  expect(await db().select().from(journal).where(eq(journal.kind, 'RECHARGE_REVERSED'))).toHaveLength(1);
  await sound();
});
