import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { loan as loanTable } from '#db/schema/loans.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import type { Chance } from '../cli/world/chance.ts';
import { cancelBid } from '../domain/bidding/cancel-bid.ts';
import { failLoan } from '../domain/bidding/fail-loan.ts';
import { placeBid } from '../domain/bidding/place-bid.ts';
import { placeBidByPassword } from '../domain/bidding/place-bid-by-password.ts';
import { travelTo } from '../domain/day-end/travel.ts';
import { acceptOffer } from '../domain/loan/accept-offer.ts';
import { applyForLoan } from '../domain/loan/apply-for-loan.ts';
import { decideLoan } from '../domain/loan/decide-loan.ts';
import { startReview } from '../domain/loan/start-review.ts';
import { carryThrough, type Investor } from './customers.ts';
import * as model from './model-books.ts';
import { type ModelLoan, NOTHING, remaining } from './model-loans.ts';
import { partPay, payAll, payBack, payOffEarly } from './model-payments.ts';
import { fund, type Game, one, today, YUAN } from './model-world.ts';

export type Command = (game: Game, chance: Chance) => Promise<void>;

/** Now and then an answer of the bank is lost, before or after its effect: the outcome is the same. */
export async function disturb({ world }: Game, chance: Chance, service: string): Promise<void> {
  const fault = one(chance, ['drop-before', 'drop-after', 'unsigned', 'truncated']);
  if (fault && chance.below(5) === 0) await world.fault(service, fault);
}

/** What was asked for, or undefined when it was refused. */
export const unlessRefused = <Value>(asked: Promise<Value>): Promise<Value | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof DomainError) return undefined;
    throw error;
  });

const open = ({ books }: Game): ModelLoan[] => books.loans.filter(({ state }) => state === 'open');

/** A loan is applied for, reviewed, offered, accepted and open; or refused for what its borrower owes already. */
const list: Command = async (game, chance) => {
  const { world, books } = game;
  const [borrower, sold] = [one(chance, game.borrowers), one(chance, game.products)];
  if (!borrower || !sold || open(game).length > 3) return;
  const amount = BigInt(5 + chance.below(15)) * 1_000n * YUAN;
  const [days, rate] = [7 + chance.below(4), 60_000 + chance.below(9) * 10_000];
  const ctx = await borrower.context();
  const wanted = { amount: fen(amount), term: days, ratePpm: ratePpm(rate), title: '周转', purpose: '备货' };
  const guarantorId = sold.terms.guaranteedAfter === undefined ? undefined : game.guarantor.enterpriseId;
  const applied = await unlessRefused(
    applyForLoan(ctx, { ...wanted, requestId: ctx.newId(), productId: sold.id, ...(guarantorId && { guarantorId }) }),
  );
  expect(applied !== undefined, 'the cap').toBe(model.mayBorrow(books, borrower.accountId, amount));
  if (!applied) return;
  const { loanId } = applied;
  const officer = await world.staff(['loan-officer']);
  await startReview(officer, { loanId });
  await decideLoan(officer, { loanId, decision: 'offer', grade: 'B', reason: '同意' });
  await acceptOffer(await borrower.context(), { loanId });
  const [row] = await world.wiring.pool.db.select().from(loanTable).where(eq(loanTable.id, loanId));
  books.loans.push({
    id: loanId,
    borrower: borrower.accountId,
    terms: sold.terms,
    amount,
    days,
    ratePpm: BigInt(rate),
    state: 'open',
    deadlineMs: row?.deadlineAt?.getTime() ?? 0,
    valueDate: undefined,
    dueOn: undefined,
    prepaid: 0n,
    principalPaid: 0n,
    interestPaid: 0n,
    penaltyPaid: 0n,
    compensated: undefined,
    recovered: NOTHING,
    lateFenDays: 0n,
    bids: [],
  });
};

