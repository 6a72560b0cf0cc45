import { eq } from 'drizzle-orm';
import { applicationDraft } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockOwnLoan } from './borrower.ts';

export type Changes = Readonly<{ loanId: Uuid; fields: Readonly<Record<string, string>>; step: number }>;

/**
 * Keeps what has been changed of a returned application and not handed in again: one draft for each loan, whichever
 * window saves it. The application itself stays as it was; no audit, as of any draft.
 * @throws DomainError NOT_FOUND (another's loan), INVALID_TRANSITION when it was not returned
 */
export async function saveChanges(ctx: DomainContext<BorrowerActor>, changes: Changes): Promise<{ savedAt: Date }> {
  const { memberId } = ctx.actor;
  const { loanId, fields, step } = changes;
  const savedAt = ctx.now();
  return transaction(ctx, async (tx) => {
    const loan = await lockOwnLoan(tx, ctx.actor, loanId);
    if (loan.state !== 'returned') throw new DomainError('INVALID_TRANSITION', 'only what was returned is changed');
    await tx
      .insert(applicationDraft)
      .values({ id: ctx.newId(), memberId, loanId, fields, step, savedAt })
      .onConflictDoUpdate({
        target: applicationDraft.loanId,
        set: { fields, step, savedAt, memberId },
        setWhere: eq(applicationDraft.loanId, loanId),
      });
    return { savedAt };
  });
}
