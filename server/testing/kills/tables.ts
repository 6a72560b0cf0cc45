import type { InstructionKind } from '#db/schema/custody.ts';
import type { Failpoint, Stage } from '../../domain/failpoints.ts';
import {
  lateWithGuarantor,
  lateWithReserve,
  partialPayment,
  partialPaymentBegun,
  payoff,
  payoffBegun,
  prepayment,
  prepaymentBegun,
} from './ahead.ts';
import { frozenUnheard, frozenUnheardAskedAgain, reserved, wished } from './bidding.ts';
import { passwordHeardOf, passwordUnheard, wishedByPassword } from './by-password.ts';
import { keptTakenBack, owing, owingUnheard, spentTakenBack } from './debt.ts';
import { offered, registeredUnheard, unregistered } from './listing.ts';
import {
  payoutCancelled,
  payoutCancelledAgain,
  payoutCancelledLeft,
  payoutCancelledUnheard,
  payoutIntercepted,
  payoutInterceptedAgain,
  payoutInterceptedLeft,
  payoutInterceptedUnheard,
  payoutReleased,
  payoutReleasedUnheard,
} from './payout.ts';
import { more, type Reach, saidByWorker, type Table } from './reach.ts';
import {
  bankGaveUp,
  bankGaveUpUnheard,
  bankWillGiveUp,
  givenUp,
  pastDeadline,
  regretted,
  releasedUnheard,
  releasedUnheardAskedAgain,
} from './release.ts';
import {
  dueByDayEnd,
  duePayment,
  givenBackUnheard,
  hopelessPayment,
  paymentFrozenUnheard,
  paymentSharedUnheard,
} from './repayment.ts';
import type { Prepare } from './scene.ts';
import { fullByRule, fullForOfficer, heardOf, movedOnUnheard, sharedUnheard, sharingByRule } from './settlement.ts';
import { transferLeftAt, transferProposed } from './transfer.ts';

/** Every failpoint stands here, by journey, with what each role does there. */
const ONLY_BORROWER = 'only the borrower accepts an offer';
const ONLY_INVESTOR = 'only an investor bids';
const ONLY_PORTAL = 'only a portal takes notifies';
const BY_WORKER = 'a second click leaves what is in doubt to the worker';

export const LISTING = {
  'loan.registering': { portal: offered, worker: ONLY_BORROWER },
  'register-project.sent': { portal: offered, worker: unregistered },
  'register-project.answered': { portal: offered, worker: unregistered },
  'register-project.asked': { portal: BY_WORKER, worker: registeredUnheard },
  'register-project.concluding': { portal: offered, worker: unregistered },
  'register-project.concluded': { portal: offered, worker: unregistered },
} satisfies Table;

export const BID = {
  'bid.reserving': { portal: wished, worker: ONLY_INVESTOR },
  'bid.reserved': { portal: wished, worker: ONLY_INVESTOR },
  'freeze-bid.sent': { portal: wished, worker: reserved },
  'freeze-bid.answered': { portal: wished, worker: reserved },
  'freeze-bid.asked': { portal: frozenUnheardAskedAgain, worker: frozenUnheard },
  'freeze-bid.concluding': { portal: wished, worker: reserved },
  'freeze-bid.concluded': { portal: wished, worker: reserved },
  'bid.dispatched': { portal: wished, worker: ONLY_INVESTOR },
} satisfies Table;

export const BY_PASSWORD = {
  'bid.reserving': { portal: more(wishedByPassword), worker: ONLY_INVESTOR },
  'bid.reserved': { portal: wishedByPassword, worker: ONLY_INVESTOR },
  'freeze-bid.asked': { portal: 'a portal hears of it, and asks nothing', worker: passwordUnheard },
  'freeze-bid.concluding': { portal: passwordHeardOf, worker: more(passwordUnheard) },
  'freeze-bid.concluded': { portal: 'a notify concludes it, and dies at notify.taken', worker: more(passwordUnheard) },
  'notify.taken': { portal: more(passwordHeardOf), worker: ONLY_PORTAL },
} satisfies Table;

