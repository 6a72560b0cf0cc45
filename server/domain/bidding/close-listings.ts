import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockLoan, moveLoan } from '../loan/move-loan.ts';
import { failLoan } from './fail-loan.ts';

/** Closes one listing; true when nothing is on its way to or from the bank any more and it can be decided on. */
function closeListing(ctx: DomainContext<SystemActor>, loanId: Uuid): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    let locked = await lockLoan(tx, loanId);
    const overdue = locked.deadlineAt !== null && locked.deadlineAt <= ctx.now();
    if (locked.state === 'open' && overdue)
      locked = await moveLoan(tx, ctx, locked, 'close', { verb: 'close-listings' });
    return locked.state === 'closing' && locked.reserved === locked.frozen;
  });
}

/**
 * Closes every listing whose deadline has passed. A closed one waits until no bid of it is on its way to the bank or
 * back; the freeze of the last fen fills it even then, else it fails. @returns how many failed
 */
export async function closeListings(ctx: DomainContext<SystemActor>): Promise<number> {
  const ended = await ctx.db
    .select({ id: loan.id })
    .from(loan)
    .where(and(inArray(loan.state, ['open', 'closing']), lte(loan.deadlineAt, ctx.now())))
    .orderBy(asc(loan.deadlineAt), asc(loan.id));
  let failed = 0;
  for (const { id } of ended) {
    if (!(await closeListing(ctx, id))) continue;
    const [current] = await ctx.db.select({ state: loan.state }).from(loan).where(eq(loan.id, id));
    if (current?.state !== 'closing') continue;
    await failLoan(ctx, { loanId: id, reason: 'the deadline has passed and the loan is not full' });
    failed += 1;
  }
  return failed;
}
