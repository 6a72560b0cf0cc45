import { and, asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { account, journal, receivable } from '#db/schema/accounts.ts';
import { bid } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { addDays } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money, minus, plus, toDecimalText } from '#server/primitives/money.ts';
import { cancelBid } from '../../domain/bidding/cancel-bid.ts';
import { adoptDeposit } from '../../domain/cash/adopt-deposit.ts';
import { collectReceivables } from '../../domain/cash/collect-receivables.ts';
import { runDueSteps } from '../../domain/day-end/run-due-steps.ts';
import { CHART } from '../../domain/ledger/chart.ts';
import { eventually } from '../condition.ts';
import { addFunds, type Investor, openInvestor, untilConcluded, yuan } from '../customers.ts';
import type { Harness } from '../harness.ts';
import { openListing } from '../listings.ts';
import { moveClocks } from '../time.ts';
import { bidBy } from './bidding.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import type { Delivered } from './settlement.ts';
import { saidOf } from './soundness.ts';
import { leaveAt, startWorld, type World } from './world.ts';

/** Each death collects the money of one bid. */
const PIECE = 100;
/** What `fillReserve` brings. */
export const RESERVE = yuan(50_000);
const KEPT = yuan(300);
const FIRST_RECHARGE = yuan(1_000);

type Recharge = Readonly<{ id: Uuid; requestNo: string }>;
type Debtor = Investor & {
  recharges: readonly Recharge[];
  pieces: number;
  /** Of his recharges, what the channel has not yet taken back. */
  unpaid: { amount: Money };
};
const debtors = new WeakMap<World, Debtor>();

function debtorIn(world: World): Debtor {
  const found = debtors.get(world);
  if (!found) throw new Error('nobody owes anything in this world');
  return found;
}

/** The platform fills its risk reserve at the bank's counter. */
export async function fillReserve(world: Pick<Harness, 'wiring' | 'control' | 'system'>): Promise<void> {
  const body = { amount: toDecimalText(RESERVE) };
  const filled = await world.control('POST', 'accounts/SYS_GENERATE_001/deposit', body);
  const { requestNo } = filled as { requestNo: string };
  const ctx = await world.system();
  const platformUserNo = CHART.compensation.platformUserNo;
  const adopted = await transaction(ctx, (tx) => adoptDeposit(tx, ctx, { requestNo, platformUserNo, amount: RESERVE }));
  if (!adopted) throw new Error('the reserve is not known');
  await untilConcluded(world, adopted.id, 0);
}

/**
 * A world with a full risk reserve, and an investor whose two recharges of yesterday the channel has not paid: all of
 * the first is still there, most of the second lies in bids, one for each death that collects what he will owe.
 */
export async function startDebt(program: string, pieces: number): Promise<World> {
  const world = await startWorld(program);
  await fillReserve(world);
  const bids = yuan(PIECE * pieces);
  const investor = await openInvestor(world, { funds: FIRST_RECHARGE });
  await addFunds(world, investor, plus(bids, KEPT));
  const recharges = await saidOf(world, investor.accountId, 'recharge');
  const loanId = await openListing(world.wiring, world.borrower, { amount: yuan(PIECE * pieces + PIECE) });
  for (let piece = 0; piece < pieces; piece += 1) await bidBy(investor, loanId, PIECE);
  for (const { requestNo } of recharges)
    await world.control('POST', 'faults', { service: 'RECHARGE', fault: 'channel-missing', requestNo });
  await moveClocks(world, addDays((await world.system()).businessDate, 1), '00:11');
  await eventually('the night is over', async () =>
    (await runDueSteps(await world.system())).stuck.every(({ step }) => step === 'balances'),
  );
  const unpaid = { amount: plus(FIRST_RECHARGE, plus(bids, KEPT)) };
  const owing: World = {
    ...world,
    get funds() {
      return fen(world.funds + RESERVE + unpaid.amount);
    },
  };
  debtors.set(owing, { ...investor, recharges, pieces, unpaid });
  return owing;
}

const accountNow = async (world: World) =>
  (
    await world.wiring.pool.db
      .select()
      .from(account)
      .where(eq(account.id, debtorIn(world).accountId))
  )[0];
const debtsOf = (world: World) =>
  world.wiring.pool.db
    .select()
    .from(receivable)
    .where(eq(receivable.accountId, debtorIn(world).accountId));