export const RELEASE = {
  'bid.releasing': { portal: regretted, worker: 'only an investor takes a bid back' },
  'loan.failing': { portal: givenUp, worker: pastDeadline },
  'release-bid.sent': { portal: regretted, worker: pastDeadline },
  'release-bid.answered': { portal: regretted, worker: pastDeadline },
  'release-bid.asked': { portal: releasedUnheardAskedAgain, worker: releasedUnheard },
  'release-bid.concluding': { portal: regretted, worker: pastDeadline },
  'release-bid.concluded': { portal: regretted, worker: pastDeadline },
} satisfies Table;

export const MISCARRIAGE = {
  'bank-miscarriage.concluding': { portal: bankWillGiveUp, worker: ONLY_PORTAL },
  'notify.taken': { portal: more(bankWillGiveUp), worker: ONLY_PORTAL },
  ...saidByWorker('find-release', bankGaveUp, 'a worker asks what became of the freezes', ['concluding']),
  'find-release.asked': { portal: 'a worker asks what became of the freezes', worker: more(bankGaveUpUnheard) },
} satisfies Table;

const AFTER_NOTIFY = 'the trade is concluded by its notify, after the officer’s request has been answered';
export const SETTLEMENT = {
  'settlement.planning': { portal: fullForOfficer, worker: fullByRule },
  'settlement.planned': { portal: fullForOfficer, worker: fullByRule },
  'settle-chunk.sent': { portal: fullForOfficer, worker: fullByRule },
  'settle-chunk.answered': { portal: fullForOfficer, worker: fullByRule },
  'settlement.dispatched': { portal: fullForOfficer, worker: fullByRule },
  'settle-chunk.asked': { portal: AFTER_NOTIFY, worker: fullByRule },
  'settle-chunk.concluding': { portal: heardOf, worker: fullByRule },
  'notify.taken': { portal: heardOf, worker: ONLY_PORTAL },
  'settle-chunk.concluded': { portal: 'a notify concludes it, and dies at notify.taken', worker: fullByRule },
  'advance-project.sent': { portal: AFTER_NOTIFY, worker: fullByRule },
  'advance-project.answered': { portal: AFTER_NOTIFY, worker: fullByRule },
  'advance-project.asked': { portal: AFTER_NOTIFY, worker: movedOnUnheard },
  'advance-project.concluding': { portal: AFTER_NOTIFY, worker: fullByRule },
  'advance-project.concluded': { portal: AFTER_NOTIFY, worker: fullByRule },
  ...saidByWorker('fund-reserve', sharingByRule, AFTER_NOTIFY, ['answered']),
  'fund-reserve.asked': { portal: AFTER_NOTIFY, worker: more(sharedUnheard) },
} satisfies Table;

const BY_RULE = 'money goes back to a borrower by rule alone';
const NO_DAY_END = 'a portal runs no day end';
export const REPAYMENT = {
  'freeze-collection.asked': { portal: BY_WORKER, worker: paymentFrozenUnheard },
  'distribute.asked': { portal: BY_WORKER, worker: paymentSharedUnheard },
  'release-collection.sent': { portal: BY_RULE, worker: hopelessPayment },
  'release-collection.answered': { portal: BY_RULE, worker: hopelessPayment },
  'release-collection.asked': { portal: BY_RULE, worker: more(givenBackUnheard) },
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
  'day-end:collection:begun': { portal: NO_DAY_END, worker: more(dueByDayEnd) },
  'day-end:collection:worked': { portal: NO_DAY_END, worker: dueByDayEnd },
} satisfies Table;

