import { savePayouts } from '../cash/payouts.ts';
import { enqueueTidings, type Payout, payoutTidings } from '../cash/tell.ts';
import { refuse } from '../refusal.ts';
import { requiredNumber } from './fields.ts';
import { onPayout } from './on-payout.ts';
import type { DirectOperation } from './operation.ts';

/** CONFIRM_WITHDRAW: the platform's day end is green, so the payout leaves at the bank's next 09:10. */
export const confirmWithdraw: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const preTransactionNo = requiredNumber(call.request, 'preTransactionNo');
    const { bank, at, businessDate } = call;
    await onPayout(call, preTransactionNo, async (tx, payout) => {
      if (payout.status !== 'CONFIRMING') throw refuse('冻结订单可用金额不足', `the payout is ${payout.status}`);
      const accepted: Payout = { ...payout, status: 'ACCEPT', transactionAt: at, businessDate };
      await savePayouts(tx, [accepted]);
      await enqueueTidings(tx, bank.newId, [payoutTidings(accepted)]);
    });
    return { preTransactionNo, withdrawStatus: 'ACCEPT' };
  },
};
