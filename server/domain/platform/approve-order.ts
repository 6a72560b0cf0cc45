import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { requireSecondPerson } from '../loan/four-eyes.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { lockFreeMeans } from './free-means.ts';
import { lockOrder, moveOrder } from './move-order.ts';
import { sendTransfer } from './send-transfer.ts';

/**
 * Approves what another member of staff has proposed. A transfer goes to the bank at once; for a top-up or a withdrawal
 * the bank's page may now be opened.
 * @throws DomainError FORBIDDEN, NOT_FOUND, SAME_PERSON, INVALID_TRANSITION, AMOUNT_OVER_BALANCE (balance),
 * REQUEST_ID_REUSED
 */
export async function approveOrder(
  ctx: DomainContext<AdminActor>,
  { requestId, orderId }: Readonly<{ requestId: Uuid; orderId: Uuid }>,
): Promise<void> {
  requireRole(ctx.actor, 'finance', 'administrator');
  const { instructionId } = await transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'approve-platform-order', input: { orderId } }, async () => {
      const proposed = await lockOrder(tx, orderId);
      await requireSecondPerson(tx, ctx.actor, proposed.makerId);
      const checked = { checkerId: ctx.actor.memberId, checkedAt: ctx.now() };
      const approved = await moveOrder(tx, ctx, proposed, 'approve', checked);
      if (approved.sourceAccountId !== null) {
        const free = await lockFreeMeans(tx, approved.sourceAccountId);
        if (free < approved.amount)
          throw new DomainError('AMOUNT_OVER_BALANCE', 'the account has less', { balance: toDecimalText(free) });
      }
      return { instructionId: approved.kind === 'transfer' ? await sendTransfer(tx, ctx, approved) : null };
    }),
  );
  if (instructionId !== null) await dispatch(ctx, instructionId);
}