const ONLY_RULE = 'debts are collected by rule alone';
export const DEBT = {
  'recharge.reversing': { portal: keptTakenBack, worker: ONLY_PORTAL },
  'notify.taken': { portal: spentTakenBack, worker: ONLY_PORTAL },
  'receivable.freezing': { portal: ONLY_RULE, worker: owing },
  'receivable.asked': { portal: ONLY_RULE, worker: more(owing) },
  ...saidByWorker('freeze-receivable', owing, ONLY_RULE, ['answered']),
  'freeze-receivable.asked': { portal: ONLY_RULE, worker: more(owingUnheard('freeze-receivable')) },
  ...saidByWorker('deduct-receivable', owing, ONLY_RULE, ['concluded']),
  'deduct-receivable.asked': { portal: ONLY_RULE, worker: more(owingUnheard('deduct-receivable')) },
  ...saidByWorker('return-to-reserve', owing, ONLY_RULE, ['concluding']),
  'return-to-reserve.asked': { portal: ONLY_RULE, worker: more(owingUnheard('return-to-reserve')) },
} satisfies Table;

export const TRANSFER = {
  'transfer-platform.sent': { portal: more(transferProposed), worker: more(transferLeftAt('transfer-platform.sent')) },
  'transfer-platform.answered': {
    portal: more(transferProposed),
    worker: transferLeftAt('transfer-platform.sent'),
  },
  'transfer-platform.asked': { portal: BY_WORKER, worker: more(transferLeftAt('transfer-platform.answered')) },
  'transfer-platform.concluding': {
    portal: transferProposed,
    worker: more(transferLeftAt('transfer-platform.sent')),
  },
  'transfer-platform.concluded': {
    portal: more(transferProposed),
    worker: more(transferLeftAt('transfer-platform.sent')),
  },
} satisfies Table;

const BY_DAY_END = 'payouts are let go by the day end and by rule';
const clickOr = (portal: Prepare, worker: Prepare): Reach => ({ portal: more(portal), worker: more(worker) });
export const PAYOUT = {
  'payout.releasing': { portal: BY_DAY_END, worker: more(payoutReleased) },
  'payout.released': { portal: BY_DAY_END, worker: more(payoutReleased) },
  ...saidByWorker('release-payout', payoutReleased, BY_DAY_END, ['answered']),
  'release-payout.asked': { portal: BY_DAY_END, worker: more(payoutReleasedUnheard) },
  'payout.cancelling': { portal: more(payoutCancelled), worker: 'only its holder gives a withdrawal up' },
  'cancel-payout.sent': clickOr(payoutCancelled, payoutCancelledLeft),
  'cancel-payout.answered': clickOr(payoutCancelled, payoutCancelledLeft),
  'cancel-payout.asked': clickOr(payoutCancelledAgain, payoutCancelledUnheard),
  'cancel-payout.concluding': { portal: payoutCancelled, worker: more(payoutCancelledLeft) },
  'cancel-payout.concluded': clickOr(payoutCancelled, payoutCancelledLeft),
  'intercept-payout.sent': clickOr(payoutIntercepted, payoutInterceptedLeft),
  'intercept-payout.answered': clickOr(payoutIntercepted, payoutInterceptedLeft),
  'intercept-payout.asked': clickOr(payoutInterceptedAgain, payoutInterceptedUnheard),
  'intercept-payout.concluding': clickOr(payoutIntercepted, payoutInterceptedLeft),
  'intercept-payout.concluded': clickOr(payoutIntercepted, payoutInterceptedLeft),
} satisfies Table;

const PAYMENT = [
  ...(['collection.beginning', 'collection.begun'] as const),
  ...(['freeze-collection.sent', 'freeze-collection.answered'] as const),
  ...(['freeze-collection.concluding', 'freeze-collection.concluded'] as const),
  ...(['distribute.sent', 'distribute.answered', 'distribute.concluding', 'distribute.concluded'] as const),
] satisfies Failpoint[];
type Place = (typeof PAYMENT)[number];

