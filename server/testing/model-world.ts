import { eq, inArray } from 'drizzle-orm';
import { expect } from 'vitest';
import { account } from '#db/schema/accounts.ts';
import { loan as loanTable } from '#db/schema/loans.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import type { Chance } from '../cli/world/chance.ts';
import { CHART } from '../domain/ledger/chart.ts';
import { checkInvariants } from '../domain/ledger/invariants.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor } from './customers.ts';
import { type Guarantor, openGuarantor } from './enterprises.ts';
import { type Harness, startHarness } from './harness.ts';
import * as model from './model-books.ts';
import type { ModelTerms } from './model-loans.ts';
import { sellProduct } from './products.ts';

export const YUAN = 100n;

/** The platform and the bank of a game, its people, and the second opinion of their books. */
export type Game = Readonly<{
  world: Harness;
  books: model.ModelBooks;
  investors: readonly Investor[];
  borrowers: readonly Borrower[];
  guarantor: Guarantor;
  /** What may be borrowed, with what the model knows of it. */
  products: readonly Readonly<{ id: Uuid; terms: ModelTerms }>[];
}>;

export const one = <Item>(chance: Chance, items: readonly Item[]): Item | undefined =>
  items[chance.below(items.length)];
export const today = async ({ world }: Pick<Game, 'world'>): Promise<PlainDate> => (await world.system()).businessDate;

/** Loans of days, paid back in one row: one in whole sums alone, two in parts and with a fee, of which one is guaranteed. */
async function sell(world: Harness): Promise<Game['products']> {
  const days = {
    repaymentKind: 'bullet',
    termUnit: 'day',
    termMinimum: 7,
    termMaximum: 180,
    dayCount: 'ACT/365',
    originationFeePpm: ratePpm(5_000),
    serviceFeePpm: ratePpm(50_000),
    penaltyPpmPerDay: ratePpm(500),
    listingDays: 3,
    prepayment: 'partial',
  } as const;
  const fee = { prepaymentFeePpm: ratePpm(10_000), prepaymentFeeInvestorPpm: ratePpm(500_000) };
  return [
    {
      id: await sellProduct(world, { ...days, graceDays: 0 }),
      terms: { partial: false, graceDays: 0, originationFee: 5_000n, earlyFee: 0n, investorsPart: 0n },
    },
    {
      id: await sellProduct(world, { ...days, ...fee, graceDays: 1, partialPayments: true }),
      terms: { partial: true, graceDays: 1, originationFee: 5_000n, earlyFee: 10_000n, investorsPart: 500_000n },
    },
    {
      id: await sellProduct(world, {
        ...days,
        ...fee,
        graceDays: 0,
        // So dear that its borrower often cannot pay it back.
        originationFeePpm: ratePpm(200_000),
        partialPayments: true,
        compensator: 'guarantor',
        compensateAfterDays: 2,
      }),
      terms: {
        partial: true,
        graceDays: 0,
        originationFee: 200_000n,
        earlyFee: 10_000n,
        investorsPart: 500_000n,
        guaranteedAfter: 2,
      },
    },
  ];
}

/** Brings money to somebody through the bank's page. */
export async function fund(game: Game, who: Investor | Borrower | Guarantor, yuan: bigint): Promise<void> {
  await addFunds({ wiring: game.world.wiring }, who, fen(yuan * YUAN), 0);
  model.payIn(game.books, who.accountId, yuan * YUAN, await today(game));
}

/** A fresh world with three lenders and a guarantor who have money, and two borrowers. */
export async function startGame(): Promise<Game> {
  const world = await startHarness();
  const host = { wiring: world.wiring };
  const products = await sell(world);
  const investors = [await openInvestor(host), await openInvestor(host), await openInvestor(host)];
  const borrowers = [await openBorrower(host), await openBorrower(host)];
  const guarantor = await openGuarantor(host);
  const game = { world, books: model.emptyBooks(guarantor.accountId), investors, borrowers, guarantor, products };
  for (const somebody of [...investors, guarantor]) await fund(game, somebody, 30_000n);
  return game;
}

/** What the model says is what the books say: every account, every loan, and every fen that was ever paid in. */
export async function compare({ world, books }: Game): Promise<void> {
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
