import { eq } from 'drizzle-orm';
import { journal } from '#db/schema/accounts.ts';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import { closeListings } from '../bidding/close-listings.ts';
import { collectReceivables } from '../cash/collect-receivables.ts';
import type { DomainContext } from '../context.ts';
import { proposeCorrections } from '../correction/propose-corrections.ts';
import { openScheduledLoans } from '../loan/open-scheduled-loans.ts';
import { askAboutRest } from '../reconciliation/ask-about-rest.ts';
import type { CheckOutcome } from '../reconciliation/check-outcome.ts';
import { CHECK_FILES } from '../reconciliation/checkfile.ts';
import { confirmFiles } from '../reconciliation/confirm-files.ts';
import { fetchCheckFiles } from '../reconciliation/fetch-files.ts';
import { CERTIFICATE_STEP } from '../reconciliation/issue-certificate.ts';
import { reconciliationOfDay } from '../reconciliation/queries.ts';
import { reconcileLines } from '../reconciliation/reconcile-lines.ts';
import {
  reconcileInAndOut,
  reconcileInformation,
  reconcileStored,
  reconcileTotals,
} from '../reconciliation/reconcile-morning.ts';
import { releasePayouts } from '../reconciliation/release-payouts.ts';
import { stageMorning } from '../reconciliation/stage-morning.ts';
import { accruePenalties } from '../repayment/accrue-penalties.ts';
import { collectDue } from '../repayment/collect-due.ts';
import { compensateLate } from '../repayment/compensate-late.ts';
import { markOverdue } from '../repayment/mark-overdue.ts';
import { certify } from './certify.ts';
import { makeOwnFiles } from './make-own-files.ts';
import type { DayStep, StepResult } from './step.ts';

const done = (rows: number): StepResult => ({ rows });
/** Debts to the platform come before instalments. */
async function collect(ctx: DomainContext<SystemActor>, on: PlainDate): Promise<StepResult> {
  await collectReceivables(ctx);
  return done((await collectDue(ctx, { on })).attempted);
}

/** Postings of the day so far: its last ones may come in after midnight. */
const countPostings = (ctx: DomainContext<SystemActor>, date: PlainDate): Promise<number> =>
  ctx.db.$count(journal, eq(journal.businessDate, date));

/** A red day holds every withdrawal of its own, and nothing else. */
async function letPayoutsGo(ctx: DomainContext<SystemActor>, date: PlainDate): Promise<StepResult> {
  const { released, held } = await releasePayouts(ctx, date);
  return held === 0 ? done(released) : { waitsFor: `the day must agree or be released: it holds ${held} payouts` };
}

/** How many objects checks have looked at. */
const compared = (outcomes: readonly CheckOutcome[]): number =>
  outcomes.reduce((total, outcome) => total + outcome.compared, 0);

const CONFIRMATION_WAITS_FOR = {
  open: 'the checks are neither green nor signed off',
  waiting: 'the bank has not said that it took our word for its files',
} as const;
const filesAreMissing: StepResult = { waitsFor: 'the bank has no files of this day yet' };

/**
 * The day end of a business date D in its order: the last collection of D, then midnight; D's files against D's
 * books; the business of D + 1; and in the morning, when the channels have paid, the balances and the result.
 * What was missed is overdue, and charged, before the first collection of D + 1: a payment of 00:10 is one of D + 1.
 * Interest needs no step: it follows from the schedule and the date whenever somebody asks.
 */
export const DAY_STEPS: readonly DayStep[] = [
  {
    name: 'evening-collection',
    lane: 'business',
    day: 0,
    time: '20:00',
    until: '21:00',
    run: (ctx, date) => collect(ctx, date),
  },
  {
    name: 'roll',
    lane: 'business',
    day: 1,
    time: '00:00',
    until: '00:15',
    run: async (ctx, date) => done(await countPostings(ctx, date)),
  },
  {
    name: 'check-files',
    lane: 'books',
    day: 1,
    time: '00:10',
    until: '00:20',
    run: async (ctx, date) => {
      const rows = await fetchCheckFiles(ctx, date);
      return rows === undefined ? filesAreMissing : done(rows);
    },
  },
  {
    name: 'line-by-line',
    lane: 'books',
    day: 1,
    time: '00:10',
    until: '00:30',
    run: async (ctx, date) => done((await reconcileLines(ctx, date)).compared),
  },
  {
    name: 'close',
    lane: 'books',
    day: 1,
    time: '00:10',
    until: '00:35',
    run: async (ctx, date) => done(await askAboutRest(ctx, date)),
  },
  {
    name: 'openings',
    lane: 'business',
    day: 1,
    time: '00:10',
    until: '00:40',
    run: async (ctx) => done(await openScheduledLoans(ctx)),
  },
  {
    name: 'overdue',
    lane: 'business',
    day: 1,
    time: '00:10',
    until: '00:45',
    run: async (ctx, date) => done(await markOverdue(ctx, addDays(date, 1))),
  },
  {
    name: 'penalty',
    lane: 'business',
    day: 1,
    time: '00:10',
    until: '00:50',
    run: async (ctx, date) => done(await accruePenalties(ctx, addDays(date, 1))),
  },
  {
    name: 'collection',
    lane: 'business',
    day: 1,
    time: '00:10',
    until: '01:30',
    run: (ctx, date) => collect(ctx, addDays(date, 1)),
  },
  {
    name: 'compensation',
    lane: 'business',
    day: 1,
    time: '00:10',
    until: '01:45',
    run: async (ctx, date) => done((await compensateLate(ctx, { on: addDays(date, 1) })).attempted),
  },
  {
    name: 'expiry',
    lane: 'business',
    day: 1,
    time: '00:10',
    until: '01:50',
    run: async (ctx) => done(await closeListings(ctx)),
  },
  {
    name: 'balances',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:15',
    run: async (ctx, date) => {
      const rows = await stageMorning(ctx, date);
      return rows === undefined ? filesAreMissing : done(rows);
    },
  },
  {
    name: 'totals',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:20',
    run: async (ctx, date) => done(compared(await reconcileTotals(ctx, date))),
  },
  {
    name: 'in-and-out',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:25',
    run: async (ctx, date) => done(compared(await reconcileInAndOut(ctx, date))),
  },
  {
    name: 'summary-and-detail',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:30',
    run: async (ctx, date) => done(compared(await reconcileStored(ctx, date))),
  },
  {
    name: 'money-and-information',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:35',
    run: async (ctx, date) => done(compared(await reconcileInformation(ctx, date))),
  },
  {
    name: 'propose',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:38',
    run: async (ctx, date) => done(await proposeCorrections(ctx, date)),
  },
  {
    name: 'result',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:40',
    run: async (ctx, date) => done((await reconciliationOfDay(ctx, date))?.breaks.length ?? 0),
  },
  {
    name: 'our-files',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '09:50',
    run: async (ctx, date) => done((await makeOwnFiles(ctx, date)).reduce((rows, made) => rows + made.rows, 0)),
  },
  {
    name: 'payouts',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '10:00',
    run: letPayoutsGo,
  },
  {
    name: 'confirm-files',
    lane: 'books',
    day: 1,
    time: '09:10',
    until: '10:00',
    run: async (ctx, date) => {
      const said = await confirmFiles(ctx, date);
      return said === 'confirmed' ? done(CHECK_FILES.length) : { waitsFor: CONFIRMATION_WAITS_FOR[said] };
    },
  },
  { name: CERTIFICATE_STEP, lane: 'books', day: 1, time: '09:10', until: '10:00', run: certify },
];
