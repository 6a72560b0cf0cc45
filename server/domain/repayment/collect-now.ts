import type { CollectionState } from '#db/schema/repayments.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { type Uuid, uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockLoan } from '../loan/move-loan.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { beginOldest, collectionState, sendCollection } from './collect-instalment.ts';
import { isBeingCollected } from './instalments.ts';

/**
 * One more try to collect the oldest owed instalment of a loan, when staff have reason to think that the money is
 * there: the same as at 00:10 and 20:00, by the borrower's standing authorisation and for no more than he owes.
 * @returns the collection as it stands when the bank has answered
 * @throws DomainError FORBIDDEN, NOT_FOUND, NOTHING_DUE, CONFLICT (being collected already), REQUEST_ID_REUSED
 */
export async function collectNow(
  ctx: DomainContext<AdminActor>,
  input: { requestId: Uuid; loanId: Uuid },
): Promise<{ collectionId: Uuid; state: CollectionState }> {
  requireRole(ctx.actor, 'finance', 'risk-officer');
  const { requestId, loanId } = input;
  const begun = await transaction(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    return once(tx, ctx, { requestId, verb: 'collect-now', input: { loanId } }, async () => {
      if (await isBeingCollected(tx, loanId)) throw new DomainError('CONFLICT', 'the instalment is being collected');
      const one = await beginOldest(tx, ctx, loan, { trigger: 'staff' });
      if (!one) throw new DomainError('NOTHING_DUE', 'nothing has fallen due');
      return { collectionId: one.id };
    });
  });
  await sendCollection(ctx, loanId);
  const collectionId = uuid(begun.collectionId);
  return { collectionId, state: await collectionState(ctx, loanId, collectionId) };
}
