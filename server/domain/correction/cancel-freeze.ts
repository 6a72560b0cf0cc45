import { DomainError } from '#server/primitives/errors.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { enqueue } from '../custody/enqueue.ts';
import { newRequestNo } from '../custody/request-no.ts';
import { strayFreezeOf } from './freeze-facts.ts';
import type { Remedy } from './remedy.ts';

/** Money that the bank holds for nothing here: the bank is asked to give it back. */
export const cancelFreeze: Remedy = {
  prepare: async (tx, found) => {
    const stray = await strayFreezeOf(tx, found);
    if (!stray) return undefined;
    const { requestNo, amount, account } = stray;
    return { requestNo, amount: toDecimalText(amount), userNo: account.platformUserNo };
  },
  act: async (tx, ctx, { correction, found }) => {
    const stray = await strayFreezeOf(tx, found);
    if (!stray) throw new DomainError('CONFLICT', 'the freeze is no longer what it was');
    const amount = toDecimalText(stray.amount);
    const instructionId = await enqueue(tx, ctx, {
      kind: 'cancel-stray-freeze',
      service: 'CANCEL_PRE_TRANSACTION',
      channel: 'direct',
      requestNo: newRequestNo(ctx),
      accountId: stray.account.id,
      subject: { correctionId: correction.id, freezeRequestNo: stray.requestNo, amount },
      reqData: { preTransactionNo: stray.requestNo, amount },
    });
    return { instructionId };
  },
};
