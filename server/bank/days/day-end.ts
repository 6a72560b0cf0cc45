import type { BankPool } from '#db/bank/pool.ts';
import { requestNumber } from '#db/bank/schema/platforms.ts';
import { transaction } from '#db/transaction.ts';
import { type IdSource, randomIds } from '#server/primitives/ids.ts';
import { type BankClock, realNow, saveClock } from '../clock.ts';
import type { FaultBox } from '../faults/fault-box.ts';
import { makeGate } from '../gate.ts';
import { refuse } from '../refusal.ts';
import { type Boundary, nextBoundary } from './boundaries.ts';
import { drawOnce } from './fault-draws.ts';
import { runBoundary } from './run-boundary.ts';

export type DayEnd = {
  /**
   * Runs an operation inside the day, given the moment it counts at: every boundary up to that moment has been run,
   * and none runs meanwhile.
   */
  operate: <Result>(work: (at: Date) => Promise<Result>) => Promise<Result>;
  /** Runs the boundaries that the clock has reached by itself. */
  catchUp: () => Promise<void>;
  /**
   * Sets the clock to what is made of its reading, running each boundary on the way; answers the new reading. On a bank that has seen no business it
   * may be set to any day. Throws Refusal 100008 for a step backwards.
   */
  moveTo: (targetFrom: (now: Date) => Date) => Promise<Date>;
};

/** A target computed a moment ago from the very clock that is set is no step backwards. */
const JITTER_MS = 50;

/** A boundary and the clock's row that says it has been run, in one transaction. */
async function runOne(pool: BankPool, faults: FaultBox, newId: IdSource, boundary: Boundary): Promise<void> {
  const strikes = drawOnce(faults);
  const mayLack = faults.list().some((one) => one.fault === 'channel-missing');
  await transaction(pool, async (tx) => {
    await runBoundary({ tx, boundary, newId, strikes, mayLack });
    await saveClock(tx, { rolledTo: boundary.at });
  });
}

/** The bank's day: one clock, one gate, four boundaries. `ran` is told after each boundary: there is news. */
export function makeDayEnd(pool: BankPool, clock: BankClock, faults: FaultBox, ran: () => void): DayEnd {
  const gate = makeGate();
  const newId = randomIds(() => realNow().getTime());
  let dueAt = nextBoundary(clock.rolledTo()).at.getTime();

  const rolled = (to: Date): void => {
    clock.set({ rolledTo: to });
    dueAt = nextBoundary(to).at.getTime();
  };

  const runUntil = async (target: Date): Promise<void> => {
    for (;;) {
      const boundary = nextBoundary(clock.rolledTo());
      if (boundary.at > target) return;
      await runOne(pool, faults, newId, boundary);
      rolled(boundary.at);
      ran();
    }
  };

  const catchUp = async (): Promise<void> => {
    if (clock.now().getTime() < dueAt) return;
    await gate.exclusive(() => runUntil(clock.now()));
  };

  const isEmpty = async (): Promise<boolean> =>
    (await pool.db.select({ no: requestNumber.requestNo }).from(requestNumber).limit(1)).length === 0;

  return {
    catchUp,
    operate: async (work) => {
      for (;;) {
        await catchUp();
        const answer = await gate.shared(async () => {
          const at = clock.now();
          return at.getTime() < dueAt ? { result: await work(at) } : undefined;
        });
        if (answer) return answer.result;
      }
    },
    moveTo: (targetFrom) =>
      gate.exclusive(async () => {
        const now = clock.now();
        const target = targetFrom(now);
        if (await isEmpty()) {
          await saveClock(pool.db, { rolledTo: target });
          rolled(target);
        } else {
          if (target.getTime() < now.getTime() - JITTER_MS)
            throw refuse('时钟只能向前调整', 'the clock only moves forwards');
          await runUntil(target);
        }
        const offsetMs = target.getTime() - realNow().getTime();
        await saveClock(pool.db, { offsetMs });
        clock.set({ offsetMs });
        return clock.now();
      }),
  };
}
