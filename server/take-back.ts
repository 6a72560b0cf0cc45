import { reverseRecharge } from './domain/cash/reverse-recharge.ts';
import type { TakeBack } from './domain/custody/conclude.ts';
import { takeBackTopUp } from './domain/platform/take-back-top-up.ts';

/** What a channel may take back after it had succeeded: a member's recharge, or the platform's own. */
export const takeBack: TakeBack = async (tx, ctx, instruction, record) =>
  instruction.kind === 'top-up'
    ? takeBackTopUp(tx, ctx, instruction, record)
    : reverseRecharge(tx, ctx, instruction, record);
