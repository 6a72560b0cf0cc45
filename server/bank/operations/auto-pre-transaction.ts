import { transaction } from '#db/transaction.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from './claim-number.ts';
import { oneOf } from './fields.ts';
import type { DirectOperation } from './operation.ts';
import { checkFreeze, placeFreeze, readWantedFreeze, type WantedFreeze } from './pre-transaction.ts';

async function freezeNow(call: Call, wanted: WantedFreeze, needsAuthorisation: boolean): Promise<void> {
  await transaction(call.bank.pool, async (tx) => {
    await claimNumber(tx, call, wanted.requestNo);
    const accountId = await checkFreeze(tx, call, wanted, needsAuthorisation);
    await placeFreeze(tx, call, wanted, accountId);
  });
}

/** USER_AUTO_PRE_TRANSACTION: freezes without the customer, under a standing authorisation for that business. */
export const autoPreTransaction: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const wanted = readWantedFreeze(call);
    await freezeNow(call, wanted, true);
    return { bizType: wanted.bizType };
  },
};

/** FREEZE_PRE_TRANSACTION: PRETRANSACTION only, for what is no project's business. */
export const freezePreTransaction: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    oneOf(call.request, 'bizType', ['PRETRANSACTION']);
    const wanted = readWantedFreeze(call);
    await freezeNow(call, wanted, false);
    return { bizType: wanted.bizType };
  },
};
