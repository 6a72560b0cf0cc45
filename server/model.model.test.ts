import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { loan as loanTable } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { type Chance, chanceFrom } from './cli/world/chance.ts';
import { cancelBid } from './domain/bidding/cancel-bid.ts';
import { placeBid } from './domain/bidding/place-bid.ts';
import { drain } from './domain/day-end/drain.ts';
import { dayRuns } from './domain/day-end/queries.ts';
import { workByRule } from './domain/day-end/rules-of-work.ts';
import { travelTo } from './domain/day-end/travel.ts';
import { CHART } from './domain/ledger/chart.ts';
import { checkInvariants } from './domain/ledger/invariants.ts';
import { acceptOffer } from './domain/loan/accept-offer.ts';
import { applyForLoan } from './domain/loan/apply-for-loan.ts';
import { decideLoan } from './domain/loan/decide-loan.ts';
import { ensureProducts } from './domain/loan/products.ts';
import { startReview } from './domain/loan/start-review.ts';
import { DomainError } from './primitives/errors.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor } from './testing/customers.ts';
import { type Harness, startHarness } from './testing/harness.ts';
import * as model from './testing/model-books.ts';

/** MODEL_SEED plays one game again, MODEL_SECONDS plays it longer, as the long run does. */
const SEED = Number.parseInt(process.env.MODEL_SEED ?? '20260331', 10);
const SECONDS = Number.parseInt(process.env.MODEL_SECONDS ?? (process.env.LONG === '1' ? '200' : '20'), 10);
const YUAN = 100n;

let world: Harness;
let books: model.ModelBooks;
let investors: Investor[];
let borrowers: Borrower[];
let productId: Uuid;
let start: PlainDate;

beforeAll(async () => {
  world = await startHarness();
  books = model.emptyBooks();
  await transaction(world.wiring.pool, async (tx) => ensureProducts(tx, await world.system()));
  const [sold] = await world.wiring.pool.db.select().from(product).where(eq(product.code, 'short-bullet'));
  if (!sold) throw new Error('no day loans are sold');
  productId = sold.id;
  const host = { wiring: world.wiring };
  investors = [await openInvestor(host), await openInvestor(host), await openInvestor(host)];
  borrowers = [await openBorrower(host), await openBorrower(host)];
  for (const investor of investors) await fund(investor, 30_000n);
  start = (await world.system()).businessDate;
}, 60_000);
afterAll(() => world.stop());

const today = async (): Promise<PlainDate> => (await world.system()).businessDate;
const one = <Item>(chance: Chance, items: readonly Item[]): Item | undefined => items[chance.below(items.length)];

async function fund(who: Investor | Borrower, yuan: bigint): Promise<void> {
  await addFunds({ wiring: world.wiring }, who, fen(yuan * YUAN), 0);
  model.payIn(books, who.accountId, yuan * YUAN);
  if (start) model.collect(books, await today());
}

/** Now and then an answer of the bank is lost, before or after its effect: the outcome is the same. */
async function disturb(chance: Chance, service: string): Promise<void> {
  const fault = one(chance, ['drop-before', 'drop-after', 'unsigned', 'truncated']);
  if (fault && chance.below(5) === 0) await world.fault(service, fault);
}

