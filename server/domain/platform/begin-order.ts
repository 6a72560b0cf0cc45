import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { lockOrder, moveOrder } from './move-order.ts';
import { topUpPage } from './top-up-page.ts';
import { withdrawalPage } from './withdrawal-page.ts';

const PAGES = { 'top-up': topUpPage, withdrawal: withdrawalPage } as const;

/**
 * Begins an approved top-up or withdrawal, which somebody of finance confirms at the bank's own page. A page that was
 * left leaves the order approved, and it may be begun again.
 * @throws DomainError FORBIDDEN, NOT_FOUND, INPUT_INVALID, INVALID_TRANSITION, REQUEST_ID_REUSED
 */
export async function beginOrder(
  ctx: DomainContext<AdminActor>,
  { requestId, orderId, returnUrl }: Readonly<{ requestId: Uuid; orderId: Uuid; returnUrl: string }>,
): Promise<{ instructionId: Uuid }> {
  requireRole(ctx.actor, 'finance');
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'begin-platform-order', input: { orderId, returnUrl } }, async () => {
      const order = await lockOrder(tx, orderId);
      if (order.kind === 'transfer') throw new DomainError('INPUT_INVALID', 'a transfer has no page');
      const instructionId = await PAGES[order.kind](tx, ctx, order, returnUrl);
      await moveOrder(tx, ctx, order, 'send', { instructionId });
      return { instructionId };
    }),
  );
}
