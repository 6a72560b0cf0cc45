import type { BankPool } from '#db/bank/pool.ts';
import { type IdSource, randomIds } from '#server/primitives/ids.ts';
import { type BankClock, loadClock, realNow } from './clock.ts';
import { type DayEnd, makeDayEnd } from './days/day-end.ts';
import { type FaultBox, openFaultBox } from './faults/fault-box.ts';
import { makeRequestLog, type RequestLog } from './http/request-log.ts';
import { type KeyRing, openKeyRing } from './keys.ts';
import { type Loop, makeLoop } from './loop.ts';
import { makeDelivery } from './notify/deliver.ts';
import { executeDueTrades } from './trade/execute-due.ts';

/** Everything an operation of the bank may need: one plain object for the process. */
export type Bank = Readonly<{
  pool: BankPool;
  clock: BankClock;
  dayEnd: DayEnd;
  keys: KeyRing;
  faults: FaultBox;
  log: RequestLog;
  newId: IdSource;
  /** Tells the loops that there is work: delivered after the answer, not before. */
  wake: { notifies: () => void; trades: () => void };
  /** Stops the loops and writes out what waits in memory. */
  close: () => Promise<void>;
}>;

/** Puts the bank together on a migrated database and starts its loops: trades, notifies and the day's boundaries. */
export async function openBank(pool: BankPool): Promise<Bank> {
  const clock = await loadClock(pool.db);
  const dayEnd = makeDayEnd(pool, clock);
  const loops: Loop[] = [];
  const bank: Bank = {
    pool,
    clock,
    dayEnd,
    keys: await openKeyRing(pool),
    faults: await openFaultBox(pool),
    log: makeRequestLog(pool),
    newId: randomIds(() => realNow().getTime()),
    wake: { notifies: () => notifies.wake(), trades: () => trades.wake() },
    close: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await delivery.close();
      await bank.log.close();
    },
  };
  await dayEnd.catchUp();
  const delivery = makeDelivery(bank);
  const notifies = makeLoop('notify delivery', delivery.sweep);
  const trades = makeLoop('trades', () => executeDueTrades(bank));
  const boundaries = makeLoop('day end', async () => {
    await dayEnd.catchUp();
    return 1000;
  });
  loops.push(notifies, trades, boundaries);
  for (const loop of loops) loop.wake();
  return bank;
}
