import { asc, sql } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { lockLoan, moveLoan } from '../loan/move-loan.ts';
import { type Ended, endListing } from './end-listing.ts';

/** Listings whose time is over at a moment, and closed ones that are not decided on. */
export const endedBy = (at: Date) =>
  sql`(${loan.state} = 'closing' or ${loan.state} = 'open' and ${loan.deadlineAt} <= ${at.toISOString()}::timestamptz)`;

/** Closes one listing whose time is over, and decides on it when nothing of it is on its way any more. */
function closeListing(ctx: DomainContext<SystemActor>, loanId: Uuid): Promise<Ended> {
  return transaction(ctx, async (tx) => {
    let locked = await lockLoan(tx, loanId);
    const overdue = locked.deadlineAt !== null && locked.deadlineAt <= ctx.now();
    if (locked.state === 'open' && overdue)
      locked = await moveLoan(tx, ctx, locked, 'close', { verb: 'close-listings' });
    return endListing(tx, ctx, locked, 'the listing has ended');
  });
}

/**
 * Closes every listing whose deadline has passed, and decides on every closed one. It waits until no bid of it is on
 * its way to the bank or back; the freeze of the last fen fills it even then, else the product's minimum raise decides.
 * @returns how many were decided on
 */
export async function closeListings(ctx: DomainContext<SystemActor>): Promise<number> {
  const ended = await ctx.db
    .select({ id: loan.id })
    .from(loan)
    .where(endedBy(ctx.now()))
    .orderBy(asc(loan.deadlineAt), asc(loan.id));
  let decided = 0;
  for (const { id } of ended) {
    const { decision, releases } = await closeListing(ctx, id);
    if (decision === 'waits') continue;
    decided += 1;
    if (decision === 'failing') ctx.failpoint('loan.failing');
    await dispatchMany(ctx, releases);
  }
  return decided;
}
