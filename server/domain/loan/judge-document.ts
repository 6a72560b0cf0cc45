import { and, eq, isNotNull } from 'drizzle-orm';
import { type DocumentState, loanDocument } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireOtherPerson } from './four-eyes.ts';
import { lockLoan } from './move-loan.ts';
import { requireRole } from './rules.ts';

export type DocumentJudgement = Readonly<{
  documentId: Uuid;
  judgement: 'accepted' | 'refused';
  /** Demanded with a refusal: what the borrower is to bring instead. */
  reason: string;
}>;

/**
 * An officer's word on one document of an application under review; it may be changed while the review lasts.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID, CONFLICT when the loan is not under review
 */
export async function judgeDocument(
  ctx: DomainContext<AdminActor>,
  input: DocumentJudgement,
): Promise<{ state: DocumentState }> {
  requireRole(ctx.actor, 'loan-officer', 'risk-officer');
  const { documentId, judgement } = input;
  const reason = input.reason.trim();
  if (judgement === 'refused' && reason === '') {
    throw new DomainError('INPUT_INVALID', 'a refusal needs a reason', { field: 'reason' });
  }
  return transaction(ctx, async (tx) => {
    const handedIn = and(eq(loanDocument.id, documentId), isNotNull(loanDocument.loanId));
    const [found] = await tx.select({ loanId: loanDocument.loanId }).from(loanDocument).where(handedIn);
    if (!found?.loanId) throw new DomainError('NOT_FOUND', 'no such document');
    const loan = await lockLoan(tx, found.loanId);
    await requireOtherPerson(tx, ctx.actor, loan);
    if (loan.state !== 'reviewing')
      throw new DomainError('CONFLICT', 'documents are judged while the loan is reviewed');
    const [before] = await tx.select({ state: loanDocument.state }).from(loanDocument).where(handedIn);
    const judged = { judgedBy: ctx.actor.memberId, judgedAt: ctx.now() };
    await tx
      .update(loanDocument)
      .set({ state: judgement, reason: judgement === 'refused' ? reason : null, ...judged })
      .where(handedIn);
    await recordAudit(tx, ctx, {
      verb: 'judge-document',
      objectType: 'loan-document',
      objectId: documentId,
      fromState: before?.state ?? null,
      toState: judgement,
      ...(reason !== '' && { reason }),
      details: { loanId: loan.id },
    });
    return { state: judgement };
  });
}
