import { and, eq } from 'drizzle-orm';
import { type ProductState, product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireSecondPerson } from './four-eyes.ts';
import { productOf } from './product-on-sale.ts';
import { requireRole } from './rules.ts';

export type ProductDecision = Readonly<{
  productId: Uuid;
  decision: 'publish' | 'refuse';
  /** Its first day, today or later; the proposed one when absent. */
  validFrom?: PlainDate;
  /** Demanded with a refusal. */
  reason: string;
}>;

/**
 * The second person's word on a proposed version: published it is sold from its first day on, refused it stays to be
 * read. Loans keep the version that they were applied for under.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INPUT_INVALID (validFrom in the past; reason), CONFLICT when it
 * does not wait for anybody
 */
export async function decideProduct(
  ctx: DomainContext<AdminActor>,
  input: ProductDecision,
): Promise<{ productId: Uuid; state: ProductState }> {
  requireRole(ctx.actor, 'administrator', 'risk-officer');
  const reason = input.reason.trim();
  const publish = input.decision === 'publish';
  if (!publish && reason === '')
    throw new DomainError('INPUT_INVALID', 'a refusal needs a reason', { field: 'reason' });
  return transaction(ctx, async (tx) => {
    const proposed = await productOf(tx, input.productId);
    await requireSecondPerson(tx, ctx.actor, proposed.proposedBy);
    const validFrom = input.validFrom ?? proposed.validFrom;
    if (publish && validFrom < ctx.businessDate) {
      throw new DomainError('INPUT_INVALID', 'a version begins today or later', { field: 'validFrom' });
    }
    const state: ProductState = publish ? 'published' : 'refused';
    const [decided] = await tx
      .update(product)
      .set({ state, validFrom, publishedBy: ctx.actor.memberId, publishedAt: ctx.now() })
      .where(and(eq(product.id, proposed.id), eq(product.state, 'proposed')))
      .returning({ id: product.id });
    if (!decided) throw new DomainError('CONFLICT', 'this version does not wait for anybody');
    await recordAudit(tx, ctx, {
      verb: 'decide-product',
      objectType: 'product',
      objectId: proposed.id,
      fromState: 'proposed',
      toState: state,
      ...(reason !== '' && { reason }),
      details: { code: proposed.code, version: proposed.version, validFrom },
    });
    return { productId: proposed.id, state };
  });
}