/** One more kind of payment at the places of every payment, of which a short run sees `briefly`. */
const payment = (reach: (place: Place) => Reach): Table =>
  Object.fromEntries(PAYMENT.map((place) => [place, reach(place)]));
const among = (briefly: readonly Place[], prepare: Prepare) => (place: Place) =>
  briefly.includes(place) ? prepare : more(prepare);

const ONLY_CLICK = 'it begins with the borrower’s click';
/** By the borrower's click; what it has begun a worker ends. */
function clicked(now: Prepare, begun: Prepare, briefly: readonly Place[]): Table {
  const portal = among(briefly, now);
  return payment((place) => ({
    portal: portal(place),
    worker: place.startsWith('collection.') ? ONLY_CLICK : more(begun),
  }));
}

const ONLY_DAY_END = 'others pay by rule alone';
/** In the borrower's place, by rule; the reserve freezes nothing. */
function standingIn(late: Prepare, briefly: readonly Place[], freezes: boolean): Table {
  const worker = among(briefly, late);
  return payment((place) => {
    const never = !freezes && place.startsWith('freeze-collection.');
    return { portal: ONLY_DAY_END, worker: never ? 'the bank freezes nothing at the reserve' : worker(place) };
  });
}

export const PAYOFF = clicked(payoff, payoffBegun, ['distribute.concluding']);
export const PREPAYMENT = clicked(prepayment, prepaymentBegun, ['collection.begun']);
export const IN_PARTS = clicked(partialPayment, partialPaymentBegun, ['distribute.concluded']);
export const BY_GUARANTOR = standingIn(lateWithGuarantor, ['freeze-collection.answered'], true);
export const BY_RESERVE = standingIn(lateWithReserve, ['distribute.answered'], false);

type Killed =
  | keyof typeof LISTING
  | keyof typeof BID
  | keyof typeof BY_PASSWORD
  | keyof typeof RELEASE
  | keyof typeof MISCARRIAGE
  | keyof typeof SETTLEMENT
  | keyof typeof REPAYMENT
  | keyof typeof DEBT
  | keyof typeof TRANSFER
  | keyof typeof PAYOUT;

/** What moves no money of a loan: it begins at the bank's own page, and is told by a notify or found by a question. */
type AtPage = `${'open-account' | 'authorise' | 'recharge' | 'withdraw' | 'top-up'}.${Stage}`;

const TOLD = 'written down as done when the bank’s word of it is first taken: nobody says it or asks about it';

/** Every stage of instructions of these kinds. */
const atEachStage = <Kind extends InstructionKind>(kinds: readonly Kind[], reason: string) =>
  Object.fromEntries(
    kinds.flatMap((kind) =>
      (['sent', 'answered', 'asked', 'concluding', 'concluded'] as const).map((stage) => [`${kind}.${stage}`, reason]),
    ),
  ) as Record<`${Kind}.${Stage}`, string>;
const AT_THE_DESK = 'the tests of the corrections leave at each of them, and a worker goes on by rule';

/** The failpoints of money at which nobody dies, each with its reason; any other without a row does not compile. */
export const UNREACHED: Readonly<Record<Exclude<Failpoint, Killed | AtPage | 'travel:moved'>, string>> = {
  'make-good.sent': TOLD,
  'make-good.answered': TOLD,
  'make-good.asked': TOLD,
  'make-good.concluding': TOLD,
  'make-good.concluded': TOLD,
  'bank-miscarriage.sent': TOLD,
  'bank-miscarriage.answered': TOLD,
  'bank-miscarriage.asked': TOLD,
  'bank-miscarriage.concluded': TOLD,
  ...atEachStage(['cancel-stray-freeze', 'freeze-anew'], AT_THE_DESK),
  ...atEachStage(['confirm-files'], 'its own test leaves it without an answer, and without an end'),
  'correction.applying': AT_THE_DESK,
  'correction.effected': AT_THE_DESK,
};
