import { and, eq } from 'drizzle-orm';
import { applicationDraft, loanDocument } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';

/** Ends a draft that has been handed in; its documents go to the loan. @throws DomainError NOT_FOUND. */
export async function closeDraft(
  tx: Transaction,
  { memberId }: BorrowerActor,
  draftId: Uuid,
  loanId: Uuid,
): Promise<void> {
  const [closed] = await tx
    .delete(applicationDraft)
    .where(and(eq(applicationDraft.id, draftId), eq(applicationDraft.memberId, memberId)))
    .returning({ id: applicationDraft.id });
  if (!closed) throw new DomainError('NOT_FOUND', 'no such draft');
  await tx
    .update(loanDocument)
    .set({ loanId, draftId: null })
    .where(and(eq(loanDocument.draftId, draftId), eq(loanDocument.memberId, memberId)));
}
