import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAhead } from './testing/kills/ahead.ts';
import { expectReserveWhole, startDebt } from './testing/kills/debt.ts';
import { EVENING, evening, NIGHT, startNight, travelling, wholeNight } from './testing/kills/night.ts';
import { buildProgram, type Program } from './testing/kills/program.ts';
import { killsIn, LONG, ROLES, type Table } from './testing/kills/reach.ts';
import { dueByDayEnd, expectGreenNights, startRepayments } from './testing/kills/repayment.ts';
import { expectLateNotifiesChangeNothing, fullByRule } from './testing/kills/settlement.ts';
import { expectSameBooks } from './testing/kills/soundness.ts';
import { survive } from './testing/kills/survive.ts';
import {
  BID,
  BY_GUARANTOR,
  BY_PASSWORD,
  BY_RESERVE,
  DEBT,
  IN_PARTS,
  LISTING,
  MISCARRIAGE,
  PAYOFF,
  PAYOUT,
  PREPAYMENT,
  RELEASE,
  REPAYMENT,
  SETTLEMENT,
  TRANSFER,
  UNREACHED,
} from './testing/kills/tables.ts';
import { startWorld, type World } from './testing/kills/world.ts';

/**
 * Processes killed (-9) at every commit and every bank call of each journey, as a portal and as a worker, each on a
 * loan of its own; the same role started again goes on. Every failpoint stands in the tables, with what each role does
 * there. The long run kills where a place has been seen in another way, compares all balances after each death, and
 * lets one loan outlive a dozen workers.
 */
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
  /** What is done in the same world, one after the other. */
  tables: Readonly<Record<string, Table>>;
  start?: () => Promise<World>;
  /** What is to be seen when all the deaths are over. */
  epilogues?: Epilogues;
}>;

const AFTER_ALL: Epilogues = { 'balances are the same here and at the bank, and no money is lost': expectSameBooks };

/** One journey in a world of its own; its kills one after the other, beside those of the other journeys. */
function journey({ tables, start = () => startWorld(program.file), epilogues }: Journey): void {
  const inTurn = { concurrent: false };
  describe(Object.keys(tables).join(', '), { concurrent: true }, () => {
    let world: World;
    beforeAll(async () => {
      world = await start();
      world.notifies.hold(true);
    }, 180_000);
    afterAll(() => world?.stop());

    for (const [what, table] of Object.entries(tables))
      for (const role of ROLES)
        for (const [failpoint, prepare] of killsIn(table, role))
          test(`${what}: a ${role} killed at ${failpoint}`, inTurn, async () => {
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

const prepared = (table: Table) => ROLES.flatMap((role) => killsIn(table, role).map(([, prepare]) => prepare));
const repayments = prepared(REPAYMENT);
const byDayEnd = repayments.filter((prepare) => prepare === dueByDayEnd).length;

journey({ tables: { 'a listing': LISTING } });
journey({ tables: { 'a bid': BID, 'a bid by password': BY_PASSWORD } });
journey({ tables: { 'a release': RELEASE, 'a project that the bank gives up': MISCARRIAGE } });
journey({ tables: { 'a settlement': SETTLEMENT }, epilogues: LONG ? { ...IN_TURN, ...LATE } : LATE });
journey({
  tables: { 'a repayment': REPAYMENT },
  start: () => startRepayments(program.file, repayments.length - byDayEnd, byDayEnd),
  epilogues: { 'the loan is repaid, and the nights in between are reconciled green': expectGreenNights },
});
journey({
  tables: { 'a debt': DEBT, 'a transfer of the platform’s': TRANSFER, 'a payout': PAYOUT },
  start: () => startDebt(program.file, prepared(DEBT).length - 2),
  epilogues: { 'what the reserve had paid has come back to it': expectReserveWhole },
});
journey({
  tables: {
    'a payoff': PAYOFF,
    'a prepayment': PREPAYMENT,
    'a payment in parts': IN_PARTS,
    'a compensation by the guarantor': BY_GUARANTOR,
    'a compensation by the reserve': BY_RESERVE,
  },
  start: () => startAhead(program.file),
});

journey({
  tables: { 'a night': {} },
  start: () => startNight(program.file),
  epilogues: {
    'worker after worker killed in the evening': (world) => survive(world, EVENING, evening),
    'worker after worker killed in the night, each has its effect once': (world) => survive(world, NIGHT, wholeNight),
    'a portal killed while time travels': (world) => survive(world, ['travel:moved'], travelling),
  },
});

test('a place at which nobody is killed has its reason', () => {
  expect(Object.entries(UNREACHED).filter(([, reason]) => !reason.includes(' '))).toEqual([]);
});
