import { and, eq } from 'drizzle-orm';
import { type CollectionState, collection } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { dispatchUnsent } from '../loan/dispatch-unsent.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { beginInstalment } from './begin-instalment.ts';
import { isBeingCollected, oldestOwed } from './instalments.ts';

/** Sends whatever a collection has put into the outbox, until the bank has answered all of it. */
export async function sendCollection(ctx: DomainContext, loanId: Uuid): Promise<void> {
  await dispatchUnsent(ctx, loanId, ['freeze-collection', 'distribute', 'advance-project']);
}

/** How a collection stands. */
export async function collectionState(ctx: DomainContext, loanId: Uuid, id: Uuid): Promise<CollectionState> {
  const [row] = await ctx.db
    .select({ state: collection.state })
    .from(collection)
    .where(and(eq(collection.loanId, loanId), eq(collection.id, id)));
  return row?.state ?? 'failed';
}

/**
 * One attempt to collect the oldest owed instalment of a loan by standing authorisation.
 * @returns how it ended; undefined when nothing is owed or a collection of it is already under way
 */
export async function collectInstalment(ctx: DomainContext, loanId: Uuid): Promise<CollectionState | undefined> {
  const collectionId = await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    if (loan.projectStatus !== 'REPAYING') return undefined;
    const owed = await oldestOwed(tx, loanId);
    if (!owed || (await isBeingCollected(tx, loanId))) return undefined;
    return beginInstalment(tx, ctx, loan, owed, 'due');
  });
  if (!collectionId) return undefined;
  ctx.failpoint('collection.begun');
  await sendCollection(ctx, loanId);
  ctx.failpoint('collection.dispatched');
  return collectionState(ctx, loanId, collectionId);
}
