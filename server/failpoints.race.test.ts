import { afterAll, beforeAll, describe, test } from 'vitest';
import type { FAILPOINTS } from './domain/failpoints.ts';
import { frozenUnheard, frozenUnheardAskedAgain, reserved, wished } from './testing/kills/bidding.ts';
import { offered, registeredUnheard, unregistered } from './testing/kills/listing.ts';
import { buildProgram, type Program } from './testing/kills/program.ts';
import { type Asked, killsIn, type Reach, ROLES, type Stages } from './testing/kills/reach.ts';
import {
  givenUp,
  pastDeadline,
  regretted,
  releasedUnheard,
  releasedUnheardAskedAgain,
} from './testing/kills/release.ts';
import {
  dueByDayEnd,
  duePayment,
  expectGreenNights,
  hopelessPayment,
  paymentFrozenUnheard,
  paymentSharedUnheard,
  startRepayments,
} from './testing/kills/repayment.ts';
import {
  expectLateNotifiesChangeNothing,
  fullByRule,
  fullForOfficer,
  heardOf,
  movedOnUnheard,
} from './testing/kills/settlement.ts';
import { expectSameBooks } from './testing/kills/soundness.ts';
import { survive } from './testing/kills/survive.ts';
import { startWorld, type World } from './testing/kills/world.ts';

/**
 * Processes killed (-9) at every commit and every bank call of each journey, as a portal and as a worker, each on a
 * loan of its own; the same role started again goes on. Every failpoint stands here with what each role does there.
 * The long run compares all balances after each death, and lets one loan outlive a dozen workers.
 */
const LONG = process.env.LONG === '1';
type Table<Journey extends keyof typeof FAILPOINTS, More extends string> = Readonly<
  Record<(typeof FAILPOINTS)[Journey][number] | More, Reach>
>;

const ONLY_BORROWER = 'only the borrower accepts an offer';
const ONLY_INVESTOR = 'only an investor bids';
const BY_WORKER = 'a second click leaves what is in doubt to the worker';

const LISTING: Table<'listing', Asked<'register-project'>> = {
  'loan.registering': { portal: offered, worker: ONLY_BORROWER },
  'register-project.sent': { portal: offered, worker: unregistered },
  'register-project.answered': { portal: offered, worker: unregistered },
  'register-project.asked': { portal: BY_WORKER, worker: registeredUnheard },
  'register-project.concluding': { portal: offered, worker: unregistered },
  'register-project.concluded': { portal: offered, worker: unregistered },
};

const BID: Table<'bid', Asked<'freeze-bid'>> = {
  'bid.reserving': { portal: wished, worker: ONLY_INVESTOR },
  'bid.reserved': { portal: wished, worker: ONLY_INVESTOR },
  'freeze-bid.sent': { portal: wished, worker: reserved },
  'freeze-bid.answered': { portal: wished, worker: reserved },
  'freeze-bid.asked': { portal: frozenUnheardAskedAgain, worker: frozenUnheard },
  'freeze-bid.concluding': { portal: wished, worker: reserved },
  'freeze-bid.concluded': { portal: wished, worker: reserved },
  'bid.dispatched': { portal: wished, worker: ONLY_INVESTOR },
};

const RELEASE: Table<'release', Asked<'release-bid'>> = {
  'bid.releasing': { portal: regretted, worker: 'only an investor takes a bid back' },
  'loan.failing': { portal: givenUp, worker: pastDeadline },
  'release-bid.sent': { portal: regretted, worker: pastDeadline },
  'release-bid.answered': { portal: regretted, worker: pastDeadline },
  'release-bid.asked': { portal: releasedUnheardAskedAgain, worker: releasedUnheard },
  'release-bid.concluding': { portal: regretted, worker: pastDeadline },
  'release-bid.concluded': { portal: regretted, worker: pastDeadline },
};

const AFTER_NOTIFY = 'the trade is concluded by its notify, after the officer’s request has been answered';
const SETTLEMENT: Table<'settlement', 'notify.taken' | Asked<'settle-chunk' | 'advance-project'>> = {
  'settlement.planning': { portal: fullForOfficer, worker: fullByRule },
  'settlement.planned': { portal: fullForOfficer, worker: fullByRule },
  'settle-chunk.sent': { portal: fullForOfficer, worker: fullByRule },
  'settle-chunk.answered': { portal: fullForOfficer, worker: fullByRule },
  'settlement.dispatched': { portal: fullForOfficer, worker: fullByRule },
  'settle-chunk.asked': { portal: AFTER_NOTIFY, worker: fullByRule },
  'settle-chunk.concluding': { portal: heardOf, worker: fullByRule },
  'notify.taken': { portal: heardOf, worker: 'only a portal takes notifies' },
  'settle-chunk.concluded': { portal: 'a notify concludes it, and dies at notify.taken', worker: fullByRule },
  'advance-project.sent': { portal: AFTER_NOTIFY, worker: fullByRule },
  'advance-project.answered': { portal: AFTER_NOTIFY, worker: fullByRule },
  'advance-project.asked': { portal: AFTER_NOTIFY, worker: movedOnUnheard },
  'advance-project.concluding': { portal: AFTER_NOTIFY, worker: fullByRule },
  'advance-project.concluded': { portal: AFTER_NOTIFY, worker: fullByRule },
};

