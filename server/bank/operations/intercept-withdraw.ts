import type { BankTransaction } from '#db/bank/pool.ts';
import { interception } from '#db/bank/schema/cash.ts';
import { ZERO } from '#server/primitives/money.ts';
import { isSameDay } from '../cash/accept.ts';
import { failPayout, returnTidings, storeBackrolls } from '../cash/give-back.ts';
import { givenBack, postLegs } from '../cash/legs.ts';
import { saveHolds, savePayouts } from '../cash/payouts.ts';
import { enqueueTidings, type Payout } from '../cash/tell.ts';
import type { Call } from '../http/request.ts';
import { Refusal, refuse } from '../refusal.ts';
import { requiredNumber } from './fields.ts';
import { onPayout } from './on-payout.ts';
import type { DirectOperation } from './operation.ts';

/** The payout has not left: all of it goes back from frozen to available, as the bank's own recharge. */
async function holdBack(tx: BankTransaction, call: Call, payout: Payout): Promise<void> {
  const { bank, platformNo, at, businessDate } = call;
  const returned = failPayout(payout, 'INTERCEPT', at, bank.newId);
  await saveHolds(tx, [{ payout, used: ZERO, cancelled: payout.amount }]);
  await postLegs(tx, bank.newId, platformNo, [
    givenBack({
      requestNo: returned.backroll.requestNo,
      bizType: 'BACKROLL_RECHARGE',
      accountId: payout.accountId,
      amount: payout.amount,
      occurredAt: at,
      businessDate,
    }),
  ]);
  await savePayouts(tx, [returned.payout]);
  await storeBackrolls(tx, [returned]);
  await enqueueTidings(tx, bank.newId, returnTidings(returned));
}

/** INTERCEPT_WITHDRAW: holds a payout back that has been accepted and has not left; never a same-day one. */
export const interceptWithdraw: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const withdrawRequestNo = requiredNumber(call.request, 'withdrawRequestNo');
    const { platformNo, at } = call;
    await onPayout(call, withdrawRequestNo, async (tx, payout) => {
      if (isSameDay(payout.remitType)) throw new Refusal('100022');
      if (payout.status !== 'ACCEPT') throw refuse('提现订单状态不为ACCEPT', `it is ${payout.status}`);
      await holdBack(tx, call, payout);
      const status = 'SUCCESS';
      await tx.insert(interception).values({ platformNo, requestNo, withdrawRequestNo, status, transactionAt: at });
    });
    return { withdrawRequestNo };
  },
};
