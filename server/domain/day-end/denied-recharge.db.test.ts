import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, journal, receivable } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { eventually } from '#server/testing/condition.ts';
import {
  addFunds,
  type Borrower,
  type Investor,
  openBorrower,
  openInvestor,
  untilConcluded,
  yuan,
} from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { openListing } from '#server/testing/listings.ts';
import { mirrorDifferences } from '#server/testing/mirror.ts';
import { moveClocks } from '#server/testing/time.ts';
import { cancelBid } from '../bidding/cancel-bid.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { adoptDeposit } from '../cash/adopt-deposit.ts';
import { collectReceivables } from '../cash/collect-receivables.ts';
import { accountOverview, rechargesOf } from '../cash/queries.ts';
import { allReceivables } from '../cash/receivable-queries.ts';
import { recharge } from '../cash/recharge.ts';
import { dispatch } from '../custody/dispatch.ts';
import { openPage } from '../custody/open-page.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { CHART } from '../ledger/chart.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { reconcileDay } from '../reconciliation/reconcile-day.ts';
import { travelTo } from './travel.ts';

let world: Harness;
let borrower: Borrower;
/** Still has all of it; has bid most of it; and one whose word is lost. */
let thrifty: Investor;
let spender: Investor;
let loanId: Uuid;
let bidId: Uuid;
let paidOn: PlainDate;

const host = () => ({ wiring: world.wiring });
const db = () => world.wiring.pool.db;
const today = async () => (await world.system()).businessDate;

async function lastRecharge({ accountId }: Investor): Promise<typeof instruction.$inferSelect> {
  const of = and(eq(instruction.accountId, accountId), eq(instruction.kind, 'recharge'));
  const [row] = await db().select().from(instruction).where(of).orderBy(asc(instruction.createdAt)).limit(1);
  if (!row) throw new Error('no recharge');
  return row;
}

/** The platform tops its risk reserve up at the bank's counter. */
async function fillReserve(amount: Money): Promise<void> {
  const body = { amount: `${amount / 100n}.00` };
  const { requestNo } = (await world.control('POST', 'accounts/SYS_GENERATE_001/deposit', body)) as {
    requestNo: string;
  };
  const ctx = await world.system();
  const platformUserNo = CHART.compensation.platformUserNo;
  const adopted = await transaction(ctx, (tx) => adoptDeposit(tx, ctx, { requestNo, platformUserNo, amount }));
  if (!adopted) throw new Error('the reserve is not known');
  await untilConcluded(host(), adopted.id, 0);
}

const bid = async (investor: Investor, amount: Money) => {
  const ctx = await investor.context();
  return placeBid(ctx, { requestId: ctx.newId(), loanId, amount });
};

async function deny(investor: Investor): Promise<void> {
  const { id, requestNo } = await lastRecharge(investor);
  await world.control('POST', `recharges/${requestNo}/reverse`, {});
  const reversed = and(eq(journal.instructionId, id), eq(journal.kind, 'RECHARGE_REVERSED'));
  await eventually(
    'the reversal is posted',
    async () => (await db().select().from(journal).where(reversed)).length > 0,
  );
}

