import { eq } from 'drizzle-orm';
import { product } from '#db/schema/products.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { PPM, type RatePpm, ratePpm } from '#server/primitives/rate.ts';
import type { DomainContext } from '../context.ts';
import { type Loan, moveLoan } from '../loan/move-loan.ts';
import { endFailing } from './end-failing.ts';
import { releaseBids } from './release-bids.ts';

/** Whether what is frozen is enough of the amount to lend it as it is. */
export const isEnough = (frozen: Money, amount: Money, minimumRaise: RatePpm): boolean =>
  frozen > 0n && frozen * PPM >= amount * BigInt(minimumRaise);

/** Lets every bid of a locked loan go; it has failed when the last of them is back. @returns the releases */
export async function beginFailing(tx: Transaction, ctx: DomainContext, loan: Loan, reason: string): Promise<Uuid[]> {
  const failing = await moveLoan(tx, ctx, loan, 'fail', { verb: 'fail-loan', reason });
  const releases = await releaseBids(tx, ctx, loan.id);
  await endFailing(tx, ctx, failing);
  return releases;
}

export type Ended = Readonly<{ decision: 'waits' | 'full' | 'failing'; releases: readonly Uuid[] }>;

/**
 * Decides on a closing listing once nothing of it is on its way to the bank or back: with enough frozen by the
 * product's minimum the loan becomes what was raised, and full; with less it fails. The bank's project keeps the amount
 * that was listed, within which all its trades are.
 */
export async function endListing(tx: Transaction, ctx: DomainContext, loan: Loan, reason: string): Promise<Ended> {
  if (loan.state !== 'closing' || loan.reserved !== loan.frozen) return { decision: 'waits', releases: [] };
  const [sold] = await tx
    .select({ minimumRaisePpm: product.minimumRaisePpm })
    .from(product)
    .where(eq(product.id, loan.productId));
  const { frozen: raised, amount: listedAmount } = loan;
  if (!isEnough(raised, listedAmount, sold?.minimumRaisePpm ?? ratePpm(1_000_000))) {
    return { decision: 'failing', releases: await beginFailing(tx, ctx, loan, reason) };
  }
  const details = { listedFen: listedAmount.toString(), raisedFen: raised.toString() };
  const change = { amount: raised, listedAmount, fullAt: ctx.now() };
  await moveLoan(tx, ctx, loan, 'fill', { verb: 'end-listing', reason, details }, change);
  return { decision: 'full', releases: [] };
}