const COMMANDS: Readonly<Record<string, (chance: Chance) => Promise<void>>> = {
  list: async (chance) => {
    const borrower = one(chance, borrowers);
    if (!borrower || books.loans.filter(({ state }) => state === 'open').length > 3) return;
    const amount = BigInt(5 + chance.below(15)) * 1_000n * YUAN;
    const [days, rate] = [7 + chance.below(4), 60_000 + chance.below(9) * 10_000];
    const ctx = await borrower.context();
    const { loanId } = await applyForLoan(ctx, {
      requestId: ctx.newId(),
      productId,
      title: '周转',
      purpose: '备货',
      amount: fen(amount),
      term: days,
      ratePpm: ratePpm(rate),
    });
    const officer = await world.staff(['loan-officer']);
    await startReview(officer, { loanId });
    await decideLoan(officer, { loanId, decision: 'offer', grade: 'B', reason: '同意' });
    await acceptOffer(await borrower.context(), { loanId });
    const [row] = await world.wiring.pool.db.select().from(loanTable).where(eq(loanTable.id, loanId));
    books.loans.push({
      id: loanId,
      borrower: borrower.accountId,
      amount,
      days,
      ratePpm: BigInt(rate),
      state: 'open',
      bids: [],
      deadlineMs: row?.deadlineAt?.getTime() ?? 0,
      dueOn: undefined,
      lateFenDays: 0n,
    });
  },
  bid: async (chance) => {
    const investor = one(chance, investors);
    const loan = one(
      chance,
      books.loans.filter(({ state }) => state !== 'failed'),
    );
    if (!investor || !loan) return;
    const wanted = chance.below(3) === 0 ? model.remaining(loan) : BigInt(1 + chance.below(80)) * 100n * YUAN;
    const held = model.heldBy(books, investor.accountId);
    // Within its slack the model does not know whether the money suffices.
    if (wanted <= 0n || (wanted > held.available - held.slack && wanted <= held.available + held.slack)) return;
    await disturb(chance, 'USER_AUTO_PRE_TRANSACTION');
    const ctx = await investor.context();
    const allowed = loan.state === 'open' && wanted <= model.remaining(loan) && wanted <= held.available;
    const request = { requestId: ctx.newId(), loanId: loan.id as Uuid, amount: fen(wanted) };
    const placed = await placeBid(ctx, request).catch((error: unknown) => {
      if (error instanceof DomainError) return undefined;
      throw error;
    });
    expect(placed !== undefined, `bid of ${wanted} on ${loan.state}`).toBe(allowed);
    if (placed)
      model.bid(books, loan, { id: placed.bidId, investor: investor.accountId, amount: wanted }, await today());
  },
  cancel: async (chance) => {
    const loan = one(
      chance,
      books.loans.filter(({ state, bids }) => state === 'open' && bids.length > 0),
    );
    const made = loan && one(chance, loan.bids);
    const investor = investors.find(({ accountId }) => accountId === made?.investor);
    if (!loan || !made || !investor) return;
    await disturb(chance, 'CANCEL_PRE_TRANSACTION');
    const ctx = await investor.context();
    await cancelBid(ctx, { requestId: ctx.newId(), loanId: loan.id as Uuid, bidId: made.id as Uuid });
    model.release(books, loan, made.id);
  },
  recharge: async (chance) => {
    const who = one(chance, [...investors, ...borrowers]);
    if (who) await fund(who, BigInt(10 + chance.below(50)));
  },
  advance: async (chance) => {
    await disturb(chance, 'SYNC_TRANSACTION');
    await travelTo(await world.system(), { advanceDays: 1 });
    const ctx = await world.system();
    model.nextDay(books, ctx.businessDate, ctx.now().getTime());
  },
};
const DECK = ['list', 'bid', 'bid', 'bid', 'bid', 'cancel', 'recharge', 'advance', 'advance'];

/** What the model says is what the books say: every account, every loan, and every fen that was ever paid in. */
async function compare(): Promise<void> {
  const { db } = world.wiring.pool;
  const rows = await db
    .select()
    .from(account)
    .where(inArray(account.id, [...books.held.keys()] as Uuid[]));
  let total = 0n;
  for (const row of rows) {
    const { available, frozen, slack } = model.heldBy(books, row.id);
    const off = row.available - available;
    expect(off <= slack && off >= -slack, `available of ${row.role}: ${row.available}, not ${available}`).toBe(true);
    expect([row.frozen, row.reserved, row.withdrawing]).toEqual([frozen, 0n, 0n]);
    total += row.available + row.frozen;
  }
  const [income] = await db.select().from(account).where(eq(account.id, CHART.income.id));
  expect(total + (income?.available ?? 0n)).toBe(books.paidIn);
  const loans = await db.select({ id: loanTable.id, state: loanTable.state }).from(loanTable);
  expect(new Map(loans.map(({ id, state }) => [id, state]))).toEqual(
    new Map(books.loans.map(({ id, state }) => [id, state])),
  );
  const { checks } = await checkInvariants(world.wiring.pool);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}

test(`a game of ${SECONDS} s from seed ${SEED} agrees with the model after every command`, async () => {
  const chance = chanceFrom(SEED);
  const played: string[] = [];
  const until = performance.now() + SECONDS * 1_000;
  try {
    while (performance.now() < until) {
      const name = one(chance, DECK) ?? 'advance';
      played.push(name);
      await COMMANDS[name]?.(chance);
      const ctx = await world.system();
      expect(await drain(ctx, () => workByRule(ctx), 10_000), 'the bank has answered everything').toBe(true);
      await compare();
    }
  } catch (error) {
    console.error(`MODEL_SEED=${SEED}, command ${played.length}: ${played.join(' ')}`);
    throw error;
  }
  console.info(`seed ${SEED}: ${played.length} commands, ${books.loans.length} loans`);
}, 600_000);

test('every day of the game ended green', async () => {
  await travelTo(await world.system(), { advanceDays: 1 });
  const days = await dayRuns(await world.system(), { from: start, to: addDays(await today(), -1), limit: 1_000 });
  for (const day of days) expect(day).toMatchObject({ state: 'done', reconciliation: 'green' });
});
