import type { Compensator } from '#db/schema/products.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import { placeBid } from '../domain/bidding/place-bid.ts';
import { runOutbox } from '../domain/custody/run-outbox.ts';
import { settleFullLoans } from '../domain/settlement/settle-full-loans.ts';
import { eventually } from './condition.ts';
import { type Borrower, type Investor, openBorrower, yuan } from './customers.ts';
import type { Harness } from './harness.ts';
import { loanState, openListing } from './listings.ts';
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
