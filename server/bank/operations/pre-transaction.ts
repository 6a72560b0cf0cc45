import type { AccountRole } from '#db/bank/schema/book.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import type { Call } from '../http/request.ts';
import { malformed } from '../refusal.ts';
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
  /** The sale and the shares of it that are to be bought. */
  saleNo: string | null;
  share: Money | null;
  /** Whether the shares are kept for the payer; with shareLock UNLOCK several may freeze money for the same ones. */
  locksShares: boolean;
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

const WITH_MARKETING: ReadonlySet<FreezeType> = new Set(['TENDER', 'CREDIT_ASSIGNMENT']);

/** Reads and checks the fields of a pre-transaction. */
export function readWantedFreeze({ request }: Pick<Call, 'request'>): WantedFreeze {
  const bizType = oneOf(request, 'bizType', FREEZE_TYPES);
  const buys = bizType === 'CREDIT_ASSIGNMENT';
  const wanted = {
    requestNo: requiredNumber(request, 'requestNo'),
    userNo: requiredNumber(request, 'platformUserNo'),
    bizType,
    amount: requiredAmount(request, 'amount'),
    projectNo: optionalNumber(request, 'projectNo') ?? null,
    marketing: WITH_MARKETING.has(bizType) ? (optionalAmount(request, 'preMarketingAmount') ?? ZERO) : ZERO,
    saleNo: buys ? requiredNumber(request, 'creditsaleRequestNo') : null,
    share: buys ? requiredAmount(request, 'share') : null,
    locksShares: buys && optionalText(request, 'shareLock', 20) !== 'UNLOCK',
    remark: optionalText(request, 'remark', 500) ?? null,
  };
  if (bizType !== 'PRETRANSACTION' && !wanted.projectNo) throw malformed('projectNo: missing');
  return wanted;
}
