import { confirmAtBank, registerAtBank } from './pages/bank-page.ts';
import { LoanPage } from './pages/loan-page.ts';
import { openLoan } from './support/loans.ts';
import { newIdentity, newLogin, PASSWORD, yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('somebody new registers, opens an account at the bank, authorises, pays in, bids, and sees it frozen', async ({
  page,
  t,
}) => {
  const checklist = page.getByRole('region', { name: t('onboarding.title') });
  const lent = openLoan({ amount: yuan('6000') });
  await page.goto('/register');
  await page.getByLabel(t('register.login')).fill(newLogin());
  await page.getByLabel(t('register.password')).fill(PASSWORD);
  await page.getByRole('button', { name: t('register.submit') }).click();
  await page.waitForURL('/invest');

  await test.step('the account, at the bank’s own page', async () => {
    await checklist.getByRole('link', { name: t('onboarding.investor.open.action') }).click();
    for (const [field, text] of Object.entries(newIdentity())) {
      await page.locator(`input[name="${field}"]`).fill(text);
    }
    await page.getByRole('button', { name: t('openAccount.submit') }).click();
    await registerAtBank(page);
    await page.waitForURL(/\/custody\/progress/);
    await expect(page.getByText(t('progress.open-account.done'))).toBeVisible();
  });

  await test.step('the standing authorisation, renewed', async () => {
    await page.goto('/invest/account');
    await page.getByRole('button', { name: t('account.renew') }).click();
    await confirmAtBank(page);
    await expect(page.getByText(t('progress.authorise.done'))).toBeVisible();
    await page.getByRole('link', { name: t('progress.goOn') }).click();
  });

  await test.step('money from the card', async () => {
    await checklist.getByRole('link', { name: t('onboarding.investor.recharge.action') }).click();
    await page.getByLabel(t('recharge.amount'), { exact: true }).fill('20,000');
    await page.getByRole('button', { name: t('recharge.submit') }).click();
    await confirmAtBank(page);
    await expect(page.getByText(t('progress.recharge.done'))).toBeVisible();
  });

  await test.step('the bid', async () => {
    const { loanId, title } = await lent;
    const loan = new LoanPage(page, t);
    await loan.open(loanId);
    await loan.ask('1200');
    await expect(loan.dialog.getByText('¥1,200.00')).toBeVisible();
    await loan.yes.click();
    await loan.expectFrozen();
    await expect(loan.ownBids).toHaveText([new RegExp(`¥1,200\\.00.*${t('state.bid.frozen')}`)]);
    await page.goto('/invest');
    await expect(page.getByRole('definition').filter({ hasText: '¥18,800.00' })).toBeVisible();
    await expect(page.getByRole('table', { name: t('bids.title') }).getByText(title)).toBeVisible();
    await expect(checklist).toHaveCount(0);
  });
});
