import { Refusal } from '../refusal.ts';
import { oneOf, optionalNumber, requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';
import { findCancellation } from './records/cancel-pre-transaction.ts';
import { findPreTransaction } from './records/pre-transaction.ts';
import { findRecharge } from './records/recharge.ts';
import type { FindRecord } from './records/record.ts';
import { findTransaction } from './records/transaction.ts';
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
const FINDERS: Readonly<Partial<Record<(typeof TRANSACTION_TYPES)[number], FindRecord>>> = {
  RECHARGE: findRecharge,
  WITHDRAW: findWithdraw,
  INTERCEPT_WITHDRAW: findInterception,
  PRETRANSACTION: findPreTransaction,
  TRANSACTION: findTransaction,
  CANCEL_PRETRANSACTION: findCancellation,
  UPDATE_BANKCARD_AUDIT: findCardChange,
};

/** QUERY_TRANSACTION: what became of a number. Amounts are JSON numbers; 100007 when it has had no effect. */
export const queryTransaction: DirectOperation = {
  channel: 'direct',
  run: async ({ bank, platformNo, request }) => {
    const requestNo = requiredNumber(request, 'requestNo');
    const type = oneOf(request, 'transactionType', TRANSACTION_TYPES);
    const find = FINDERS[type];
    const record = await find?.(bank.pool.db, {
      platformNo,
      requestNo,
      userNo: optionalNumber(request, 'platformUserNo'),
    });
    if (!record) throw new Refusal('100007');
    return { requestNo, records: [record] };
  },
};
