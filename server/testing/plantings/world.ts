import postgres from 'postgres';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { cancelBid } from '../../domain/bidding/cancel-bid.ts';
import { placeBid } from '../../domain/bidding/place-bid.ts';
import { runOutbox } from '../../domain/custody/run-outbox.ts';
import { travelTo } from '../../domain/day-end/travel.ts';
import { acceptOffer } from '../../domain/loan/accept-offer.ts';
import { applyForLoan } from '../../domain/loan/apply-for-loan.ts';
import { decideLoan } from '../../domain/loan/decide-loan.ts';
import { startReview } from '../../domain/loan/start-review.ts';
import { settleFullLoans } from '../../domain/settlement/settle-full-loans.ts';
import { eventually } from '../condition.ts';
import { addFunds, type Borrower, type Investor, openBorrower, openInvestor, yuan } from '../customers.ts';
import { type Harness, startHarness } from '../harness.ts';
import { loanState } from '../listings.ts';
import { sellProduct } from '../products.ts';
import { movePlatformMoney, payOut } from './money-out.ts';
import { keep, type Snapshot } from './snapshot.ts';

/** A platform and a bank with a past of a few days, all of them green. */
export type PlantingWorld = Readonly<{
  harness: Harness;
  /** The portal's database as its owner. */
  owner: postgres.Sql;
  /** The days that have ended. */
  days: readonly PlainDate[];
  investors: readonly Investor[];
  /** A loan that takes bids still. */
  listing: Uuid;
  portal: Snapshot;
  bank: Snapshot;
  stop: () => Promise<void>;
}>;

type People = Readonly<{ investors: readonly Investor[]; borrowers: readonly Borrower[] }>;

const INVESTORS = 8;
const BORROWERS = 4;

/** No two are paid the same, so that a seed finds the same places in every world. */
async function openPeople({ wiring }: Harness): Promise<People> {
  const host = { wiring };
  const investors = Array.from({ length: INVESTORS }, (_, index) =>
    openInvestor(host, { funds: yuan(20_000 + index * 10) }),
  );
  const borrowers = Array.from({ length: BORROWERS }, (_, index) =>
    openBorrower(host, { funds: yuan(500 + index * 10) }),
  );
  return { investors: await Promise.all(investors), borrowers: await Promise.all(borrowers) };
}

/** A loan of days, open for bids. */
async function list(harness: Harness, borrower: Borrower | undefined, wanted: { yuan: number; days: number }) {
  if (!borrower) throw new Error('nobody borrows');
  const productId = await sellProduct(harness, {
    repaymentKind: 'bullet',
    termUnit: 'day',
    termMinimum: 1,
    termMaximum: 180,
    dayCount: 'ACT/365',
    originationFeePpm: ratePpm(5_000),
    serviceFeePpm: ratePpm(50_000),
    listingDays: 7,
  });
  const ctx = await borrower.context();
  const { loanId } = await applyForLoan(ctx, {
    requestId: ctx.newId(),
    productId,
    title: '周转',
    purpose: '备货',
    term: wanted.days,
    amount: yuan(wanted.yuan),
    ratePpm: ratePpm(150_000),
  });
  const officer = await harness.staff(['loan-officer']);
  await startReview(officer, { loanId });
  await decideLoan(officer, { loanId, decision: 'offer', grade: 'B', reason: '同意' });
  await acceptOffer(await borrower.context(), { loanId });
  return loanId;
}

async function bid(investor: Investor | undefined, loanId: Uuid, amount: number): Promise<Uuid> {
  if (!investor) throw new Error('nobody lends');
  const ctx = await investor.context();
  return (await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(amount) })).bidId;
}

async function settle(harness: Harness, loanId: Uuid): Promise<void> {
  await settleFullLoans(await harness.system());
  await eventually('the loan is lent', async () => (await loanState(harness.wiring, loanId)) === 'repaying');
  await runOutbox(await harness.system(), 10);
}

/** The first day: recharges, two loans lent, of which one is for a day, and a third with bids on it, one taken back. */
async function firstDay(harness: Harness, { investors, borrowers }: People): Promise<Uuid> {
  const [short, long, open] = [
    await list(harness, borrowers[0], { yuan: 6_000, days: 1 }),
    await list(harness, borrowers[1], { yuan: 9_000, days: 60 }),
    await list(harness, borrowers[2], { yuan: 8_000, days: 30 }),
  ];
  for (const [index, investor] of investors.entries()) {
    if (index < 3) await bid(investor, short, 1_900 + index * 100);
    if (index > 1 && index < 5) await bid(investor, long, 2_700 + index * 100);
  }
  await settle(harness, short);
  await settle(harness, long);
  for (const [index, investor] of investors.slice(5).entries()) await bid(investor, open, 1_900 + index * 100);
  const [given] = investors;
  const bidId = await bid(given, open, 1_000);
  const ctx = await given?.context();
  if (ctx) await cancelBid(ctx, { requestId: ctx.newId(), loanId: open, bidId });
  return open;
}

/** The second day: the short loan was paid back at night; recharges, the third loan lent, and a fourth with bids. */
async function secondDay(harness: Harness, { investors, borrowers }: People, open: Uuid): Promise<Uuid> {
  for (const [index, customer] of [...investors.slice(0, 4), ...borrowers.slice(2)].entries())
    await addFunds(harness, customer, yuan(700 + index * 10));
  await bid(investors[1], open, 2_000);
  await settle(harness, open);
  const last = await list(harness, borrowers[3], { yuan: 10_000, days: 20 });
  for (const index of [0, 3, 4, 7]) await bid(investors[index], last, 1_500 + index * 100);
  await movePlatformMoney(harness);
  for (const index of [5, 6]) await payOut(harness, investors[index], 300 + index * 10);
  return last;
}

/** The third day: payouts are under way, one more is asked for, and more money comes. */
async function thirdDay(harness: Harness, { investors }: People): Promise<void> {
  await payOut(harness, investors[7], 250);
  for (const [index, investor] of investors.slice(2, 4).entries())
    await addFunds(harness, investor, yuan(640 + index * 10));
}

/** Builds the world, at the morning after its days; whatever is done there can be taken back. */
export async function startPlantingWorld(): Promise<PlantingWorld> {
  const harness = await startHarness();
  const people = await openPeople(harness);
  const start = (await harness.system()).businessDate;
  const open = await firstDay(harness, people);
  await travelTo(await harness.system(), { to: addDays(start, 1) });
  const listing = await secondDay(harness, people, open);
  await travelTo(await harness.system(), { to: addDays(start, 2) });
  await thirdDay(harness, people);
  await travelTo(await harness.system(), { to: addDays(start, 3) });
  for (const investor of people.investors.slice(4, 6)) await addFunds(harness, investor, yuan(55));
  await runOutbox(await harness.system(), 10);
  const owner = postgres(harness.ownerUrl, { max: 1, onnotice: () => {} });
  const portal = await keep(harness.databases.portal);
  const bank = await keep(harness.databases.bank);
  return {
    harness,
    owner,
    investors: people.investors,
    listing,
    portal,
    bank,
    days: [start, addDays(start, 1), addDays(start, 2)],
    stop: async () => {
      await owner.end();
      await portal.close();
      await bank.close();
      await harness.stop();
    },
  };
}
