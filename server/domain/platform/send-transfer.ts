import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { platformAccountById } from './accounts.ts';
import { moveOrder, type PlatformOrder } from './move-order.ts';

/** Puts an approved transfer into the outbox: one FUNDS_TRANSFER line. @returns the instruction's id */
export async function sendTransfer(tx: Transaction, ctx: DomainContext, order: PlatformOrder): Promise<Uuid> {
  const [source, target] = [platformAccountById(order.sourceAccountId), platformAccountById(order.targetAccountId)];
  const requestNo = newRequestNo(ctx);
  const amount = toDecimalText(order.amount);
  const line = {
    bizType: 'FUNDS_TRANSFER',
    sourcePlatformUserNo: source.platformUserNo,
    targetPlatformUserNo: target.platformUserNo,
    amount,
    customDefine: `${requestNo}-1`,
  };
  const instructionId = await enqueue(tx, ctx, {
    kind: 'transfer-platform',
    service: 'SYNC_TRANSACTION',
    channel: 'direct',
    requestNo,
    accountId: source.id,
    subject: { orderId: order.id, amount },
    reqData: { tradeType: 'FUNDS_TRANSFER', details: [line] },
  });
  await moveOrder(tx, ctx, order, 'send', { instructionId });
  return instructionId;
}
