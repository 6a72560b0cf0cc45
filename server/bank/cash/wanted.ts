import type { BankExecutor } from '#db/bank/pool.ts';
import type { WithdrawType } from '#db/bank/schema/cash.ts';
import { type Money, ZERO } from '#server/primitives/money.ts';
import type { Call } from '../http/request.ts';
import { oneOf, optionalAmount, requiredAmount, requiredMoment, requiredNumber } from '../operations/fields.ts';
import { type FoundAccount, findAccount, requireUsable } from '../operations/find-account.ts';
import { malformed, Refusal, refuse } from '../refusal.ts';

/** What WITHDRAW asks for, as read from reqData. */
export type WantedPayout = {
  requestNo: string;
  userNo: string;
  amount: Money;
  commission: Money;
  withdrawType: WithdrawType;
  withdrawForm: 'IMMEDIATE' | 'CONFIRMED';
};

/**
 * Reads WITHDRAW's fields.
 * @throws Refusal 100006 on a linked platform, 100002, or 100008 for a same-day payout that waits for a confirmation.
 */
export function readWantedPayout({ platform, request }: Pick<Call, 'platform' | 'request'>): WantedPayout {
  if (platform.custodyMode === 'linked') throw new Refusal('100006', undefined, 'linked: money is at the e-account');
  requiredMoment(request, 'expired');
  const wanted: WantedPayout = {
    requestNo: requiredNumber(request, 'requestNo'),
    userNo: requiredNumber(request, 'platformUserNo'),
    amount: requiredAmount(request, 'amount'),
    commission: optionalAmount(request, 'commission') ?? ZERO,
    withdrawType: oneOf(request, 'withdrawType', ['NORMAL', 'URGENT', 'NORMAL_URGENT'] as const, 'NORMAL'),
    withdrawForm: oneOf(request, 'withdrawForm', ['IMMEDIATE', 'CONFIRMED'] as const, 'IMMEDIATE'),
  };
  if (wanted.commission > 0n && wanted.commission >= wanted.amount) {
    throw malformed('commission: not less than the amount');
  }
  if (wanted.withdrawForm === 'CONFIRMED' && wanted.withdrawType !== 'NORMAL')
    throw refuse('待确认提现仅支持普通T1提现');
  return wanted;
}

/**
 * The account that the money leaves: a member with a bound card, or one of the platform's own, which is paid out to the
 * platform's corporate account.
 * @throws Refusal 100009, 100010, or 100008 without a card.
 */
export async function ownerOf(call: Call, userNo: string, db: BankExecutor = call.bank.pool.db): Promise<FoundAccount> {
  const found = requireUsable(await findAccount(db, call.platformNo, userNo));
  if (found.member && !found.member.bankcardNo) throw refuse('用户未绑定银行卡');
  return found;
}
