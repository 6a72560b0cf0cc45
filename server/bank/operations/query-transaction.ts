import { Refusal } from '../refusal.ts';
import { oneOf, optionalNumber, requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';
import { findCancellation } from './records/cancel-pre-transaction.ts';
import { findSale } from './records/debenture-sale.ts';
import { findFreeze, findGeneralFreeze, sumGeneralFreezes } from './records/freeze.ts';
import { findPreTransaction } from './records/pre-transaction.ts';
import { findRecharge } from './records/recharge.ts';
import type { FindRecord } from './records/record.ts';
import { findTransaction } from './records/transaction.ts';
import { findUnfreeze } from './records/unfreeze.ts';
import { findCardChange } from './records/update-bankcard-audit.ts';
import { findInterception, findWithdraw } from './records/withdraw.ts';

const TRANSACTION_TYPES = [
  'RECHARGE',
  'WITHDRAW',
  'PRETRANSACTION',
  'TRANSACTION',
  'FREEZE',
  'GENERAL_FREEZE',
  'UNFREEZE',
  'DEBENTURE_SALE',
  'CANCEL_PRETRANSACTION',
  'INTERCEPT_WITHDRAW',
  'UPDATE_BANKCARD_AUDIT',
] as const;

/** One record type, one file in records/. */
const FINDERS: Readonly<Record<(typeof TRANSACTION_TYPES)[number], FindRecord>> = {
  RECHARGE: findRecharge,
  WITHDRAW: findWithdraw,
  INTERCEPT_WITHDRAW: findInterception,
  PRETRANSACTION: findPreTransaction,
  TRANSACTION: findTransaction,
  FREEZE: findFreeze,
  GENERAL_FREEZE: findGeneralFreeze,
  UNFREEZE: findUnfreeze,
  DEBENTURE_SALE: findSale,
  CANCEL_PRETRANSACTION: findCancellation,
  UPDATE_BANKCARD_AUDIT: findCardChange,
};

/** QUERY_TRANSACTION: what became of a number. Amounts are JSON numbers; 100007 when it has had no effect. */
export const queryTransaction: DirectOperation = {
  channel: 'direct',
  run: async ({ bank, platformNo, request }) => {
    const { db } = bank.pool;
    const type = oneOf(request, 'transactionType', TRANSACTION_TYPES);
    const userNo = optionalNumber(request, 'platformUserNo');
    if (type === 'GENERAL_FREEZE' && userNo && request.requestNo === undefined) {
      const sums = await sumGeneralFreezes(db, platformNo, userNo);
      if (!sums) throw new Refusal('100007');
      return { records: [sums] };
    }
    const requestNo = requiredNumber(request, 'requestNo');
    const record = await FINDERS[type](db, { platformNo, requestNo, userNo });
    if (!record) throw new Refusal('100007');
    return { requestNo, records: [record] };
  },
};
