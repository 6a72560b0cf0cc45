import { type SQL, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { withdrawal } from '#db/bank/schema/cash.ts';
import { transaction } from '#db/transaction.ts';
import type { IdSource } from '#server/primitives/ids.ts';
import type { Bank } from '../bank.ts';
import { jsonRows } from '../book/rows.ts';
import { drawOnce, type Strikes } from '../days/fault-draws.ts';
import { findPayouts } from './payouts.ts';
import { completePayouts, type MomentOf, remitPayouts } from './remit.ts';
import type { Payout } from './tell.ts';

/** States are written out: only so does a prepared statement find the small index of open payouts. */
const QUEUED = sql`${withdrawal.status} = 'ACCEPT' and ${withdrawal.remitType} = 'NORMAL'`;
const SAME_DAY = sql`${withdrawal.status} = 'ACCEPT' and ${withdrawal.remitType} <> 'NORMAL'`;
const UNDER_WAY = sql`${withdrawal.status} = 'REMITING'`;

/** The payment's time between banks, where nobody has waited for it: the clock was moved on. */
const UNDER_WAY_MS = 5000;

type Run = { tx: BankTransaction; newId: IdSource; strikes: Strikes };

/** Works a condition off in parts: each part has left the condition when the next is read. */
async function eachPart(tx: BankTransaction, where: SQL, work: (part: Payout[]) => Promise<unknown>) {
  let count = 0;
  for (;;) {
    const part = await findPayouts(tx, where);
    if (part.length === 0) return count;
    await work(part);
    count += part.length;
  }
}

const bouncesBy =
  (strikes: Strikes) =>
  ({ platformNo, requestNo }: Payout): boolean =>
    strikes({ platformNo, service: 'WITHDRAW', requestNo }, 'remit-fail');

/** 09:10: queued payouts leave, but not those of platforms whose totals disagree. */
export const remitQueued = ({ tx, newId }: Run, at: Date, inDoubt: readonly string[]): Promise<number> => {
  const held = jsonRows(inDoubt.map((no) => ({ no })));
  const due = sql`${QUEUED} and ${withdrawal.platformNo} not in
    (select no from json_to_recordset(${held}) as held(no text))`;
  return eachPart(tx, due, (part) => remitPayouts(tx, newId, part, () => at));
};

/**
 * Before a boundary: whatever is under way or must leave on this day has come to its end by then, at its own moment.
 */
export async function finishUnderWay({ tx, newId, strikes }: Run, before: Date): Promise<void> {
  const within = (moment: Date): Date => new Date(Math.min(moment.getTime(), before.getTime() - 1));
  await eachPart(tx, SAME_DAY, (part) => remitPayouts(tx, newId, part, (one) => within(one.transactionAt ?? before)));
  const ended: MomentOf = (one) => within(new Date((one.remitAt ?? before).getTime() + UNDER_WAY_MS));
  await eachPart(tx, UNDER_WAY, (part) => completePayouts(tx, newId, part, ended, bouncesBy(strikes)));
}

const IDLE_MS = 1000;
const AT_ONCE = 1000;

/** The loop's sweep: same-day payouts leave, and what is under way is completed. Answers how long until the next. */
export async function sweepPayouts(bank: Bank): Promise<number> {
  const { pool, newId } = bank;
  const strikes = drawOnce(bank.faults);
  const leaving = await findPayouts(pool.db, SAME_DAY, AT_ONCE);
  if (leaving.length > 0) {
    await bank.dayEnd.operate((at) => transaction(pool, (tx) => remitPayouts(tx, newId, leaving, () => at)));
  }
  const ending = await findPayouts(pool.db, UNDER_WAY, AT_ONCE);
  if (ending.length > 0) {
    await bank.dayEnd.operate((at) =>
      transaction(pool, (tx) => completePayouts(tx, newId, ending, () => at, bouncesBy(strikes))),
    );
  }
  if (leaving.length + ending.length === 0) return IDLE_MS;
  bank.wake.notifies();
  return 0;
}
