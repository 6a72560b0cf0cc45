import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journal } from '#db/schema/accounts.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { loanState, openListing } from '#server/testing/listings.ts';
import { sellProduct } from '#server/testing/products.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { runOutbox } from '../custody/run-outbox.ts';
import { checkInvariants } from '../ledger/invariants.ts';
import { quotePayoff } from '../repayment/early-quotes.ts';
import { payOff } from '../repayment/pay-off.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { dayRuns } from './queries.ts';
import { travelTo } from './travel.ts';

let world: Harness;

beforeAll(async () => {
  world = await startHarness();
});
afterAll(() => world?.stop());

test('a payoff’s fee, paid to the platform out of the borrower’s freeze, reconciles with the bank’s files', async () => {
  const borrower = await openBorrower(world, { funds: yuan(500) });
  const investor = await openInvestor(world, { funds: yuan(10_000) });
  const fees = { prepaymentFeePpm: ratePpm(10_000), prepaymentFeeInvestorPpm: ratePpm(250_000) };
  const productCode = `test-${await sellProduct(world, fees)}`;
  const loanId = await openListing(world.wiring, borrower, { amount: yuan(10_000), productCode });
  const bidder = await investor.context();
  await placeBid(bidder, { requestId: bidder.newId(), loanId, amount: yuan(10_000) });
  await settleFullLoans(await world.system());
  await eventually('the loan is repaying', async () => (await loanState(world.wiring, loanId)) === 'repaying');
  await runOutbox(await world.system(), 10);

  const ctx = await borrower.context();
  const { on, total } = await quotePayoff(ctx, { loanId, on: ctx.businessDate });
  expect(total).toBe(yuan(10_100));
  expect((await payOff(ctx, { requestId: ctx.newId(), loanId, on, total })).state).toBe('paid');
  const commissions = await world.wiring.pool.db.select().from(journal).where(eq(journal.kind, 'COMMISSION'));
  expect(commissions.map(({ amount }) => amount)).toContain(yuan(75));

  await travelTo(await world.system(), { advanceDays: 1 });
  const [day] = await dayRuns(await world.system(), { from: on, to: on });
  expect(day).toMatchObject({ state: 'done', reconciliation: 'green' });
  expect((await checkInvariants(world.wiring.pool)).checks.filter(({ ok }) => !ok)).toEqual([]);
});
