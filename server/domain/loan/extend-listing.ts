import { and, eq } from 'drizzle-orm';
import { loan as loanTable } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type ListingChange, lockListing } from './change-listing.ts';

const DAY_MS = 86_400_000;

/**
 * Gives an open listing more days, within the product's longest listing counted from the opening. Of two officers at
 * once the first has it.
 * @returns the new deadline
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID (reason; days, with longestDays), LOAN_NOT_OPEN,
 * CONFLICT (the deadline is no longer the one that was seen).
 */
export function extendListing(
  ctx: DomainContext<AdminActor>,
  input: ListingChange & Readonly<{ days: number }>,
): Promise<{ deadlineAt: Date }> {
  return transaction(ctx, async (tx) => {
    const { loan, reason } = await lockListing(tx, ctx, input);
    const [sold] = await tx
      .select({ longestDays: product.listingDaysMaximum })
      .from(product)
      .where(eq(product.id, loan.productId));
    const longestDays = sold?.longestDays ?? 0;
    const deadlineAt = new Date(input.seenDeadlineAt.getTime() + input.days * DAY_MS);
    const latest = (loan.openedAt ?? ctx.now()).getTime() + longestDays * DAY_MS;
    if (!Number.isInteger(input.days) || input.days < 1 || deadlineAt.getTime() > latest) {
      throw new DomainError('INPUT_INVALID', 'the listing would be too long', { field: 'days', longestDays });
    }
    const [moved] = await tx
      .update(loanTable)
      .set({ deadlineAt })
      .where(
        and(
          ...[eq(loanTable.id, loan.id), eq(loanTable.state, 'open')],
          eq(loanTable.deadlineAt, input.seenDeadlineAt),
        ),
      )
      .returning({ id: loanTable.id });
    if (!moved) throw new DomainError('CONFLICT', 'somebody else has moved the deadline');
    await recordAudit(tx, ctx, {
      verb: 'extend-listing',
      objectType: 'loan',
      objectId: loan.id,
      fromState: 'open',
      toState: 'open',
      reason,
      details: { days: input.days, deadlineAt: deadlineAt.toISOString() },
    });
    return { deadlineAt };
  });
}
