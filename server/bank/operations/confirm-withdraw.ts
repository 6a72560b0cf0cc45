import { transaction } from '#db/transaction.ts';
import { lockPayout, savePayouts } from '../cash/payouts.ts';
import { enqueueTidings, type Payout, payoutTidings } from '../cash/tell.ts';
import { Refusal, refuse } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/** CONFIRM_WITHDRAW: the platform's day end is green, so the payout leaves at the bank's next 09:10. */
export const confirmWithdraw: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const preTransactionNo = requiredNumber(call.request, 'preTransactionNo');
    const { bank, platformNo, at, businessDate } = call;
    await transaction(bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const payout = await lockPayout(tx, platformNo, preTransactionNo);
      if (!payout) throw new Refusal('100007');
      if (payout.status !== 'CONFIRMING') throw refuse('冻结订单可用金额不足', `the payout is ${payout.status}`);
      const accepted: Payout = { ...payout, status: 'ACCEPT', transactionAt: at, businessDate };
      await savePayouts(tx, [accepted]);
      await enqueueTidings(tx, bank.newId, [payoutTidings(accepted)]);
    });
    bank.wake.notifies();
    return { preTransactionNo, withdrawStatus: 'ACCEPT' };
  },
};
