import type { BankTransaction } from '#db/bank/pool.ts';
import { transaction } from '#db/transaction.ts';
import { lockPayout } from '../cash/payouts.ts';
import type { Payout } from '../cash/tell.ts';
import type { Call } from '../http/request.ts';
import { Refusal } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { requiredNumber } from './fields.ts';

/**
 * Does something with a payout that an earlier request has asked for, under the call's own requestNo: claims the
 * number, locks the payout, and has the notifies sent once all of it is committed.
 * @throws Refusal 100013 for a used number, 100007 for an unknown payout
 */
export async function onPayout(
  call: Call,
  payoutNo: string,
  work: (tx: BankTransaction, payout: Payout) => Promise<void>,
): Promise<void> {
  const { bank, platformNo } = call;
  const requestNo = requiredNumber(call.request, 'requestNo');
  await transaction(bank.pool, async (tx) => {
    await claimNumber(tx, call, requestNo);
    const payout = await lockPayout(tx, platformNo, payoutNo);
    if (!payout) throw new Refusal('100007');
    await work(tx, payout);
  });
  bank.wake.notifies();
}
