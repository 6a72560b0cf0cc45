import { and, eq, isNull } from 'drizzle-orm';
import { applicationDraft } from '#db/schema/loans.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';

export type Draft = Readonly<{
  /** Made by the client: saving again replaces what was saved. */
  draftId: Uuid;
  fields: Readonly<Record<string, string>>;
  step: number;
}>;

/** As many drafts of new applications as a member may keep. */
const MOST_DRAFTS = 5;

/**
 * Keeps what has been typed of an application so far. It is nobody's business but its member's, and moves no money:
 * no audit.
 * @throws DomainError NOT_FOUND for another's draft, CONFLICT beyond five drafts
 */
export async function saveDraft(ctx: DomainContext<BorrowerActor>, draft: Draft): Promise<{ savedAt: Date }> {
  const { memberId } = ctx.actor;
  const { draftId, fields, step } = draft;
  const savedAt = ctx.now();
  return transaction(ctx, async (tx) => {
    const own = await tx
      .select({ id: applicationDraft.id })
      .from(applicationDraft)
      .where(and(eq(applicationDraft.memberId, memberId), isNull(applicationDraft.loanId)))
      .limit(MOST_DRAFTS);
    if (own.length >= MOST_DRAFTS && !own.some(({ id }) => id === draftId)) {
      throw new DomainError('CONFLICT', 'there are drafts enough');
    }
    const [saved] = await tx
      .insert(applicationDraft)
      .values({ id: draftId, memberId, fields, step, savedAt })
      .onConflictDoUpdate({
        target: applicationDraft.id,
        set: { fields, step, savedAt },
        setWhere: and(eq(applicationDraft.id, draftId), eq(applicationDraft.memberId, memberId)),
      })
      .returning({ savedAt: applicationDraft.savedAt });
    if (!saved) throw new DomainError('NOT_FOUND', 'no such draft');
    return { savedAt };
  });
}
