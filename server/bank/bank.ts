import type { BankPool } from '#db/bank/pool.ts';
import { type IdSource, randomIds } from '#server/primitives/ids.ts';
import { sweepPayouts } from './cash/run-payouts.ts';
import { type BankClock, loadClock, realNow } from './clock.ts';
import { type DayEnd, makeDayEnd } from './days/day-end.ts';
import { type FaultBox, openFaultBox } from './faults/fault-box.ts';
import { makeRequestLog, pruneRequestLog, type RequestLog } from './http/request-log.ts';
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
  wake: { notifies: () => void; trades: () => void; payouts: () => void };
  /** Stops the loops and writes out what waits in memory. */
  close: () => Promise<void>;
}>;

const PRUNE_EVERY_MS = 600_000;

/** Puts the bank together on a migrated database and starts its loops: trades, payouts, notifies and the day's boundaries. */
export async function openBank(pool: BankPool): Promise<Bank> {
  const clock = await loadClock(pool.db);
  const faults = await openFaultBox(pool);
  const loops: Loop[] = [];
  const dayEnd = makeDayEnd(pool, clock, faults, () => {
    for (const loop of loops) loop.wake();
  });
  const bank: Bank = {
    pool,
    clock,
    dayEnd,
    keys: await openKeyRing(pool),
    faults,
    log: makeRequestLog(pool),
    newId: randomIds(() => realNow().getTime()),
    wake: { notifies: () => notifies.wake(), trades: () => trades.wake(), payouts: () => payouts.wake() },
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
  const payouts = makeLoop('payouts', () => sweepPayouts(bank));
  const forgetting = makeLoop('request log', async () => {
    await pruneRequestLog(pool);
    return PRUNE_EVERY_MS;
  });
  const boundaries = makeLoop('day end', async () => {
    await dayEnd.catchUp();
    return 1000;
  });
  loops.push(notifies, trades, payouts, forgetting, boundaries);
  for (const loop of loops) loop.wake();
  return bank;
}