const balances = async ({ accountId }: Pick<Investor, 'accountId'>) => {
  const [row] = await db().select().from(account).where(eq(account.id, accountId));
  if (!row) throw new Error('no account');
  const { available, frozen, owed } = row;
  return { available, frozen, owed };
};
const debts = () => db().select().from(receivable).orderBy(asc(receivable.id));
const sound = async () => {
  expect((await checkInvariants(world.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(await mirrorDifferences(world)).toEqual([]);
};
/** The day's books are green, line by line and user by user. */
async function greenNight(date: PlainDate): Promise<void> {
  await travelTo(await world.system(), { to: addDays(date, 1) });
  expect(await reconcileDay(await world.system(), date)).toMatchObject({ state: 'green', breaks: [] });
}

beforeAll(async () => {
  world = await startHarness();
  borrower = await openBorrower(host());
  thrifty = await openInvestor(host(), { funds: yuan(500) });
  spender = await openInvestor(host(), { funds: yuan(1_000) });
  await fillReserve(yuan(5_000));
  loanId = await openListing(world.wiring, borrower, { amount: yuan(10_000) });
  ({ bidId } = await bid(spender, yuan(900)));
  paidOn = await today();
  for (const investor of [thrifty, spender]) {
    const { requestNo } = await lastRecharge(investor);
    await world.control('POST', 'faults', { service: 'RECHARGE', fault: 'channel-missing', requestNo });
  }
  await travelTo(await world.system(), { to: addDays(paidOn, 1) });
}, 60_000);
afterAll(() => world.stop());

test('the night finds the recharges that their channel has not paid for, each with its instruction', async () => {
  const missing = await Promise.all([thrifty, spender].map(lastRecharge));
  const found = await reconcileDay(await world.system(), paidOn);
  expect(found.state).toBe('red');
  const kinds = found.breaks.map(({ check, kind, cause, object }) => `${check} ${kind} ${cause} ${object}`);
  expect(kinds.sort()).toEqual(
    missing.map(({ requestNo }) => `total-to-total float-not-settled channel-lacks-it ${requestNo}`).sort(),
  );
  expect(found.breaks.map(({ instructionId }) => instructionId).sort()).toEqual(missing.map(({ id }) => id).sort());
  expect(found.checks.find(({ check }) => check === 'total-to-total')).toMatchObject({ difference: yuan(1_500) });
});

test('what he still has pays it alone: nothing is owed, and he is told what became of his recharge', async () => {
  await deny(thrifty);
  expect(await balances(thrifty)).toEqual({ available: 0n, frozen: 0n, owed: 0n });
  expect(await debts()).toEqual([]);
  expect(await rechargesOf(await thrifty.context(), 1)).toMatchObject([
    { state: 'succeeded', reversedAt: expect.any(Date) },
  ]);
  await sound();
});

test('what he has spent the reserve pays, and it becomes his debt; never a balance below zero', async () => {
  await deny(spender);
  expect(await balances(spender)).toEqual({ available: 0n, frozen: yuan(900), owed: yuan(900) });
  expect(await debts()).toMatchObject([{ amount: yuan(900), collected: 0n, state: 'open' }]);
  const { requestNo } = await lastRecharge(spender);
  expect(await allReceivables(await world.system(), 9)).toMatchObject([{ requestNo, left: yuan(900), state: 'open' }]);
  expect(await balances({ accountId: CHART.compensation.id })).toMatchObject({ available: yuan(4_100) });
  await sound();
});

test('a debt is named once, however often the bank repeats its word', async () => {
  const said = world.notifies.received.filter(({ fields }) => fields.respData?.includes('reversedTime'));
  expect(said.map(({ answer }) => answer)).toEqual(['SUCCESS', 'SUCCESS']);
  await fetch(world.notifies.url, { method: 'POST', body: new URLSearchParams(said[1]?.fields) });
  expect(await debts()).toHaveLength(1);
  await sound();
});

test('while it is open his new money is not for bids, and it is collected before anything else', async () => {
  await addFunds(host(), spender, yuan(300));
  expect(await accountOverview(await spender.context())).toMatchObject({ available: yuan(300), spendable: 0n });
  await expect(bid(spender, yuan(100))).rejects.toMatchObject({ code: 'AMOUNT_OVER_BALANCE' });
  expect(await collectReceivables(await world.system())).toBe(3);
  expect(await balances(spender)).toEqual({ available: 0n, frozen: yuan(900), owed: yuan(600) });
  expect(await debts()).toMatchObject([{ collected: yuan(300), returned: yuan(300), frozen: 0n, state: 'open' }]);
  expect(await balances({ accountId: CHART.compensation.id })).toMatchObject({ available: yuan(4_400) });
  expect(await collectReceivables(await world.system())).toBe(0);
  await sound();
});

/** Each place at which a process can end between the three steps; the next one goes on from there. */
const PLACES = [
  'receivable.freezing',
  'receivable.asked',
  'freeze-receivable.sent',
  'freeze-receivable.answered',
].concat(
  ...['freeze-receivable', 'deduct-receivable', 'return-to-reserve'].map((kind) => [
    `${kind}.answered`,
    `${kind}.concluding`,
    `${kind}.concluded`,
  ]),
);

test('a process that dies at any step leaves the debt to the next, which takes nothing twice', async () => {
  for (const [index, place] of PLACES.entries()) {
    await addFunds(host(), spender, yuan(10));
    const dying = {
      ...(await world.system()),
      failpoint: (name: string) => {
        if (name === place) throw new Error(place);
      },
    };
    await expect(collectReceivables(dying)).rejects.toThrow(place);
    await world.expireLeases();
    await eventually(place, async () => {
      await world.hurry();
      await collectReceivables(await world.system());
      await runOutbox(await world.system(), 100);
      return (await debts())[0]?.returned === yuan(300 + 10 * (index + 1));
    });
    await sound();
  }
}, 60_000);

test('a refused step is tried again: nothing is lost on the way to the reserve', async () => {
  const before = (await debts())[0]?.returned ?? 0n;
  await addFunds(host(), spender, yuan(10));
  await world.fault('FREEZE_PRE_TRANSACTION', 'refusal');
  await collectReceivables(await world.system());
  expect((await debts())[0]).toMatchObject({ state: 'open', freezeRequestNo: null });
  await world.wiring.pool.sql`update instruction set next_attempt_at = next_attempt_at - interval '2 minutes'
    where state = 'failed'`;
  await world.fault('SYNC_TRANSACTION', 'refusal');
  await collectReceivables(await world.system());
  expect((await debts())[0]).toMatchObject({ state: 'collecting', frozen: yuan(10) });
  await world.wiring.pool.sql`update instruction set next_attempt_at = next_attempt_at - interval '2 minutes'
    where state = 'failed'`;
  await collectReceivables(await world.system());
  expect((await debts())[0]).toMatchObject({ state: 'open', returned: before + yuan(10) });
  await sound();
});

test('the money of a bid that ends pays the rest, and the nights of all this are green, once they are denied', async () => {
  const ctx = await spender.context();
  await cancelBid(ctx, { requestId: ctx.newId(), loanId, bidId });
  await eventually('the money is back', async () => (await balances(spender)).frozen === 0n);
  await collectReceivables(await world.system());
  const [debt] = await debts();
  expect(debt).toMatchObject({ state: 'collected', collected: yuan(900), returned: yuan(900), frozen: 0n });
  expect(await balances(spender)).toMatchObject({ owed: 0n });
  expect(await balances({ accountId: CHART.compensation.id })).toMatchObject({ available: yuan(5_000) });
  await sound();
  await greenNight(await today());
  expect(await reconcileDay(await world.system(), paidOn)).toMatchObject({ state: 'green', breaks: [] });
});

test('a recharge that was taken back before we had heard of it is posted and reversed by the bank’s record', async () => {
  const late = await openInvestor(host());
  world.notifies.hold(true);
  const ctx = await late.context();
  const asked = { requestId: ctx.newId(), amount: yuan(70), returnUrl: 'http://127.0.0.1:9/return' };
  const { instructionId } = await recharge(ctx, asked);
  await walkBankPages(await openPage(ctx, instructionId, 'PC'));
  const { requestNo } = await lastRecharge(late);
  await world.control('POST', 'faults', { service: 'RECHARGE', fault: 'channel-missing', requestNo });
  await moveClocks(world, addDays(await today(), 1), '00:11');
  await world.control('POST', `recharges/${requestNo}/reverse`, {});
  await dispatch(await world.system(), instructionId);
  const lines = await db().select().from(journal).where(eq(journal.instructionId, instructionId));
  expect(lines.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['RECHARGE', yuan(70)],
    ['RECHARGE_REVERSED', yuan(70)],
  ]);
  world.notifies.hold(false);
  expect(await balances(late)).toEqual({ available: 0n, frozen: 0n, owed: 0n });
  await sound();
});
