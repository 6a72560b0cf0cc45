import { randomUUID } from 'node:crypto';
import { openLoan } from './support/loans.ts';
import { yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('a borrower pays a part early, by the way he chooses, and is told what the rest would take', async ({
  pageOf,
  demo,
  t,
}) => {
  const { loanId, borrower, title } = await openLoan({ amount: yuan('1000') });
  const investor = await demo('investor.active');
  await investor.portal.bidding.place.mutate({ requestId: randomUUID(), loanId, amount: yuan('1000') });
  const payable = async () => (await borrower.portal.prepayment.choices.query({ loanId }))?.part;
  await expect.poll(payable, { intervals: [100, 200, 500], timeout: 30_000 }).toBe(true);
  const page = await pageOf(borrower);

  await test.step('sees both ways beside the new schedule, and pays', async () => {
    await page.goto(`/borrow/loans/${loanId}/prepay`);
    const part = page.getByLabel(t('payoff.part'));
    await part.fill('1000');
    await part.blur();
    await expect(part).toHaveAttribute('aria-invalid', 'true');
    await part.fill('400');
    await page.getByRole('radio', { name: t('payoff.keeps.instalment') }).check();
    await expect(page.getByRole('table', { name: t('payoff.newSchedule') })).toBeVisible();
    await page.getByRole('button', { name: t('payoff.payPart') }).click();
    await expect(page.getByRole('dialog').getByText('¥400.00').first()).toBeVisible();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('payoff.confirm') })
      .click();
    await expect(page.getByText(t('payoff.result.part'))).toBeVisible();
  });

  await test.step('is refused the payoff for want of money, by name', async () => {
    await page.goto(`/borrow/loans/${loanId}/payoff`);
    await page.getByRole('button', { name: t('payoff.payOff') }).click();
    await expect(page.getByRole('dialog').getByText('¥600.00').first()).toBeVisible();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('payoff.confirm') })
      .click();
    await expect(page.getByRole('link', { name: t('payoff.recharge') })).toBeVisible();
  });

  const lender = await pageOf('investor.active');
  await lender.goto('/invest');
  const received = lender.getByRole('table', { name: t('earlyReceipts.title') });
  await expect(received.getByRole('link', { name: title })).toBeVisible();
});
