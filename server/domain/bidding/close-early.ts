import type { LoanState } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatchMany } from '../custody/dispatch-many.ts';
import { type ListingChange, lockListing } from '../loan/change-listing.ts';
import { moveLoan } from '../loan/move-loan.ts';
import { endListing } from './end-listing.ts';

const STATES = { waits: 'closing', full: 'full', failing: 'failing' } as const satisfies Record<string, LoanState>;

/**
 * Ends a listing before its deadline: it takes no more bids, and when nothing of it is on its way it is settled with
 * what was raised, or fails, by the product's minimum. Of two officers at once the first has it.
 * @returns what it has come to at once; `closing` while a bid is on its way
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID (reason), LOAN_NOT_OPEN, CONFLICT (the deadline is
 * no longer the one that was seen).
 */
export async function closeEarly(ctx: DomainContext<AdminActor>, input: ListingChange): Promise<{ state: LoanState }> {
  const { decision, releases } = await transaction(ctx, async (tx) => {
    const { loan, reason } = await lockListing(tx, ctx, input);
    const closing = await moveLoan(tx, ctx, loan, 'close', { verb: 'close-early', reason });
    return endListing(tx, ctx, closing, reason);
  });
  if (decision === 'failing') ctx.failpoint('loan.failing');
  await dispatchMany(ctx, releases);
  return { state: STATES[decision] };
}
