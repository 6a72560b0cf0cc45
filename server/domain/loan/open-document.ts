import { eq } from 'drizzle-orm';
import { loanDocument } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor, BorrowerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';

export type OpenedDocument = Readonly<{ name: string; contentType: string; base64: string }>;

/**
 * The content of a document, for its owner and for staff, who sees what has been handed in; who looked is recorded.
 * @throws DomainError NOT_FOUND, for another's too
 */
export async function openDocument(
  ctx: DomainContext<BorrowerActor | AdminActor>,
  input: { documentId: Uuid },
): Promise<OpenedDocument> {
  const { actor } = ctx;
  const found = await transaction(ctx, async (tx) => {
    const [row] = await tx.select().from(loanDocument).where(eq(loanDocument.id, input.documentId));
    const mayLook = actor.kind === 'admin' ? row?.loanId != null : row?.memberId === actor.memberId;
    if (!row || !mayLook) throw new DomainError('NOT_FOUND', 'no such document');
    const about = { verb: 'open-document', objectType: 'loan-document', objectId: row.id };
    await recordAudit(tx, ctx, { ...about, details: { loanId: row.loanId } });
    return row;
  });
  const base64 = await ctx.vault.open('loan_document.content', found.content);
  return { name: found.name, contentType: found.contentType, base64 };
}
