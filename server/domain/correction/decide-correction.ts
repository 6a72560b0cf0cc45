import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireSecondPerson } from '../loan/four-eyes.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { lockCorrection, moveBreak, moveCorrection } from './move-correction.ts';
import type { Correction } from './remedy.ts';

export type DecideCorrection = Readonly<{
  requestId: Uuid;
  correctionId: Uuid;
  approve: boolean;
  /** Why it is rejected; the maker's reason stands for an approval. */
  reason?: string | null;
}>;

/**
 * Approves a correction that another person has made, or rejects it with a reason. Approved, it is applied after this
 * has committed; rejected, the break waits for another one.
 * @throws DomainError FORBIDDEN (finance and administrators), NOT_FOUND, SAME_PERSON, CONFLICT (not waiting for a
 * decision, or the break is gone), INPUT_INVALID (a rejection without a reason), REQUEST_ID_REUSED
 */
export async function decideCorrection(
  ctx: DomainContext<AdminActor>,
  input: DecideCorrection,
): Promise<{ state: Correction['state'] }> {
  requireRole(ctx.actor, 'finance', 'administrator');
  const { requestId, correctionId, approve, reason } = input;
  if (!approve && !reason) throw new DomainError('INPUT_INVALID', 'a rejection has a reason');
  const asked = { correctionId, approve, reason: reason ?? null };
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'decide-correction', input: asked }, async () => {
      const { row, found } = await lockCorrection(tx, correctionId);
      if (row.state !== 'made' || found.state !== 'proposed')
        throw new DomainError('CONFLICT', 'it does not wait for a decision', { state: row.state });
      await requireSecondPerson(tx, ctx.actor, row.makerId);
      const checked = { checkerId: ctx.actor.memberId, checkedAt: ctx.now() };
      const event = approve ? 'approve' : 'reject';
      const change = approve ? checked : { ...checked, result: reason ?? null };
      const moved = await moveCorrection(tx, ctx, row, event, change);
      await moveBreak(tx, ctx, found, approve ? 'approve' : 'reopen');
      return { state: moved.state };
    }),
  );
}
