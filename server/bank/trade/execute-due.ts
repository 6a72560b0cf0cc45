import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { trade, tradeLine } from '#db/bank/schema/trades.ts';
import { isTransient, transaction } from '#db/transaction.ts';
import { businessDateOf, toWireTimestamp } from '#server/primitives/calendar.ts';
import { fromDecimalText, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import { writeJson } from '../http/write-json.ts';
import { enqueueNotify } from '../notify/enqueue.ts';
import { Refusal } from '../refusal.ts';
import { report } from '../report.ts';
import type { LineType, TradeType } from './business.ts';
import { executeTrade } from './execute.ts';
import type { WantedTrade } from './lines.ts';
import { strikeMiscarry } from './miscarry.ts';

type Waiting = typeof trade.$inferSelect;

const AT_ONCE = 50;
const IDLE_MS = 1000;
const STUCK_MS = 5000;

async function readWanted(tx: BankTransaction, waiting: Waiting): Promise<WantedTrade> {
  const lines = await tx
    .select()
    .from(tradeLine)
    .where(and(eq(tradeLine.platformNo, waiting.platformNo), eq(tradeLine.requestNo, waiting.requestNo)))
    .orderBy(asc(tradeLine.lineNumber));
  return {
    requestNo: waiting.requestNo,
    tradeType: waiting.tradeType as TradeType,
    projectNo: waiting.projectNo,
    saleRequestNo: waiting.saleRequestNo,
    lines: lines.map((line) => ({
      ...line,
      bizType: line.bizType as LineType,
      share: line.share === null ? null : fromDecimalText(line.share),
    })),
  };
}

type Verdict = Pick<Waiting, 'status' | 'commission' | 'errorCode' | 'errorMessage'>;

/** Ends a waiting trade and tells the platform; false when somebody else has ended it. */
async function conclude(
  bank: Bank,
  tx: BankTransaction,
  waiting: Waiting,
  at: Date,
  verdict: Verdict,
): Promise<boolean> {
  const { platformNo, requestNo } = waiting;
  const ended = await tx
    .update(trade)
    .set({ ...verdict, transactionAt: at, businessDate: businessDateOf(at) })
    .where(
      and(
        eq(trade.platformNo, platformNo),
        eq(trade.requestNo, requestNo),
        inArray(trade.status, ['ACCEPT', 'PROCESSING']),
      ),
    )
    .returning({ requestNo: trade.requestNo });
  if (ended.length === 0) return false;
  await enqueueNotify(tx, bank.newId, {
    platformNo,
    service: 'ASYNC_TRANSACTION',
    requestNo,
    respData: writeJson({
      requestNo: waiting.batchNo,
      code: '0',
      status: 'SUCCESS',
      details: [
        {
          asyncRequestNo: requestNo,
          bizType: waiting.tradeType,
          bizOrigin: 'DISPERSION',
          createTime: toWireTimestamp(waiting.createdAt),
          transactionTime: toWireTimestamp(at),
          status: verdict.status,
          errorCode: verdict.errorCode ?? undefined,
          errorMessage: verdict.errorMessage ?? undefined,
        },
      ],
    }),
  });
  return true;
}

const failed = (refusal: Refusal): Verdict => ({
  status: 'FAIL',
  commission: ZERO,
  errorCode: refusal.errorCode,
  errorMessage: refusal.message,
});

class EndedElsewhere extends Error {}

async function execute(bank: Bank, waiting: Waiting, at: Date): Promise<void> {
  const { platformNo, projectNo } = waiting;
  if (waiting.tradeType === 'TENDER' && projectNo) {
    await strikeMiscarry(bank, { platformNo, projectNo, at }, 'ASYNC_TRANSACTION');
  }
  try {
    if (waiting.status === 'PROCESSING') throw new Refusal('100001');
    await transaction(bank.pool, async (tx) => {
      const moment = { platformNo, at, businessDate: businessDateOf(at) };
      const commission = await executeTrade(tx, bank.newId, moment, await readWanted(tx, waiting));
      const verdict: Verdict = { status: 'SUCCESS', commission, errorCode: null, errorMessage: null };
      if (!(await conclude(bank, tx, waiting, at, verdict))) throw new EndedElsewhere();
    });
  } catch (error) {
    if (error instanceof EndedElsewhere) return;
    if (isTransient(error)) throw error;
    if (!(error instanceof Refusal)) report(`trade ${waiting.requestNo}`, error);
    const refusal = error instanceof Refusal ? error : new Refusal('100001');
    await transaction(bank.pool, (tx) => conclude(bank, tx, waiting, at, failed(refusal)));
  }
  bank.wake.notifies();
}

/** The fault "stuck": the trade stays PROCESSING for a while and then fails. */
async function leaveStuck(bank: Bank, waiting: Waiting, delayMs: number): Promise<void> {
  await bank.pool.db
    .update(trade)
    .set({ status: 'PROCESSING', dueAt: new Date(realNow().getTime() + delayMs) })
    .where(and(eq(trade.platformNo, waiting.platformNo), eq(trade.requestNo, waiting.requestNo)));
}

/** One sweep over accepted trades in the order they came; answers how long until the next. */
export async function executeDueTrades(bank: Bank): Promise<number> {
  const due = await bank.pool.db
    .select()
    .from(trade)
    .where(and(sql`${trade.status} in ('ACCEPT', 'PROCESSING')`, lte(trade.dueAt, realNow())))
    .orderBy(asc(trade.dueAt), asc(trade.position), asc(trade.id))
    .limit(AT_ONCE);
  for (const waiting of due) {
    const at = { platformNo: waiting.platformNo, service: 'ASYNC_TRANSACTION' };
    const stuck = waiting.status === 'ACCEPT' ? bank.faults.draw(at, ['stuck']) : undefined;
    if (stuck) await leaveStuck(bank, waiting, stuck.delayMs ?? STUCK_MS);
    else await bank.dayEnd.operate((moment) => execute(bank, waiting, moment));
  }
  return due.length === AT_ONCE ? 0 : IDLE_MS;
}
