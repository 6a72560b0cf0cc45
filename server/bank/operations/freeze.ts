import { freeze } from '#db/bank/schema/freezes.ts';
import { transaction } from '#db/transaction.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import type { WireObject } from '../http/json.ts';
import { malformed, Refusal } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { optionalNumber, requiredAmount, requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/** FREEZE: released by its number · GENERAL_FREEZE: by its number or from all of a member's together. */
type GeneralType = 'FREEZE' | 'GENERAL_FREEZE';

/** The number says which of the two it is; the misspelt name is as good. */
function readNumber(request: WireObject): { requestNo: string; bizType: GeneralType } {
  const own = optionalNumber(request, 'requestNo');
  const general = optionalNumber(request, 'generalFreezeRequestNo') ?? optionalNumber(request, 'generaFreezeRequest');
  if (own && general && own !== general) throw malformed('requestNo: not together with generalFreezeRequestNo');
  if (general) return { requestNo: general, bizType: 'GENERAL_FREEZE' };
  if (own) return { requestNo: own, bizType: 'FREEZE' };
  throw malformed('requestNo: missing');
}

/** FREEZE: holds money of an account for no business of its own, until UNFREEZE. */
export const freezeMoney: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const { platformNo, at, businessDate, bank } = call;
    const { requestNo, bizType } = readNumber(call.request);
    const userNo = requiredNumber(call.request, 'platformUserNo');
    const amount = requiredAmount(call.request, 'amount');
    await transaction(bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const set = await lockAccounts(tx, platformNo, [userNo]);
      const owner = set.accounts.get(userNo);
      if (!owner || owner.kind === 'core') throw new Refusal('100009');
      if (!owner.usable) throw new Refusal('100010');
      if (owner.available < amount) throw new Refusal('100014');
      moveMoney(set, {
        source: owner,
        sourceBucket: 'available',
        target: owner,
        targetBucket: 'frozen',
        amount,
        bizType,
        lineNumber: 0,
      });
      await tx.insert(freeze).values({
        platformNo,
        requestNo,
        kind: 'general',
        accountId: owner.id,
        bizType,
        amount,
        createdAt: at,
        transactionAt: at,
      });
      await saveBook(tx, set, bank.newId, { platformNo, requestNo, occurredAt: at, businessDate });
    });
    return { requestNo };
  },
};
