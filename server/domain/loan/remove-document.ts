import { and, eq } from 'drizzle-orm';
import { loanDocument } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';

/** Takes back a document of one's own that no officer has judged. @throws DomainError NOT_FOUND. */
export async function removeDocument(ctx: DomainContext<BorrowerActor>, input: { documentId: Uuid }): Promise<void> {
  await transaction(ctx, async (tx) => {
    const own = and(
      eq(loanDocument.id, input.documentId),
      eq(loanDocument.memberId, ctx.actor.memberId),
      eq(loanDocument.state, 'uploaded'),
    );
    const [gone] = await tx.delete(loanDocument).where(own).returning({ loanId: loanDocument.loanId });
    if (!gone) throw new DomainError('NOT_FOUND', 'no such document, or it has been judged');
    const about = { verb: 'remove-document', objectType: 'loan-document', objectId: input.documentId };
    await recordAudit(tx, ctx, { ...about, fromState: 'uploaded', details: { loanId: gone.loanId } });
  });
}
