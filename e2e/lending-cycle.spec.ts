import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { LoanPage } from './pages/loan-page.ts';
import { Shell } from './pages/shell.ts';
import { WithdrawPage } from './pages/withdraw-page.ts';
import { openLoan } from './support/loans.ts';
import { investorWith, payIn, yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

const SETTLED_MS = 45_000;
const TERM_DAYS = 7;
/** The page of withdrawals lists those of other looks too. */
const takenOut = `1${randomInt(10, 100)}.${randomInt(10, 100)}`;
const DAYS_AHEAD = TERM_DAYS + 3;

/** The desk finds the day, and every check of it agrees. */
async function expectGreen(desk: Page, date: string, t: Words): Promise<void> {
  await desk.goto('/admin/day-end');
  await desk.locator(`a[href="/admin/day-end/${date}"]`).click();
  await expect(desk.getByText(t('reconciliation.title.green'))).toBeVisible();
  const checks = desk.getByRole('table', { name: t('reconciliation.checks') });
  await expect(checks.getByText(t('state.check.green'), { exact: true }).first()).toBeVisible();
  await expect(checks.getByText(t('state.check.red'), { exact: true })).toHaveCount(0);
}

test('a loan is filled, settled, repaid on its day, and each night’s reconciliation is green', async ({
  pageOf,
  t,
}) => {
  test.setTimeout(180_000);
  const [{ loanId, title, borrower }, first, second] = await Promise.all([
    openLoan({ amount: yuan('1000'), kind: 'bullet', term: TERM_DAYS }),
    investorWith(yuan('400')),
    investorWith(yuan('600')),
  ]);
  // The fee was taken out of what the borrower received, and interest is owed: some money of their own is needed.
  await payIn(borrower, 'borrower', yuan('100'));
  const page = await pageOf(first);
  const shell = new Shell(page, t);
  const loan = new LoanPage(page, t);

  await test.step('filled by two', async () => {
    await loan.open(loanId);
    await loan.bid('400');
    await loan.expectFrozen();
    await second.portal.bidding.place.mutate({ requestId: crypto.randomUUID(), loanId, amount: '600' });
  });

  const dueOn = await test.step('settled by rule, with a schedule', async () => {
    const stateNow = async () => (await first.portal.loan.page.query({ loanId })).state;
    await expect.poll(stateNow, { timeout: SETTLED_MS }).toBe('repaying');
    await page.goto('/invest');
    const claim = page
      .getByRole('table', { name: t('holdings.title') })
      .getByRole('row')
      .filter({ hasText: title });
    await expect(claim).toContainText('400.00');
    await claim.getByRole('link', { name: title }).click();
    await expect(page.getByText(t('state.loan.repaying'), { exact: true })).toBeVisible();
    const [instalment] = await first.portal.repayment.instalments.query({ loanId });
    await page.goto('/invest');
    await expect(page.locator(`time[datetime="${instalment?.dueOn}"]`).first()).toBeVisible();
    return instalment?.dueOn ?? '';
  });

  const withdrawals = new WithdrawPage(await pageOf('investor.active'), t);
  await test.step('somebody takes money out, and the bank holds it', async () => {
    await withdrawals.take(takenOut);
    await withdrawals.expectHeld(takenOut);
  });

  const fundedOn = await shell.businessDate();
  await test.step('collected on its day', async () => {
    let today = await shell.travel('nextDay');
    for (let stops = 0; today < dueOn && stops < DAYS_AHEAD; stops += 1) today = await shell.travel('nextDue');
    const receipts = async () => (await first.portal.repayment.receipts.query({})).length;
    await expect.poll(receipts, { timeout: SETTLED_MS }).toBe(1);
    await page.goto('/invest/account');
    await expect(page.getByRole('table', { name: t('statement.title') })).toContainText(t('statement.kind.REPAYMENT'));
    await loan.open(loanId);
    await expect(page.getByText(t('state.loan.repaid'), { exact: true })).toBeVisible();
  });

  await test.step('his day agreed, and his card has it', () => withdrawals.expectPaid(takenOut));

  await test.step('the day in the books is the day at the bank', async () =>
    expectGreen(await pageOf('finance'), fundedOn, t));
});
