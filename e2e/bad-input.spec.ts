import { expectRefused, neverAmounts } from './pages/amount-field.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { confirmAtBank } from './pages/bank-page.ts';
import { LoanPage } from './pages/loan-page.ts';
import { newTitle, openLoan } from './support/loans.ts';
import { accountHolder, investorWith, yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('a bid that cannot be is refused beside its field, full-width digits are read, a double click bids once', async ({
  pageOf,
  t,
}) => {
  const [{ loanId }, investor] = await Promise.all([openLoan({ amount: yuan('1500') }), investorWith(yuan('800'))]);
  const page = await pageOf(investor);
  const loan = new LoanPage(page, t);
  await loan.open(loanId);
  await expectRefused(loan.amount, loan.submit, [
    ...neverAmounts(t),
    ['50', t('errors.AMOUNT_BELOW_MINIMUM', { minimum: '100.00' })],
    ['150', t('errors.AMOUNT_OFF_STEP', { minimum: '100.00', step: '100.00' })],
    ['1600', t('errors.AMOUNT_OVER_REMAINING', { remaining: '1,500.00' })],
    ['900', t('errors.AMOUNT_OVER_BALANCE', { balance: '800.00' })],
  ]);
  await loan.ask('￥３００．００');
  await expect(loan.dialog.getByText('¥300.00')).toBeVisible();
  await loan.yes.dblclick();
  await loan.expectFrozen();
  await expect(loan.ownBids).toHaveCount(1);

  await page.goto('/invest');
  await expect(page.getByRole('definition').filter({ hasText: '¥500.00' })).toBeVisible();
  await page.goBack();
  await expect(loan.ownBids).toHaveCount(1);
  expect(await investor.portal.bidding.mine.query({ loanId })).toHaveLength(1);
});

test('a recharge that cannot be is refused beside its field, and leaving the bank half-way loses and doubles nothing', async ({
  pageOf,
  t,
}) => {
  const investor = await accountHolder('investor');
  const page = await pageOf(investor);
  await page.goto('/invest/recharge');
  const field = page.getByLabel(t('recharge.amount'), { exact: true });
  const submit = page.getByRole('button', { name: t('recharge.submit') });
  await expectRefused(field, submit, neverAmounts(t));
  await field.fill('１，０００');
  await submit.dblclick();
  await page.waitForURL(/\/gateway|\/page/);
  await expect(page.getByText('1,000.00').first()).toBeVisible();
  await page.goto('/invest/recharge');
  await field.fill('1000');
  await submit.click();
  await confirmAtBank(page);
  await expect(page.getByText(t('progress.recharge.done'))).toBeVisible();
  expect((await investor.portal.cash.overview.query({ as: 'investor' }))?.available).toBe(yuan('1000'));
});

test('an application that cannot be is refused beside its field, and going back hands nothing in again', async ({
  pageOf,
  t,
}) => {
  const borrower = await accountHolder('borrower');
  const page = await pageOf(borrower);
  const apply = new ApplyPage(page, t);
  await page.goto('/borrow/recharge');
  await page.goto('/borrow/apply');
  await expectRefused(apply.amount, apply.goOn, neverAmounts(t));
  await apply.terms('200,000.01');
  await apply.goOn.click();
  await expect(page.getByText(t('apply.missing.title'))).toBeVisible();
  await expect(page.getByText(t('apply.missing.purpose'))).toBeVisible();
  await apply.purpose(newTitle(), 'More than one person may owe.');
  await apply.means('Jingdezhen', '12000');
  await apply.toTheEnd();
  await apply.handIn.click();
  const cap = t('errors.BORROWING_CAP_EXCEEDED', { cap: '200,000.00', left: '200,000.00' });
  await expect(page.getByRole('alert').getByText(cap)).toBeVisible();

  await page
    .getByRole('button', { name: t('apply.steps.terms') })
    .first()
    .click();
  await apply.terms('２０，０００');
  await apply.goOn.click();
  await apply.toTheEnd();
  await expect(page.getByText('¥20,000.00')).toBeVisible();
  await apply.handIn.click();
  await page.waitForURL('/borrow');
  await expect(page.getByText(t('state.loan.submitted')).first()).toBeVisible();
  await page.goBack();
  await page.waitForURL('/borrow/recharge');
  expect(await borrower.portal.loan.mine.query()).toHaveLength(1);
});
