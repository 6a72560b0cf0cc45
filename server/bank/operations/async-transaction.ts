import { sql } from 'drizzle-orm';
import { transaction } from '#db/transaction.ts';
import { ZERO } from '#server/primitives/money.ts';
import { jsonRows } from '../book/rows.ts';
import { realNow } from '../clock.ts';
import { malformed, Refusal } from '../refusal.ts';
import { MOST_LINES_IN_REQUEST, readTrade } from '../trade/lines.ts';
import { storeTrades } from '../trade/store.ts';
import { objectList, requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

/**
 * ASYNC_TRANSACTION: accepted at once, executed a moment later, told by NOTIFY. The unit is each bizDetail: a number
 * already taken refuses the whole batch with 100013 and nothing of it is accepted; batchNo may repeat.
 */
export const asyncTransaction: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const { platformNo, at, bank, service } = call;
    const batchNo = requiredNumber(call.request, 'batchNo');
    const details = objectList(call.request, 'bizDetails');
    if (details.length === 0) throw malformed('bizDetails: missing');
    const trades = details.map(readTrade);
    const lines = trades.reduce((total, one) => total + one.lines.length, 0);
    if (lines > MOST_LINES_IN_REQUEST) throw malformed(`bizDetails: more than ${MOST_LINES_IN_REQUEST} lines`);
    const numbers = [...new Set(trades.map((one) => one.requestNo))].sort();
    if (numbers.length < trades.length) throw new Refusal('100013');
    await transaction(bank.pool, async (tx) => {
      const claimed = await tx.execute(sql`
        insert into request_number (platform_no, request_no, service)
        select ${platformNo}, no, ${service}
        from json_to_recordset(${jsonRows(numbers.map((no) => ({ no })))}) as wanted(no text)
        on conflict do nothing`);
      if (claimed.count < numbers.length) throw new Refusal('100013');
      const common = {
        platformNo,
        batchNo,
        status: 'ACCEPT' as const,
        commission: ZERO,
        createdAt: at,
        dueAt: realNow(),
        transactionAt: null,
        businessDate: null,
      };
      await storeTrades(
        tx,
        trades.map((wanted, position) => ({ wanted, stored: { ...common, position, id: bank.newId() } })),
      );
    });
    bank.wake.trades();
    return { requestNo: batchNo };
  },
};
