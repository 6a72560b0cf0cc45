import { and, eq, isNotNull } from 'drizzle-orm';
import type { Compensator } from '#db/schema/products.ts';
import { receipt } from '#db/schema/repayments.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { sum } from '#server/primitives/money.ts';
import { type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import { placeBid } from '../domain/bidding/place-bid.ts';
import { runOutbox } from '../domain/custody/run-outbox.ts';
import { checkInvariants } from '../domain/ledger/invariants.ts';
import { settleFullLoans } from '../domain/settlement/settle-full-loans.ts';
import { eventually } from './condition.ts';
import { type Borrower, type Investor, openBorrower, yuan } from './customers.ts';
import type { Harness } from './harness.ts';
import { loanState, openListing } from './listings.ts';
import { mirrorDifferences } from './mirror.ts';
import { sellProduct } from './products.ts';

/** What each investor lends of a loan of ¥10,000. */
export const BACKED_STAKES = [5_000, 3_300, 1_700] as const;
export const BACKED_PENALTY = ratePpm(500);

type Backing = Readonly<{
  compensator: Compensator;
  investors: readonly Investor[];
  guarantorId?: Uuid;
  /** Of the loan, to the reserve. */
  reservePpm?: RatePpm;
}>;

/**
 * A loan of ¥10,000 for six months behind which somebody stands from the second day past a due date. Its borrower sees
 * ¥1,000 of it: less than an instalment.
 */
export async function lendBacked(
  harness: Harness,
  { compensator, investors, guarantorId, reservePpm = ratePpm(0) }: Backing,
): Promise<Readonly<{ loanId: Uuid; borrower: Borrower }>> {
  const product = await sellProduct(harness, {
    originationFeePpm: ratePpm(900_000),
    reservePpm,
    compensator,
    compensateAfterDays: 2,
    graceDays: 0,
    penaltyPpmPerDay: BACKED_PENALTY,
  });
  const borrower = await openBorrower(harness);
  const wanted = { amount: yuan(10_000), term: 6, productCode: `test-${product}` };
  const loanId = await openListing(harness.wiring, borrower, { ...wanted, ...(guarantorId && { guarantorId }) });
  for (const [index, investor] of investors.entries()) {
    const ctx = await investor.context();
    await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(BACKED_STAKES[index] ?? 0) });
  }
  await settleFullLoans(await harness.system());
  await eventually('the loan is repaying', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  await runOutbox(await harness.system(), 10);
  return { loanId, borrower };
}

/** What the investors of a loan have received of one of its instalments, all together. */
export async function receivedOf({ wiring }: Pick<Harness, 'wiring'>, loanId: Uuid, number: number) {
  const paid = await wiring.pool.db
    .select()
    .from(receipt)
    .where(and(eq(receipt.loanId, loanId), eq(receipt.instalmentNumber, number), isNotNull(receipt.paidAt)));
  return {
    principal: sum(paid.map((each) => each.principal)),
    interest: sum(paid.map((each) => each.interest)),
    penalty: sum(paid.map((each) => each.penalty)),
  };
}

/** Where the books break an invariant or differ from the bank's: empty when all is well. */
export async function disagreements(harness: Harness): Promise<unknown[]> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  return [...checks.filter(({ ok }) => !ok), ...(await mirrorDifferences(harness))];
}
