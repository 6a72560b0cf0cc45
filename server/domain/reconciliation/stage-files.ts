import { eq, sql } from 'drizzle-orm';
import { arrayOf } from '#db/arrays.ts';
import { checkfileRow } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { CheckfileLine } from './checkfile.ts';

const ROWS_AT_ONCE = 5_000;

/**
 * A line that names no key of ours can match nothing, but must not be taken for another such line. The bank's own
 * transfer from the risk reserve, by which it makes a reversed recharge good, is known by its number.
 */
const keyless = (line: CheckfileLine): string =>
  line.bizType === 'FUNDS_TRANSFER' ? line.requestNo : `${line.file} line ${line.rowNumber}`;
const matchKeyOf = (line: CheckfileLine): string => line.matchKey || keyless(line);

async function insertLines(tx: Transaction, date: PlainDate, lines: readonly CheckfileLine[]): Promise<void> {
  const column = (
    type: 'text' | 'integer' | 'bigint' | 'timestamptz',
    pick: (line: CheckfileLine) => string | number | bigint | Date | null,
  ) => arrayOf(type, lines.map(pick));
  await tx.execute(sql`
    insert into ${checkfileRow} (business_date, file, row_number, match_key, request_no, biz_type, amount_fen,
      interest_fen, source_user_no, target_user_no, project_no, occurred_at, raw)
    select ${date}::date, line.* from unnest(
      ${column('text', (line) => line.file)},
      ${column('integer', (line) => line.rowNumber)},
      ${column('text', matchKeyOf)},
      ${column('text', (line) => line.requestNo)},
      ${column('text', (line) => line.bizType)},
      ${column('bigint', (line) => line.amount)},
      ${column('bigint', (line) => line.interest)},
      ${column('text', (line) => line.sourceUserNo)},
      ${column('text', (line) => line.targetUserNo)},
      ${column('text', (line) => line.projectNo)},
      ${column('timestamptz', (line) => line.occurredAt)},
      ${column('text', (line) => line.raw)}) as line`);
}

/** Replaces what is staged of a date by these lines. */
export async function stageFiles(tx: Transaction, date: PlainDate, lines: readonly CheckfileLine[]): Promise<void> {
  await tx.delete(checkfileRow).where(eq(checkfileRow.businessDate, date));
  for (let from = 0; from < lines.length; from += ROWS_AT_ONCE) {
    await insertLines(tx, date, lines.slice(from, from + ROWS_AT_ONCE));
  }
}
