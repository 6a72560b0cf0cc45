import { uuid } from '#server/primitives/ids.ts';
import { reverseRecharge } from '../cash/reverse-recharge.ts';
import type { TakeBack } from '../custody/conclude.ts';
import { lockOrder, moveOrder } from './move-order.ts';

/** The channel has taken the platform's own payment back after all. @returns whether it was undone, now or before */
export const takeBackTopUp: TakeBack = async (tx, ctx, instruction, record) => {
  if (instruction.kind !== 'top-up') return false;
  const order = await lockOrder(tx, uuid(String(instruction.subject.orderId)));
  if (!(await reverseRecharge(tx, ctx, instruction, record))) return false;
  if (order.state === 'succeeded') await moveOrder(tx, ctx, order, 'take-back');
  return true;
};
