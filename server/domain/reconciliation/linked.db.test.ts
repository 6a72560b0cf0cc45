import { afterAll, beforeAll, expect, test } from 'vitest';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import { addDays } from '#server/primitives/calendar.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { placeBid } from '../bidding/place-bid.ts';
import { accountOverview, statement } from '../cash/queries.ts';
import { recharge } from '../cash/recharge.ts';
import { receiveNotify } from '../custody/receive-notify.ts';
import { travelTo } from '../day-end/travel.ts';
import { acceptOffer } from '../loan/accept-offer.ts';
import { applyForLoan } from '../loan/apply-for-loan.ts';
import { decideLoan } from '../loan/decide-loan.ts';
import { ensureProducts } from '../loan/products.ts';
import { startReview } from '../loan/start-review.ts';
import { settleFullLoans } from '../settlement/settle-full-loans.ts';
import { reconcileDay } from './reconcile-day.ts';

let harness: Harness;
let investor: Investor;
let borrower: Borrower;
beforeAll(async () => {
  harness = await startHarness({ custodyMode: 'linked' });
  investor = await openInvestor(harness, { funds: yuan(5_000) });
  borrower = await openBorrower(harness);
});
afterAll(() => harness.stop());

const books = async () => (await harness.control('GET', 'books')) as { checks: object; custodyAccount: string };
const level = async () =>
  expect(Object.values((await books()).checks)).toEqual([true, true, true, true, true, true, true]);

async function lend(): Promise<void> {
  await transaction(harness.wiring.pool, async (tx) => ensureProducts(tx, await harness.system()));
  const sold = (await harness.wiring.pool.db.select().from(product)).find(({ code }) => code === 'short-bullet');
  const ctx = await borrower.context();
  const wish = { title: '周转', purpose: '备货', term: 7, amount: yuan(5_000), ratePpm: ratePpm(120_000) };
  const { loanId } = await applyForLoan(ctx, { ...wish, requestId: ctx.newId(), productId: sold?.id ?? ctx.newId() });
  const officer = await harness.staff(['loan-officer']);
  await startReview(officer, { loanId });
  await decideLoan(officer, { loanId, decision: 'offer', grade: 'B', reason: '同意' });
  await acceptOffer(await borrower.context(), { loanId });
  const bidder = await investor.context();
  await placeBid(bidder, { requestId: bidder.newId(), loanId, amount: yuan(5_000) });
  await level();
  await settleFullLoans(await harness.system());
}

test('the bank tells of money brought to an e-account, once, and nothing is paid in over the platform', async () => {
  const ctx = await investor.context();
  expect(await accountOverview(ctx)).toMatchObject({ available: yuan(5_000) });
  expect(await statement(ctx, { limit: 10 })).toMatchObject([{ kind: 'RECHARGE', amount: yuan(5_000) }]);
  const refused = recharge(ctx, { requestId: ctx.newId(), amount: yuan(1), returnUrl: 'http://127.0.0.1:9/' });
  await expect(refused).rejects.toMatchObject({ code: 'CASH_AT_BANK_ONLY' });
  const told = harness.notifies.received.find(({ fields }) => fields.serviceName === 'RECHARGE');
  expect(await receiveNotify(await harness.system(), told?.fields ?? {})).toBe('taken');
  expect(await accountOverview(await investor.context())).toMatchObject({ available: yuan(5_000) });
});

test('a number of the bank’s own that is no member’s deposit is refused', async () => {
  const requestsBefore = harness.notifies.received.length;
  await harness.control('POST', 'members', { members: [{ platformUserNo: 'STRANGER' }] });
  await harness.control('POST', 'accounts/STRANGER/deposit', { amount: '1.00' });
  const told = await eventually('the word of it', () => harness.notifies.received[requestsBefore]);
  expect(told.answer).toBe('REFUSED');
});

test('a loan is lent between e-accounts, and a deposit whose notify was lost is found in the files', async () => {
  const { businessDate } = await harness.system();
  await lend();
  harness.notifies.hold(true);
  const { platformUserNo } = (await accountOverview(await borrower.context())) ?? {};
  await harness.control('POST', `accounts/${platformUserNo}/deposit`, { amount: '77.00' });
  harness.notifies.hold(false);
  await travelTo(await harness.system(), { to: addDays(businessDate, 1) });
  const { breaks } = await reconcileDay(await harness.system(), businessDate);
  // The stranger's yuan alone, who was never opened here, as each check sees it.
  expect(breaks.map(({ check, kind, cause }) => `${check} ${kind} ${cause}`)).toEqual([
    'line-by-line missing-here never-sent',
    'money-and-information balance account-unknown-here',
    'total-to-total total follows-from-lines',
  ]);
  const lines = await statement(await borrower.context(), { limit: 20 });
  expect(lines.filter(({ kind, amount }) => kind === 'RECHARGE' && amount === yuan(77))).toHaveLength(1);
  expect(await books()).toMatchObject({ custodyAccount: '0.00' });
  await level();
});
