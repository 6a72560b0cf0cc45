import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { type TradeStatus, trade } from '#db/bank/schema/trades.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';
import { chunks, jsonRows } from '../book/rows.ts';
import { realNow } from '../clock.ts';
import type { TradeLine, WantedTrade } from './lines.ts';

export type StoredTrade = {
  platformNo: string;
  id: Uuid;
  batchNo: string | null;
  position: number;
  status: TradeStatus;
  commission: Money;
  createdAt: Date;
  dueAt: Date;
  transactionAt: Date | null;
  businessDate: PlainDate | null;
};

/** A line as it is written down; the bank's own lines are of kinds that no platform may ask for. */
export type StoredLine = Omit<TradeLine, 'bizType'> & { platformNo: string; requestNo: string; bizType: string };

/** Writes lines in chunks, however many. */
export async function storeLines(tx: BankTransaction, lines: readonly StoredLine[]): Promise<void> {
  const rows = lines.map((line) => ({ ...line, share: line.share === null ? null : toDecimalText(line.share) }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      insert into trade_line (platform_no, request_no, line_number, biz_type, freeze_request_no, source_user_no,
        target_user_no, amount, income, share, custom_define, remark)
      select * from json_to_recordset(${jsonRows(part)}) as line("platformNo" text, "requestNo" text,
        "lineNumber" int, "bizType" text, "freezeRequestNo" text, "sourceUserNo" text, "targetUserNo" text,
        amount bigint, income bigint, share text, "customDefine" text, remark text)`);
  }
}

/** A trade as it is written down; the bank's own are of types that no platform may ask for. */
export type WrittenTrade = Omit<WantedTrade, 'tradeType' | 'lines'> & {
  tradeType: string;
  lines: readonly Omit<StoredLine, 'platformNo' | 'requestNo'>[];
};

/** The type under which the fees of a cancelled freeze stand in the files of the day. */
export const CANCELLATION_FEES = 'CANCEL_PRE_TRANSACTION';

/** Writes trades with their lines. */
export async function storeTrades(
  tx: BankTransaction,
  trades: readonly { wanted: WrittenTrade; stored: StoredTrade }[],
): Promise<void> {
  for (const part of chunks(trades, 500)) {
    await tx.insert(trade).values(
      part.map(({ wanted: { requestNo, tradeType, projectNo, saleRequestNo }, stored }) => ({
        ...stored,
        requestNo,
        tradeType,
        projectNo,
        saleRequestNo,
      })),
    );
  }
  await storeLines(
    tx,
    trades.flatMap(({ wanted, stored: { platformNo } }) =>
      wanted.lines.map((line) => ({ ...line, platformNo, requestNo: wanted.requestNo })),
    ),
  );
}

/** Writes a trade that is done in the same moment in which it was asked for. */
export function storeDone(
  tx: BankTransaction,
  done: { platformNo: string; id: Uuid; at: Date; businessDate: PlainDate; commission: Money },
  wanted: WrittenTrade,
): Promise<void> {
  const { platformNo, id, at, businessDate, commission } = done;
  const stored: StoredTrade = {
    platformNo,
    id,
    batchNo: null,
    position: 0,
    status: 'SUCCESS',
    commission,
    createdAt: at,
    dueAt: realNow(),
    transactionAt: at,
    businessDate,
  };
  return storeTrades(tx, [{ wanted, stored }]);
}
