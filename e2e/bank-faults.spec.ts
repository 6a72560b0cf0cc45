import type { Route } from '@playwright/test';
import { LoanPage } from './pages/loan-page.ts';
import { breakBank, mendBank } from './support/bank.ts';
import { openLoan } from './support/loans.ts';
import { investorWith, type Person, yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';

const FREEZE = 'USER_AUTO_PRE_TRANSACTION';
/** The worker asks about what is in doubt at growing intervals. */
const CLEARED_MS = 45_000;

test.describe.configure({ mode: 'serial' });

let investor: Person;
let loanId: string;
const bidsNow = async () =>
  (await investor.portal.bidding.mine.query({ loanId })).map(({ amount, state }) => `${state} ${amount / 100n}`).sort();
const account = () => investor.portal.cash.overview.query({ as: 'investor' });

test.beforeAll(async () => {
  await mendBank();
  [investor, { loanId }] = await Promise.all([investorWith(yuan('5000')), openLoan({ amount: yuan('20000') })]);
});
test.afterEach(mendBank);

test('the bank freezes and its answer is lost: the page waits, the bank is asked, the bid stands once', async ({
  pageOf,
  t,
}) => {
  const loan = new LoanPage(await pageOf(investor), t);
  await loan.open(loanId);
  await breakBank({ service: FREEZE, fault: 'drop-after', next: 1 });
  await loan.bid('200');
  await expect(loan.box.getByText(t('bid.freezing.title'))).toBeVisible();
  await loan.expectFrozen(CLEARED_MS);
  expect(await bidsNow()).toEqual(['frozen 200']);
});

test('the bank refuses the freeze: the page says so with the bank’s code, nothing is held, and the next bid counts', async ({
  pageOf,
  t,
}) => {
  const loan = new LoanPage(await pageOf(investor), t);
  await loan.open(loanId);
  await breakBank({ service: FREEZE, fault: 'refusal', errorCode: '100014', next: 1 });
  const before = await account();
  await loan.bid('100');
  await expect(loan.box.getByText(t('bid.failed.title'))).toBeVisible();
  await expect(loan.box.getByText('100014')).toBeVisible();
  expect((await account())?.available).toBe(before?.available);
  expect(await bidsNow()).toEqual(['failed 100', 'frozen 200']);
  await loan.box.getByRole('button', { name: t('bid.again') }).click();
  await loan.bid('100');
  await loan.expectFrozen();
});

test('an answer without the bank’s signature counts for nothing: the bank is asked, the bid stands once', async ({
  pageOf,
  t,
}) => {
  const loan = new LoanPage(await pageOf(investor), t);
  await loan.open(loanId);
  await breakBank({ service: FREEZE, fault: 'wrong-sign', next: 1 });
  await loan.bid('300');
  await expect(loan.box.getByText(t('bid.freezing.title'))).toBeVisible();
  await loan.expectFrozen(CLEARED_MS);
  expect((await bidsNow()).filter((bid) => bid.endsWith(' 300'))).toEqual(['frozen 300']);
});

test('the portal’s answer is lost on the way to the browser: the page says checking, then frozen, once', async ({
  pageOf,
  t,
}) => {
  const page = await pageOf(investor);
  const loan = new LoanPage(page, t);
  await loan.open(loanId);
  const lose = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route('**/api/trpc/bidding.place*', lose, { times: 1 });
  await loan.bid('400');
  await expect(loan.box.getByText(t('bid.checking.title'))).toBeVisible();
  await loan.expectFrozen();
  expect((await bidsNow()).filter((bid) => bid.endsWith(' 400'))).toEqual(['frozen 400']);
});

test('the bank is down: a bid waits without harm and is frozen when the bank is back', async ({ pageOf, t }) => {
  const page = await pageOf(investor);
  const loan = new LoanPage(page, t);
  await loan.open(loanId);
  await breakBank({ service: '*', fault: 'refuse', probability: 1 });
  await loan.bid('500');
  await expect(loan.box.getByText(t('bid.freezing.title'))).toBeVisible();
  const waiting = await account();
  expect(waiting && waiting.available + waiting.frozen).toBe(yuan('5000'));
  await page.reload();
  await expect(loan.ownBids.filter({ hasText: '¥500.00' })).toContainText(t('state.bid.freezing'));
  await mendBank();
  await expect.poll(bidsNow, { timeout: CLEARED_MS }).toContain('frozen 500');
  await page.reload();
  await expect(loan.ownBids.filter({ hasText: '¥500.00' })).toContainText(t('state.bid.frozen'));
});
