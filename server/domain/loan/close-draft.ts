import { and, eq } from 'drizzle-orm';
import { applicationDraft, loanDocument } from '#db/schema/loans.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';

/** Ends a draft that has been handed in, if it was ever kept; its documents go to the loan. Another's stays untouched. */
export async function closeDraft(
  tx: Transaction,
  { memberId }: BorrowerActor,
  draftId: Uuid,
  loanId: Uuid,
): Promise<void> {
  await tx
    .delete(applicationDraft)
    .where(and(eq(applicationDraft.id, draftId), eq(applicationDraft.memberId, memberId)));
  await tx
    .update(loanDocument)
    .set({ loanId, draftId: null })
    .where(and(eq(loanDocument.draftId, draftId), eq(loanDocument.memberId, memberId)));
}