/** By standing authorisation, or at the bank's page with the password. */
async function place(game: Game, investor: Investor, bid: { loanId: Uuid; amount: bigint; password: boolean }) {
  const ctx = await investor.context();
  const request = { requestId: ctx.newId(), loanId: bid.loanId, amount: fen(bid.amount) };
  if (!bid.password) return placeBid(ctx, request);
  const placed = await placeBidByPassword(ctx, { ...request, returnUrl: 'http://127.0.0.1:9/return' });
  await carryThrough({ wiring: game.world.wiring }, ctx, placed.instructionId, 0);
  return placed;
}

const bid: Command = async (game, chance) => {
  const investor = one(chance, game.investors);
  const loan = one(
    chance,
    game.books.loans.filter(({ state }) => state !== 'failed'),
  );
  if (!investor || !loan) return;
  const amount = chance.below(2) === 0 ? remaining(loan) : BigInt(1 + chance.below(80)) * 100n * YUAN;
  const held = model.heldBy(game.books, investor.accountId);
  // Within its slack the model does not know whether the money suffices.
  if (amount <= 0n || (amount > held.available - held.slack && amount <= held.available + held.slack)) return;
  const password = chance.below(4) === 0;
  if (!password) await disturb(game, chance, 'USER_AUTO_PRE_TRANSACTION');
  const allowed = loan.state === 'open' && amount <= remaining(loan) && amount <= held.available;
  const placed = await unlessRefused(place(game, investor, { loanId: loan.id as Uuid, amount, password }));
  expect(placed !== undefined, `bid of ${amount} on ${loan.state}`).toBe(allowed);
  if (placed)
    model.bid(game.books, loan, { id: placed.bidId, investor: investor.accountId, amount }, await today(game));
};

const cancel: Command = async (game, chance) => {
  const loan = one(
    chance,
    open(game).filter(({ bids }) => bids.length > 0),
  );
  const made = loan && one(chance, loan.bids);
  const investor = game.investors.find(({ accountId }) => accountId === made?.investor);
  if (!loan || !made || !investor) return;
  await disturb(game, chance, 'CANCEL_PRE_TRANSACTION');
  const ctx = await investor.context();
  await cancelBid(ctx, { requestId: ctx.newId(), loanId: loan.id as Uuid, bidId: made.id as Uuid });
  model.release(game.books, loan, made.id);
};

/** An officer ends a listing: every freeze is released. */
const giveUp: Command = async (game, chance) => {
  const loan = one(chance, open(game));
  if (!loan || chance.below(6) > 0) return;
  await disturb(game, chance, 'CANCEL_PRE_TRANSACTION');
  await failLoan(await game.world.staff(['risk-officer']), { loanId: loan.id as Uuid, reason: '资料有误' });
  model.fail(game.books, loan);
};

const recharge: Command = async (game, chance) => {
  const who = one(chance, [...game.investors, ...game.borrowers, game.guarantor]);
  if (who) await fund(game, who, BigInt(10 + chance.below(game.borrowers.some((one) => one === who) ? 150 : 50)));
};

const advance: Command = async (game, chance) => {
  await disturb(game, chance, 'SYNC_TRANSACTION');
  await travelTo(await game.world.system(), { advanceDays: 1 });
  const ctx = await game.world.system();
  model.nextDay(game.books, ctx.businessDate, ctx.now().getTime());
};

export const COMMANDS = {
  list,
  bid,
  cancel,
  giveUp,
  recharge,
  advance,
  payAll,
  partPay,
  payOffEarly,
  payBack,
} as const;
export type CommandName = keyof typeof COMMANDS;

/** Each as often as it stands here. */
export const DECK: readonly CommandName[] = [
  'list',
  'bid',
  'bid',
  'bid',
  'bid',
  'bid',
  'cancel',
  'giveUp',
  'recharge',
  'recharge',
  'payAll',
  'partPay',
  'payOffEarly',
  'payBack',
  'advance',
  'advance',
  'advance',
];
