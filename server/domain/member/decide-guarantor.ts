import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockGuarantor, moveGuarantor, requireRiskStaff } from './move-guarantor.ts';

/**
 * Accepts or refuses a proposed guarantor; somebody else than who proposed it.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INVALID_TRANSITION
 */
export async function decideGuarantor(
  ctx: DomainContext<AdminActor>,
  { enterpriseId, accept }: { enterpriseId: Uuid; accept: boolean },
): Promise<void> {
  requireRiskStaff(ctx.actor);
  const { memberId } = ctx.actor;
  await transaction(ctx, async (tx) => {
    const proposed = await lockGuarantor(tx, enterpriseId);
    if (!proposed) throw new DomainError('NOT_FOUND', 'nobody has proposed it');
    if (proposed.proposedBy === memberId) throw new DomainError('SAME_PERSON', 'another person decides on a guarantor');
    const decided = { decidedBy: memberId, decidedAt: ctx.now() };
    await moveGuarantor(tx, ctx, proposed, accept ? 'accept' : 'refuse', decided);
  });
}
