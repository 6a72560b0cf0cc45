import { eq } from 'drizzle-orm';
import { type SourceName, sourceFault } from '#db/schema/scores.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';

/**
 * Tells a simulated source to fail, to be slow, or to answer again (null). Only where the world is simulated.
 * @throws DomainError CONFLICT with real sources, FORBIDDEN for anybody but a risk officer or an administrator
 */
export async function setSourceFault(
  ctx: DomainContext<AdminActor>,
  input: { source: SourceName; fault: 'failing' | 'slow' | null },
): Promise<void> {
  requireRole(ctx.actor, 'risk-officer', 'administrator');
  if (!ctx.simulator) throw new DomainError('CONFLICT', 'real sources are told nothing');
  const { source, fault } = input;
  await transaction(ctx, async (tx) => {
    await tx.delete(sourceFault).where(eq(sourceFault.source, source));
    const set = { setBy: ctx.actor.memberId, setAt: ctx.now() };
    if (fault) await tx.insert(sourceFault).values({ source, fault, ...set });
    await recordAudit(tx, ctx, {
      verb: 'set-source-fault',
      objectType: 'source',
      objectId: ctx.actor.memberId,
      details: { source, fault },
    });
  });
}
