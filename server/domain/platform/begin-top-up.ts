import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { platformAccountById } from './accounts.ts';
import { lockOrder, moveOrder } from './move-order.ts';

/** The payment company that carries the platform's own money to the bank. */
const PAY_COMPANY = 'YEEPAY';

/**
 * Begins an approved top-up: whoever of finance opens the bank's page pays from the platform's corporate account. A
 * page that was left leaves the order approved, and it may be begun again.
 * @throws DomainError FORBIDDEN, NOT_FOUND, INPUT_INVALID, INVALID_TRANSITION, REQUEST_ID_REUSED
 */
export async function beginTopUp(
  ctx: DomainContext<AdminActor>,
  { requestId, orderId, returnUrl }: Readonly<{ requestId: Uuid; orderId: Uuid; returnUrl: string }>,
): Promise<{ instructionId: Uuid }> {
  requireRole(ctx.actor, 'finance');
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'begin-top-up', input: { orderId, returnUrl } }, async () => {
      const order = await lockOrder(tx, orderId);
      if (order.kind !== 'top-up') throw new DomainError('INPUT_INVALID', `${order.kind} has no such page`);
      const target = platformAccountById(order.targetAccountId);
      const amount = toDecimalText(order.amount);
      const instructionId = await enqueue(tx, ctx, {
        kind: 'top-up',
        service: 'RECHARGE',
        channel: 'gateway',
        requestNo: newRequestNo(ctx),
        accountId: target.id,
        subject: { orderId, amount },
        reqData: {
          platformUserNo: target.platformUserNo,
          amount,
          expectPayCompany: PAY_COMPANY,
          rechargeWay: 'WEB',
          payType: 'B2B',
          callbackMode: 'DIRECT_CALLBACK',
          redirectUrl: returnUrl,
        },
      });
      await moveOrder(tx, ctx, order, 'send', { instructionId });
      return { instructionId };
    }),
  );
}
