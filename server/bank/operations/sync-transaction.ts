import { transaction } from '#db/transaction.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { executeTrade } from '../trade/execute.ts';
import { readTrade } from '../trade/lines.ts';
import { strikeMiscarry } from '../trade/miscarry.ts';
import { storeDone } from '../trade/store.ts';
import { claimNumber } from './claim-number.ts';
import type { DirectOperation } from './operation.ts';

/** SYNC_TRANSACTION: a trade executed before the answer. A refusal leaves no record. */
export const syncTransaction: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const wanted = readTrade(call.request);
    const { platformNo, at, businessDate, bank } = call;
    if (wanted.tradeType === 'TENDER' && wanted.projectNo) {
      await strikeMiscarry(bank, { platformNo, projectNo: wanted.projectNo, at }, call.service);
    }
    await transaction(bank.pool, async (tx) => {
      await claimNumber(tx, call, wanted.requestNo);
      const commission = await executeTrade(tx, bank.newId, { platformNo, at, businessDate }, wanted);
      await storeDone(tx, { platformNo, id: bank.newId(), at, businessDate, commission }, wanted);
    });
    return { transactionStatus: 'SUCCESS', createTime: toWireTimestamp(at), transactionTime: toWireTimestamp(at) };
  },
};
