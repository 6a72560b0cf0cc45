import type { ProjectStatus } from '#db/bank/schema/projects.ts';

/** Kinds of projects: 散标, and 委托支付标的, whose money goes on to somebody whom the borrower names. */
export const PROJECT_TYPES = ['STANDARDPOWDER', 'ENTRUST_PAY'] as const;

/** Kinds of pre-transactions: what money is frozen for. */
export const FREEZE_TYPES = [
  'TENDER',
  'REPAYMENT',
  'CREDIT_ASSIGNMENT',
  'COMPENSATORY',
  'COMPENSATORY_REPAYMENT',
  'PRETRANSACTION',
] as const;
export type FreezeType = (typeof FREEZE_TYPES)[number];

export const TRADE_TYPES = [
  'TENDER',
  'REPAYMENT',
  'CREDIT_ASSIGNMENT',
  'COMPENSATORY',
  'INDIRECT_COMPENSATORY',
  'COMPENSATORY_REPAYMENT',
  'PLATFORM_INDEPENDENT_PROFIT',
  'MARKETING',
  'PLATFORM_SERVICE_DEDUCT',
  'FUNDS_TRANSFER',
  'INTEREST',
] as const;
export type TradeType = (typeof TRADE_TYPES)[number];

export const LINE_TYPES = [
  'TENDER',
  'REPAYMENT',
  'CREDIT_ASSIGNMENT',
  'COMPENSATORY',
  'COMPENSATORY_REPAYMENT',
  'PLATFORM_INDEPENDENT_PROFIT',
  'MARKETING',
  'INTEREST',
  'ALTERNATIVE_RECHARGE',
  'INTEREST_REPAYMENT',
  'COMMISSION',
  'PROFIT',
  'DEDUCT',
  'FUNDS_TRANSFER',
  'APPEND_FREEZE',
] as const;
export type LineType = (typeof LINE_TYPES)[number];

const COLLECTING = ['COLLECTING'] as const;
const REPAYING = ['REPAYING'] as const;

/** The states of the project in which money may be frozen or traded; what is not listed needs no project. */
export const STATUS_NEEDED: Readonly<Partial<Record<FreezeType | TradeType, readonly ProjectStatus[]>>> = {
  TENDER: COLLECTING,
  REPAYMENT: REPAYING,
  CREDIT_ASSIGNMENT: ['COLLECTING', 'REPAYING'],
  COMPENSATORY: REPAYING,
  INDIRECT_COMPENSATORY: REPAYING,
  COMPENSATORY_REPAYMENT: ['REPAYING', 'FINISH'],
};

/** The lines that a trade is about; the rest of it stands beside them. */
export const MAIN_LINES: Readonly<Record<TradeType, readonly LineType[]>> = {
  TENDER: ['TENDER'],
  REPAYMENT: ['REPAYMENT', 'COMPENSATORY_REPAYMENT'],
  CREDIT_ASSIGNMENT: ['CREDIT_ASSIGNMENT'],
  COMPENSATORY: ['COMPENSATORY'],
  INDIRECT_COMPENSATORY: ['COMPENSATORY'],
  COMPENSATORY_REPAYMENT: ['COMPENSATORY_REPAYMENT'],
  PLATFORM_INDEPENDENT_PROFIT: ['PLATFORM_INDEPENDENT_PROFIT'],
  MARKETING: ['MARKETING'],
  PLATFORM_SERVICE_DEDUCT: ['DEDUCT'],
  FUNDS_TRANSFER: ['FUNDS_TRANSFER', 'ALTERNATIVE_RECHARGE'],
  INTEREST: ['INTEREST', 'INTEREST_REPAYMENT'],
};

/** Which freezes a trade may spend. */
export const FREEZES_SPENT: Readonly<Record<TradeType, readonly FreezeType[]>> = {
  TENDER: ['TENDER'],
  REPAYMENT: ['REPAYMENT', 'COMPENSATORY_REPAYMENT'],
  CREDIT_ASSIGNMENT: ['CREDIT_ASSIGNMENT'],
  COMPENSATORY: ['COMPENSATORY'],
  INDIRECT_COMPENSATORY: ['COMPENSATORY'],
  COMPENSATORY_REPAYMENT: ['COMPENSATORY_REPAYMENT', 'REPAYMENT'],
  PLATFORM_INDEPENDENT_PROFIT: ['PRETRANSACTION'],
  MARKETING: ['PRETRANSACTION'],
  PLATFORM_SERVICE_DEDUCT: ['PRETRANSACTION'],
  FUNDS_TRANSFER: ['PRETRANSACTION'],
  INTEREST: ['PRETRANSACTION'],
};
