import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { CHART } from '../ledger/chart.ts';
import type { Leg } from '../ledger/post.ts';

/** One line of a trade, as the wire and the journal both see it. Number 1, 2, 3 … by its place in the list. */
export type TradeLine = Readonly<{
  kind: 'TENDER' | 'COMMISSION' | 'REPAYMENT' | 'COMPENSATORY' | 'COMPENSATORY_REPAYMENT' | 'FUNDS_TRANSFER';
  amount: Money;
  /** Of `amount`, what is not principal: interest, penalty, a fee. */
  income?: Money;
  /** The payer's own freeze that pays the line; absent when it is paid with money the trade has just brought. */
  freezeRequestNo?: string;
  source: Leg & { platformUserNo: string };
  target: Leg & { platformUserNo: string };
  bidId?: Uuid;
}>;

/** The platform's own funds, where fees go. */
export const INCOME = {
  accountId: CHART.income.id,
  bucket: 'available',
  platformUserNo: CHART.income.platformUserNo,
} as const;

/** The risk reserve, which pays investors where a product says so. */
export const RESERVE = {
  accountId: CHART.compensation.id,
  bucket: 'available',
  platformUserNo: CHART.compensation.platformUserNo,
} as const;

/** The key that a line of the bank's check file is matched with: our request number and the line's number in it. */
export const lineKey = (requestNo: string, lineNumber: number): string => `${requestNo}-${lineNumber}`;

/** The body of one trade, or of one bizDetail of an ASYNC_TRANSACTION. */
export function tradeBody(
  requestNo: string,
  tradeType: 'TENDER' | 'REPAYMENT' | 'COMPENSATORY' | 'INDIRECT_COMPENSATORY' | 'FUNDS_TRANSFER',
  projectNo: string,
  lines: readonly TradeLine[],
): WireRecord {
  return {
    tradeType,
    projectNo,
    details: lines.map((line, index) => ({
      bizType: line.kind,
      ...(line.freezeRequestNo && { freezeRequestNo: line.freezeRequestNo }),
      sourcePlatformUserNo: line.source.platformUserNo,
      targetPlatformUserNo: line.target.platformUserNo,
      amount: toDecimalText(line.amount),
      ...(line.income !== undefined && { income: toDecimalText(line.income) }),
      customDefine: lineKey(requestNo, index + 1),
    })),
  };
}
