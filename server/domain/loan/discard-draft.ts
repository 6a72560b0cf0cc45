import { and, eq } from 'drizzle-orm';
import { applicationDraft, loanDocument } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

/** Throws a draft away with its documents. @throws DomainError NOT_FOUND. */
export async function discardDraft(ctx: DomainContext<BorrowerActor>, input: { draftId: Uuid }): Promise<void> {
  const { memberId } = ctx.actor;
  await transaction(ctx, async (tx) => {
    const [gone] = await tx
      .delete(applicationDraft)
      .where(and(eq(applicationDraft.id, input.draftId), eq(applicationDraft.memberId, memberId)))
      .returning({ id: applicationDraft.id });
    if (!gone) throw new DomainError('NOT_FOUND', 'no such draft');
    await tx
      .delete(loanDocument)
      .where(and(eq(loanDocument.draftId, input.draftId), eq(loanDocument.memberId, memberId)));
  });
}
