import type { Money } from '#server/primitives/money.ts';
import { ZERO } from '#server/primitives/money.ts';
import type { WireObject } from '../http/json.ts';
import {
  objectList,
  oneOf,
  optionalAmount,
  optionalNumber,
  optionalText,
  requiredAmount,
  requiredNumber,
} from '../operations/fields.ts';
import { malformed } from '../refusal.ts';
import { LINE_TYPES, type LineType, STATUS_NEEDED, TRADE_TYPES, type TradeType } from './business.ts';

/** One movement of a trade, as asked for. `amount` is principal and interest together, `income` the interest in it. */
export type TradeLine = {
  lineNumber: number;
  bizType: LineType;
  freezeRequestNo: string | null;
  sourceUserNo: string;
  targetUserNo: string | null;
  amount: Money;
  income: Money;
  /** Shares that pass from payee to payer, in fen of principal; on CREDIT_ASSIGNMENT lines only. */
  share: Money | null;
  customDefine: string | null;
  remark: string | null;
};

export type WantedTrade = {
  requestNo: string;
  tradeType: TradeType;
  projectNo: string | null;
  saleRequestNo: string | null;
  lines: TradeLine[];
};

/** More lines than this in one trade are refused at once, not served slowly. */
export const MOST_LINES = 5000;
export const MOST_LINES_IN_REQUEST = 20_000;

/** Lines whose `income` counts; elsewhere clients send "1" and it is ignored. */
const WITH_INCOME: ReadonlySet<LineType> = new Set(['REPAYMENT', 'COMPENSATORY', 'COMPENSATORY_REPAYMENT']);

function readLine(line: WireObject, lineNumber: number): TradeLine {
  const bizType = oneOf(line, 'bizType', LINE_TYPES);
  const appends = bizType === 'APPEND_FREEZE';
  const read = {
    lineNumber,
    bizType,
    freezeRequestNo: optionalNumber(line, 'freezeRequestNo') ?? null,
    sourceUserNo: requiredNumber(line, 'sourcePlatformUserNo'),
    targetUserNo: appends ? null : requiredNumber(line, 'targetPlatformUserNo'),
    amount: requiredAmount(line, 'amount'),
    income: WITH_INCOME.has(bizType) ? (optionalAmount(line, 'income') ?? ZERO) : ZERO,
    share: bizType === 'CREDIT_ASSIGNMENT' ? requiredAmount(line, 'share') : null,
    customDefine: optionalText(line, 'customDefine', 500) ?? null,
    remark: optionalText(line, 'remark', 500) ?? null,
  };
  if (read.income > read.amount) throw malformed('income: more than the amount');
  if (read.sourceUserNo === read.targetUserNo) throw malformed('targetPlatformUserNo: the payer itself');
  return read;
}

/** Reads one trade: the body of SYNC_TRANSACTION, or one bizDetail of ASYNC_TRANSACTION. */
export function readTrade(request: WireObject): WantedTrade {
  const details = objectList(request, 'details');
  if (details.length === 0) throw malformed('details: missing');
  if (details.length > MOST_LINES) throw malformed(`details: more than ${MOST_LINES} lines`);
  const tradeType = oneOf(request, 'tradeType', TRADE_TYPES);
  const trade = {
    requestNo: requiredNumber(request, 'requestNo'),
    tradeType,
    projectNo: optionalNumber(request, 'projectNo') ?? null,
    saleRequestNo: optionalNumber(request, 'saleRequestNo') ?? null,
    lines: details.map((line, index) => readLine(line, index + 1)),
  };
  if (tradeType === 'CREDIT_ASSIGNMENT' && !trade.saleRequestNo) throw malformed('saleRequestNo: missing');
  if (STATUS_NEEDED[tradeType] && !trade.projectNo) throw malformed('projectNo: missing');
  return trade;
}
