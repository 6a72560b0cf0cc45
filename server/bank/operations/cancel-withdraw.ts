import { ZERO } from '#server/primitives/money.ts';
import { givenBack, postLegs } from '../cash/legs.ts';
import { saveHolds, savePayouts } from '../cash/payouts.ts';
import { enqueueTidings, type Payout, payoutTidings } from '../cash/tell.ts';
import { refuse } from '../refusal.ts';
import { requiredNumber } from './fields.ts';
import { onPayout } from './on-payout.ts';
import type { DirectOperation } from './operation.ts';

/** CANCEL_WITHDRAW: gives up a payout that waits for its confirmation; its money is available again. */
export const cancelWithdraw: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const preTransactionNo = requiredNumber(call.request, 'preTransactionNo');
    const { bank, platformNo, at, businessDate } = call;
    await onPayout(call, preTransactionNo, async (tx, payout) => {
      if (payout.status !== 'CONFIRMING') throw refuse('冻结金额不足', `the payout is ${payout.status}`);
      const cancelled: Payout = { ...payout, status: 'ACCEPT_FAIL', completedAt: at, completedDate: businessDate };
      await saveHolds(tx, [{ payout, used: ZERO, cancelled: payout.amount }]);
      await postLegs(tx, bank.newId, platformNo, [
        givenBack({
          requestNo,
          bizType: 'CANCEL_WITHDRAW',
          accountId: payout.accountId,
          amount: payout.amount,
          occurredAt: at,
          businessDate,
        }),
      ]);
      await savePayouts(tx, [cancelled]);
      await enqueueTidings(tx, bank.newId, [payoutTidings(cancelled)]);
    });
    return { preTransactionNo, withdrawStatus: 'ACCEPT_FAIL' };
  },
};
