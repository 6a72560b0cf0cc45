import { uuid } from '#server/primitives/ids.ts';
import { concludeRecharge } from '../cash/conclude-recharge.ts';
import type { Conclude } from '../custody/conclude.ts';
import { isReversal } from '../custody/verdict.ts';
import { lockOrder, moveOrder } from './move-order.ts';

/** The platform has paid in: channels → its account. A page that was left may be opened again. */
export const concludeTopUp: Conclude = async (tx, ctx, instruction, outcome) => {
  const order = await lockOrder(tx, uuid(String(instruction.subject.orderId)));
  if (outcome.kind === 'failed') {
    const left = outcome.errorCode === 'PAGE_LEFT';
    await moveOrder(tx, ctx, order, left ? 'lapse' : 'fail', left ? {} : { endedAt: ctx.now() });
    return;
  }
  const done = await moveOrder(tx, ctx, order, 'succeed', { endedAt: outcome.at });
  await concludeRecharge(tx, ctx, instruction, outcome);
  if (isReversal(outcome.record)) await moveOrder(tx, ctx, done, 'take-back');
};
