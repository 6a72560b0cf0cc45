import type { AccountRole } from '#db/bank/schema/book.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import type { Call } from '../http/request.ts';
import { malformed, Refusal } from '../refusal.ts';
import { FREEZE_TYPES, type FreezeType } from '../trade/business.ts';
import { oneOf, optionalAmount, optionalNumber, optionalText, requiredAmount, requiredNumber } from './fields.ts';

/** What a pre-transaction asks for, as read from reqData. */
export type WantedFreeze = {
  requestNo: string;
  userNo: string;
  bizType: FreezeType;
  amount: Money;
  projectNo: string | null;
  /** Announced red packet: recorded, not frozen. */
  marketing: Money;
  remark: string | null;
};

/** Who may have money frozen for what. */
export const FREEZE_PAYERS: Readonly<Record<FreezeType, readonly AccountRole[] | 'any-user'>> = {
  TENDER: ['INVESTOR'],
  REPAYMENT: ['BORROWERS'],
  CREDIT_ASSIGNMENT: ['INVESTOR'],
  COMPENSATORY: ['GUARANTEECORP', 'PLATFORM_COMPENSATORY'],
  COMPENSATORY_REPAYMENT: ['BORROWERS'],
  PRETRANSACTION: 'any-user',
};

/** Reads and checks the fields of a pre-transaction. CREDIT_ASSIGNMENT belongs to debenture sales: 100006 until then. */
export function readWantedFreeze({ request }: Pick<Call, 'request'>): WantedFreeze {
  const bizType = oneOf(request, 'bizType', FREEZE_TYPES);
  const wanted = {
    requestNo: requiredNumber(request, 'requestNo'),
    userNo: requiredNumber(request, 'platformUserNo'),
    bizType,
    amount: requiredAmount(request, 'amount'),
    projectNo: optionalNumber(request, 'projectNo') ?? null,
    marketing: bizType === 'TENDER' ? (optionalAmount(request, 'preMarketingAmount') ?? ZERO) : ZERO,
    remark: optionalText(request, 'remark', 500) ?? null,
  };
  if (bizType === 'CREDIT_ASSIGNMENT') throw new Refusal('100006');
  if (bizType !== 'PRETRANSACTION' && !wanted.projectNo) throw malformed('projectNo: missing');
  return wanted;
}
