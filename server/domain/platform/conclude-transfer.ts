import { uuid } from '#server/primitives/ids.ts';
import type { Conclude } from '../custody/conclude.ts';
import { post } from '../ledger/post.ts';
import { platformAccountById } from './accounts.ts';
import { lockOrder, moveOrder } from './move-order.ts';

/** The bank has moved the platform's money from one of its accounts to another, or refused to. */
export const concludePlatformTransfer: Conclude = async (tx, ctx, instruction, outcome) => {
  const order = await lockOrder(tx, uuid(String(instruction.subject.orderId)));
  if (outcome.kind === 'failed') {
    await moveOrder(tx, ctx, order, 'fail', { endedAt: ctx.now() });
    return;
  }
  await moveOrder(tx, ctx, order, 'succeed', { endedAt: outcome.at });
  await post(tx, ctx, [
    {
      kind: 'FUNDS_TRANSFER',
      instructionId: instruction.id,
      lineNumber: 1,
      amount: order.amount,
      occurredAt: outcome.at,
      source: { accountId: platformAccountById(order.sourceAccountId).id, bucket: 'available' },
      target: { accountId: platformAccountById(order.targetAccountId).id, bucket: 'available' },
    },
  ]);
};
