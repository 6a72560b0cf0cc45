import { expect } from 'vitest';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { quotePart, quotePayoff } from '../domain/repayment/early-quotes.ts';
import { payInstalment } from '../domain/repayment/pay-instalment.ts';
import { payOff } from '../domain/repayment/pay-off.ts';
import { prepay } from '../domain/repayment/prepay.ts';
import type { Borrower } from './customers.ts';
import * as model from './model-books.ts';
import { type Command, disturb, unlessRefused } from './model-commands.ts';
import { early, isDue, isOwing, type ModelLoan, outstanding, owed, totalOf } from './model-loans.ts';
import { type Game, one, today } from './model-world.ts';

type Picked = { loan: ModelLoan; borrower: Borrower; available: bigint };

function pick(game: Game, loan: ModelLoan | undefined): Picked | undefined {
  const borrower = game.borrowers.find(({ accountId }) => accountId === loan?.borrower);
  if (!loan || !borrower) return undefined;
  return { loan, borrower, available: model.heldBy(game.books, loan.borrower).available };
}

/** A loan whose row has fallen due, or any that owes. */
async function someDue(game: Game, chance: Parameters<Command>[1]): Promise<Picked | undefined> {
  const on = await today(game);
  const due = game.books.loans.filter((loan) => isDue(loan, on));
  return pick(game, one(chance, due.length > 0 ? due : game.books.loans.filter(isOwing)));
}

async function click(game: Game, { loan, borrower, available }: Picked, amount: bigint | undefined): Promise<void> {
  const ctx = await borrower.context();
  const all = totalOf(owed(loan));
  const wanted = amount ?? all;
  const fits = wanted === all || (loan.terms.partial && wanted < all && wanted > 0n);
  const allowed = isDue(loan, ctx.businessDate) && fits && wanted <= available;
  const request = { requestId: ctx.newId(), loanId: loan.id as Uuid };
  const paid = await unlessRefused(
    payInstalment(ctx, amount === undefined ? request : { ...request, amount: fen(amount) }),
  );
  expect(paid !== undefined, `payment of ${wanted} out of ${available} for ${all}`).toBe(allowed);
  if (paid) model.pay(game.books, loan, wanted);
}

/** The borrower pays all that has fallen due. */
export const payAll: Command = async (game, chance) => {
  const picked = await someDue(game, chance);
  if (!picked) return;
  await disturb(game, chance, 'USER_AUTO_PRE_TRANSACTION');
  await click(game, picked, undefined);
};

/** The borrower pays an amount of his own. */
export const partPay: Command = async (game, chance) => {
  const picked = await someDue(game, chance);
  if (!picked) return;
  await disturb(game, chance, 'SYNC_TRANSACTION');
  const most = picked.available > 0n && chance.below(3) > 0 ? picked.available : totalOf(owed(picked.loan));
  await click(game, picked, 1n + (most * BigInt(chance.below(1_000))) / 1_000n);
};

/** A loan that runs and is not yet due. */
async function someRunning(game: Game, chance: Parameters<Command>[1]): Promise<Picked | undefined> {
  const on = await today(game);
  return pick(
    game,
    one(
      chance,
      game.books.loans.filter((loan) => isOwing(loan) && !isDue(loan, on)),
    ),
  );
}

/** The borrower pays his loan off: the quote is the model's to the fen, and it is what he pays. */
export const payOffEarly: Command = async (game, chance) => {
  const picked = await someRunning(game, chance);
  if (!picked || chance.below(2) === 0) return;
  const { loan, borrower, available } = picked;
  const ctx = await borrower.context();
  const [loanId, on] = [loan.id as Uuid, ctx.businessDate];
  const cost = totalOf(early(loan, outstanding(loan), on));
  const { total } = await quotePayoff(ctx, { loanId, on });
  expect(total, 'the quote of a payoff').toBe(cost);
  await disturb(game, chance, 'USER_AUTO_PRE_TRANSACTION');
  const paid = await unlessRefused(payOff(ctx, { requestId: ctx.newId(), loanId, on, total }));
  expect(paid !== undefined, `payoff of ${cost} out of ${available}`).toBe(cost <= available);
  if (paid) model.payEarly(game.books, loan, outstanding(loan), on);
};

/** The borrower pays a part of the principal back. */
export const payBack: Command = async (game, chance) => {
  const picked = await someRunning(game, chance);
  if (!picked) return;
  const { loan, borrower, available } = picked;
  const left = outstanding(loan);
  const part = 1n + (left * BigInt(chance.below(999))) / 1_000n;
  if (part >= left) return;
  const ctx = await borrower.context();
  const [loanId, on] = [loan.id as Uuid, ctx.businessDate];
  const cost = totalOf(early(loan, part, on));
  const { keepTerm } = await quotePart(ctx, { loanId, on, part: fen(part) });
  expect(keepTerm.total, 'the quote of a part').toBe(cost);
  await disturb(game, chance, 'SYNC_TRANSACTION');
  const wanted = { loanId, on, part: fen(part), total: keepTerm.total, keep: 'term' } as const;
  const paid = await unlessRefused(prepay(ctx, { requestId: ctx.newId(), ...wanted }));
  expect(paid !== undefined, `part of ${cost} out of ${available}`).toBe(cost <= available);
  if (paid) model.payEarly(game.books, loan, part, on);
};
