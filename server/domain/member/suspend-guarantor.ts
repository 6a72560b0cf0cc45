import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { lockGuarantor, moveGuarantor, requireRiskStaff } from './move-guarantor.ts';

/**
 * Suspends a guarantor: no further loan is listed in its name; those it stands for it goes on standing for. One
 * person is enough for what takes risk away.
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_TRANSITION
 */
export async function suspendGuarantor(
  ctx: DomainContext<AdminActor>,
  { enterpriseId }: { enterpriseId: Uuid },
): Promise<void> {
  requireRiskStaff(ctx.actor);
  await transaction(ctx, async (tx) => {
    const active = await lockGuarantor(tx, enterpriseId);
    if (!active) throw new DomainError('NOT_FOUND', 'no such guarantor');
    await moveGuarantor(tx, ctx, active, 'suspend');
  });
}
