import { type SQL, sql } from 'drizzle-orm';
import { executePrepared } from '#db/prepared.ts';
import type { Transaction } from '#db/transaction.ts';
import { fen, toDecimalText } from '#server/primitives/money.ts';
import type { WireRecord } from '../custody/gateway.ts';

type LineKind = 'TENDER' | 'COMMISSION' | 'REPAYMENT' | 'COMPENSATORY' | 'COMPENSATORY_REPAYMENT' | 'FUNDS_TRANSFER';
type TradeType = 'TENDER' | 'REPAYMENT' | 'COMPENSATORY' | 'INDIRECT_COMPENSATORY' | 'FUNDS_TRANSFER';

type Row = {
  kind: LineKind;
  amount: string;
  /** Of `amount`, what is not principal: interest, penalty, a fee. */
  income: string | null;
  /** The payer's own freeze that pays the line; null when it is paid with money the trade has just brought. */
  freeze_request_no: string | null;
  source: string | null;
  target: string | null;
};

/** What is sent: readable as the lines that it has. */
export type TradeBody = WireRecord & Readonly<{ details: readonly WireRecord[] }>;

/** The key that a line of the bank's check file is matched with: our request number and the line's number in it. */
export const lineKey = (requestNo: string, lineNumber: number): string => `${requestNo}-${lineNumber}`;

const yuan = (amountFen: string): string => toDecimalText(fen(BigInt(amountFen)));

function toDetail(requestNo: string, row: Row, index: number): WireRecord {
  if (row.source === null || row.target === null) throw new Error(`a ${row.kind} line has nobody to pay or be paid`);
  return {
    bizType: row.kind,
    ...(row.freeze_request_no !== null && { freezeRequestNo: row.freeze_request_no }),
    sourcePlatformUserNo: row.source,
    targetPlatformUserNo: row.target,
    amount: yuan(row.amount),
    ...(row.income !== null && { income: yuan(row.income) }),
    customDefine: lineKey(requestNo, index + 1),
  };
}

/**
 * The body of one trade, or of one bizDetail of an ASYNC_TRANSACTION. Its lines are a query with number (1, 2, 3 …
 * without gaps), kind, amount and income in fen, freeze_request_no, source_id and target_id: the same query that
 * `postLines` mirrors when the bank has done the trade.
 */
export async function tradeBody(
  tx: Transaction,
  trade: Readonly<{ requestNo: string; tradeType: TradeType; projectNo: string }>,
  lines: SQL,
): Promise<TradeBody> {
  const rows = await executePrepared(
    tx,
    sql`
    select line.kind, line.amount::text, line.income::text, line.freeze_request_no,
      payer.platform_user_no as source, payee.platform_user_no as target
    from (${lines}) as line
      left join account payer on payer.id = line.source_id
      left join account payee on payee.id = line.target_id
    order by line.number`,
  );
  return {
    tradeType: trade.tradeType,
    projectNo: trade.projectNo,
    details: rows.map((row, index) => toDetail(trade.requestNo, row as Row, index)),
  };
}
