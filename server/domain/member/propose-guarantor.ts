import { and, eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { guarantor } from '#db/schema/people.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { lockGuarantor, moveGuarantor, requireRiskStaff } from './move-guarantor.ts';

/** Only an enterprise that the bank has passed as a guarantor can stand for anybody. */
async function requireOpenAccount(tx: Transaction, enterpriseId: Uuid): Promise<void> {
  const [held] = await tx
    .select({ state: account.state })
    .from(account)
    .where(and(eq(account.enterpriseId, enterpriseId), eq(account.role, 'GUARANTEECORP')));
  if (!held) throw new DomainError('NOT_FOUND', 'no such guarantor');
  if (held.state !== 'active') throw new DomainError('ACCOUNT_NOT_OPEN', 'its account at the bank is not open');
}

/**
 * Proposes an enterprise as guarantor, up to a limit of open exposure; it may stand for loans when another member of
 * staff has accepted it. One that was suspended is proposed anew, also for another limit.
 * @throws DomainError FORBIDDEN, NOT_FOUND, ACCOUNT_NOT_OPEN, AMOUNT_NOT_POSITIVE, INVALID_TRANSITION
 */
export async function proposeGuarantor(
  ctx: DomainContext<AdminActor>,
  input: { enterpriseId: Uuid; exposureLimit: Money },
): Promise<void> {
  const { enterpriseId, exposureLimit } = input;
  requireRiskStaff(ctx.actor);
  if (exposureLimit <= 0n) throw new DomainError('AMOUNT_NOT_POSITIVE', 'a limit is more than nothing');
  await transaction(ctx, async (tx) => {
    await requireOpenAccount(tx, enterpriseId);
    const proposal = { exposureLimit, proposedBy: ctx.actor.memberId, proposedAt: ctx.now() };
    const undecided = { decidedBy: null, decidedAt: null };
    const [added] = await tx
      .insert(guarantor)
      .values({ enterpriseId, state: 'proposed', ...proposal })
      .onConflictDoNothing()
      .returning({ enterpriseId: guarantor.enterpriseId });
    if (!added) {
      const known = await lockGuarantor(tx, enterpriseId);
      if (!known) throw new Error('a guarantor has vanished');
      await moveGuarantor(tx, ctx, known, 'propose', { ...proposal, ...undecided });
    }
    await recordAudit(tx, ctx, {
      verb: 'propose-guarantor',
      objectType: 'enterprise',
      objectId: enterpriseId,
      toState: 'proposed',
      details: { exposureLimit: toDecimalText(exposureLimit) },
    });
  });
}