const BY_RULE = 'money goes back to a borrower by rule alone';
const REPAYMENT: Table<'repayment', Asked<'freeze-collection' | 'distribute'> | Stages<'release-collection'>> = {
  'freeze-collection.asked': { portal: BY_WORKER, worker: paymentFrozenUnheard },
  'distribute.asked': { portal: BY_WORKER, worker: paymentSharedUnheard },
  'release-collection.sent': { portal: BY_RULE, worker: hopelessPayment },
  'release-collection.answered': { portal: BY_RULE, worker: hopelessPayment },
  'release-collection.concluding': { portal: BY_RULE, worker: hopelessPayment },
  'release-collection.concluded': { portal: BY_RULE, worker: hopelessPayment },
  'collection.beginning': { portal: duePayment, worker: dueByDayEnd },
  'collection.begun': { portal: duePayment, worker: dueByDayEnd },
  'freeze-collection.sent': { portal: duePayment, worker: dueByDayEnd },
  'freeze-collection.answered': { portal: duePayment, worker: dueByDayEnd },
  'freeze-collection.concluding': { portal: duePayment, worker: dueByDayEnd },
  'freeze-collection.concluded': { portal: duePayment, worker: dueByDayEnd },
  'distribute.sent': { portal: duePayment, worker: dueByDayEnd },
  'distribute.answered': { portal: duePayment, worker: dueByDayEnd },
  'distribute.concluding': { portal: duePayment, worker: dueByDayEnd },
  'distribute.concluded': { portal: duePayment, worker: dueByDayEnd },
  'collection.dispatched': { portal: 'the borrower’s click has no such place', worker: dueByDayEnd },
};

/** Where one worker after the other gets to, when each dies a step after the one before. */
const STEPS: readonly (keyof typeof SETTLEMENT)[] = [
  ...(['settlement.planning', 'settlement.planned', 'settle-chunk.sent', 'settle-chunk.answered'] as const),
  ...(['settle-chunk.asked', 'settle-chunk.concluding', 'settle-chunk.concluded'] as const),
  ...(['advance-project.sent', 'advance-project.answered', 'advance-project.asked'] as const),
  ...(['advance-project.concluding', 'advance-project.concluded'] as const),
];

let program: Program;
beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program?.remove());

type Epilogues = Readonly<Record<string, (world: World) => Promise<void>>>;
type Journey = Readonly<{
  table: Readonly<Record<string, Reach>>;
  start?: () => Promise<World>;
  /** What is to be seen when all the deaths are over. */
  epilogues?: Epilogues;
}>;

const AFTER_ALL: Epilogues = { 'balances are the same here and at the bank, and no money is lost': expectSameBooks };

/** One journey in a world of its own; its kills one after the other, beside those of the other journeys. */
function journey(name: string, { table, start = () => startWorld(program.file), epilogues }: Journey): void {
  const inTurn = { concurrent: false };
  describe(name, { concurrent: true }, () => {
    let world: World;
    beforeAll(async () => {
      world = await start();
      world.notifies.hold(true);
    }, 180_000);
    afterAll(() => world?.stop());

    for (const role of ROLES)
      for (const [failpoint, prepare] of killsIn(table, role))
        test(`a ${role} killed at ${failpoint}`, inTurn, async () => {
          await survive(world, [failpoint], prepare);
          if (LONG) await expectSameBooks(world);
        });
    for (const [what, see] of Object.entries({ ...epilogues, ...AFTER_ALL })) test(what, inTurn, () => see(world));
  });
}

const LATE: Epilogues = {
  'what the bank had to say comes in late, and changes nothing': expectLateNotifiesChangeNothing,
};
const IN_TURN: Epilogues = {
  'worker after worker killed over one loan, each a step further': (world) => survive(world, STEPS, fullByRule),
};

const repayments = ROLES.flatMap((role) => killsIn(REPAYMENT, role).map(([, prepare]) => prepare));
const PAYMENTS = repayments.length;
const BY_DAY_END = repayments.filter((prepare) => prepare === dueByDayEnd).length;

journey('a listing', { table: LISTING });
journey('a bid', { table: BID });
journey('a release', { table: RELEASE });
journey('a settlement', { table: SETTLEMENT, epilogues: LONG ? { ...IN_TURN, ...LATE } : LATE });
journey('a repayment', {
  table: REPAYMENT,
  start: () => startRepayments(program.file, PAYMENTS - BY_DAY_END, BY_DAY_END),
  epilogues: { 'the loan is repaid, and the nights in between are reconciled green': expectGreenNights },
});