async function isReversed(world: World, { id, requestNo }: Recharge): Promise<boolean> {
  const lines = and(eq(journal.instructionId, id), eq(journal.kind, 'RECHARGE_REVERSED'));
  const [posted] = await world.wiring.pool.db.select().from(journal).where(lines);
  const { notifies } = (await world.control('GET', `notifies?requestNo=${requestNo}`)) as Delivered;
  return posted !== undefined && notifies.every(({ state }) => state === 'taken');
}

/** A recharge that the channel is about to take back: this process will hear of it. */
function takenBack(nth: 0 | 1): Prepare {
  return async (world): Promise<Scene> => {
    const { accountId, recharges, pieces, unpaid } = debtorIn(world);
    const recharge = recharges[nth];
    if (!recharge) throw new Error('there was no such recharge');
    const bids = yuan(PIECE * pieces);
    const made = nth === 0 ? fen(0n) : bids;
    return {
      objectId: accountId,
      order: { do: 'take-notifies' },
      since: (await world.system()).newId(),
      trigger: async () => {
        await world.control('POST', `recharges/${recharge.requestNo}/reverse`, {});
        unpaid.amount = minus(unpaid.amount, nth === 0 ? FIRST_RECHARGE : plus(bids, KEPT));
      },
      instructions: made === 0n ? {} : { 'make-good': 1 },
      isOver: () => isReversed(world, recharge),
      verify: async () => {
        const available = made === 0n ? KEPT : 0n;
        expect(await accountNow(world)).toMatchObject({ available, frozen: bids, owed: made });
        const debts = (await debtsOf(world)).map(({ amount, state, instructionId }) => [amount, state, instructionId]);
        expect(debts).toEqual(made === 0n ? [] : [[made, 'open', recharge.id]]);
      },
    };
  };
}

/** A recharge that he still has all of, and one that he has spent, which the risk reserve pays and he then owes. */
export const keptTakenBack = takenBack(0);
export const spentTakenBack = takenBack(1);

/** One of his bids ends, and its money is there to be collected. */
async function setFree(world: World): Promise<Scene> {
  const debtor = debtorIn(world);
  const { db } = world.wiring.pool;
  const own = and(eq(bid.investorAccountId, debtor.accountId), eq(bid.state, 'frozen'));
  const left = await db.select().from(bid).where(own).orderBy(asc(bid.id));
  const [first] = left;
  if (!first) throw new Error('he has nothing left to pay with');
  const ctx = await debtor.context();
  const wish = { requestId: ctx.newId(), loanId: first.loanId, bidId: first.id };
  if ((await cancelBid(ctx, wish)).state !== 'released') throw new Error('the bid is not released');
  const still = yuan(PIECE * (left.length - 1));
  const collected = minus(yuan(PIECE * debtor.pieces), still);
  return {
    objectId: debtor.accountId,
    order: WORK,
    since: ctx.newId(),
    instructions: { 'freeze-receivable': 1, 'deduct-receivable': 1, 'return-to-reserve': 1 },
    isOver: async () => (await debtsOf(world))[0]?.returned === collected,
    verify: async () => {
      const state = still === 0n ? 'collected' : 'open';
      expect(await debtsOf(world)).toMatchObject([{ collected, returned: collected, frozen: 0n, state }]);
      expect(await accountNow(world)).toMatchObject({ available: 0n, frozen: still, owed: still });
    },
  };
}

/** Money that his debt will be collected from by rule. */
export const owing: Prepare = setFree;

/** The same, when the bank has done one step of it, unheard. */
export function owingUnheard(kind: 'freeze-receivable' | 'deduct-receivable' | 'return-to-reserve'): Prepare {
  return async (world) => {
    const scene = await setFree(world);
    await leaveAt(await world.system(), `${kind}.answered`, collectReceivables);
    await world.leasesRunOut(scene.objectId);
    return scene;
  };
}

/** What the risk reserve has paid in his place has come back to it. */
export async function expectReserveWhole(world: World): Promise<void> {
  expect(await debtsOf(world)).toMatchObject([{ state: 'collected', frozen: 0n }]);
  const [reserve] = await world.wiring.pool.db.select().from(account).where(eq(account.id, CHART.compensation.id));
  expect(reserve?.available).toBe(RESERVE);
}
