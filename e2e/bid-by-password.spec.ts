import { arriveAtBank, confirmAtBank } from './pages/bank-page.ts';
import { LoanPage } from './pages/loan-page.ts';
import { openLoan } from './support/loans.ts';
import { investorWith, yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('a bid is frozen by password at the bank’s own page, left once and taken up again', async ({ pageOf, t }) => {
  const [{ loanId }, investor] = await Promise.all([openLoan({ amount: yuan('1000') }), investorWith(yuan('500'))]);
  const page = await pageOf(investor);
  const loan = new LoanPage(page, t);
  await loan.open(loanId);
  await loan.ask('300');
  await loan.dialog.getByRole('button', { name: t('bid.confirm.byPassword') }).click();
  await arriveAtBank(page);

  await loan.open(loanId);
  await expect(loan.ownBids).toHaveText([new RegExp(`¥300\\.00.*${t('state.bid.freezing')}`)]);
  await loan.ownBids.getByRole('link', { name: t('bid.toBank') }).click();
  await confirmAtBank(page);
  await page.waitForURL(/\/custody\/progress/);
  await expect(page.getByText(t('progress.freeze-bid.done'))).toBeVisible();

  await loan.open(loanId);
  await expect(loan.ownBids).toHaveText([new RegExp(`¥300\\.00.*${t('state.bid.frozen')}`)]);
});
