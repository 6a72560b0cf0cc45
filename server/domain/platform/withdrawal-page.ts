import { withdrawal } from '#db/schema/withdrawals.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { platformAccountById } from './accounts.ts';
import type { PlatformOrder } from './move-order.ts';

/**
 * The bank's page at which own funds leave for the corporate account: a withdrawal like any other, without a fee, that
 * the bank holds until the day end agrees. @returns the instruction's id
 */
export async function withdrawalPage(
  tx: Transaction,
  ctx: DomainContext,
  order: PlatformOrder,
  redirectUrl: string,
): Promise<Uuid> {
  const source = platformAccountById(order.sourceAccountId);
  const amount = toDecimalText(order.amount);
  const requestNo = newRequestNo(ctx);
  const { platformUserNo } = source;
  const instructionId = await enqueue(tx, ctx, {
    kind: 'withdraw',
    service: 'WITHDRAW',
    channel: 'gateway',
    requestNo,
    accountId: source.id,
    subject: { orderId: order.id, amount },
    reqData: { platformUserNo, amount, withdrawType: 'NORMAL', withdrawForm: 'CONFIRMED', redirectUrl },
  });
  await tx.insert(withdrawal).values({
    accountId: source.id,
    id: ctx.newId(),
    instructionId,
    requestNo,
    arrival: 'next-day',
    amount: order.amount,
    fee: ZERO,
    state: 'asked',
    createdAt: ctx.now(),
  });
  return instructionId;
}
