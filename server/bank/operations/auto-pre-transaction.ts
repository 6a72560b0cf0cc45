import { transaction } from '#db/transaction.ts';
import type { Bank } from '../bank.ts';
import { makeBatches } from '../batches.ts';
import type { Call } from '../http/request.ts';
import type { Refusal } from '../refusal.ts';
import { strikeMiscarry } from '../trade/miscarry.ts';
import type { FreezeRequest } from './decide-freezes.ts';
import { oneOf } from './fields.ts';
import type { DirectOperation } from './operation.ts';
import { placeFreezes } from './place-freezes.ts';
import { readWantedFreeze, type WantedFreeze } from './pre-transaction.ts';

type Queued = { call: Call; request: FreezeRequest };

const MOST_IN_BATCH = 200;

/** One batch: of one bank, platform, service and project, since those make the key. */
async function placeBatch(queued: readonly Queued[]): Promise<readonly (Refusal | undefined)[]> {
  const first = queued[0]?.call;
  if (!first) return [];
  const requests = queued.map((one) => one.request);
  return transaction(first.bank.pool, (tx) =>
    placeFreezes(tx, first.bank.newId, first.platformNo, first.service, requests),
  );
}

const queues = new WeakMap<Bank, ReturnType<typeof makeBatches<Queued, Refusal | undefined>>>();

function queueOf(bank: Bank) {
  const found = queues.get(bank) ?? makeBatches<Queued, Refusal | undefined>(MOST_IN_BATCH, placeBatch);
  queues.set(bank, found);
  return found;
}

async function freezeNow(call: Call, wanted: WantedFreeze, needsAuthorisation: boolean): Promise<void> {
  const { at, businessDate, platformNo, service } = call;
  const key = JSON.stringify([platformNo, service, wanted.projectNo]);
  const request = { wanted, needsAuthorisation, at, businessDate };
  const refusal = await queueOf(call.bank)(key, { call, request });
  if (refusal) throw refusal;
}

/** USER_AUTO_PRE_TRANSACTION: freezes without the customer, under a standing authorisation for that business. */
export const autoPreTransaction: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const wanted = readWantedFreeze(call);
    await freezeNow(call, wanted, true);
    const { bizType, projectNo } = wanted;
    if (bizType === 'TENDER' && projectNo) {
      await strikeMiscarry(call.bank, { platformNo: call.platformNo, projectNo, at: call.at }, call.service);
    }
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
