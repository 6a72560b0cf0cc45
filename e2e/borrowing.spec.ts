import { newTitle } from './support/loans.ts';
import { accountHolder } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('a borrower applies, an officer offers, the borrower accepts, and the loan is on the market', async ({
  pageOf,
  t,
}) => {
  const title = newTitle();
  const page = await pageOf(await accountHolder('borrower'));
  const card = page.locator('section', { has: page.getByRole('link', { name: title }) }).last();

  await test.step('applies', async () => {
    await page.goto('/borrow/apply');
    await page.getByLabel(t('apply.amount')).fill('60，000');
    await page.getByLabel(t('apply.product')).selectOption({ label: t('repaymentKind.equal-instalment') });
    await page.getByLabel(t('apply.rate')).fill('9.5');
    await page.getByLabel(t('apply.loanTitle')).fill(title);
    await page.getByLabel(t('apply.purpose')).fill('A second kiln for the pottery.');
    await page.getByRole('button', { name: t('apply.submit') }).click();
    await expect(page.getByRole('dialog').getByText('¥60,000.00')).toBeVisible();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('apply.handIn') })
      .dblclick();
    await page.waitForURL('/borrow');
    await expect(card.getByText(t('state.loan.submitted'))).toBeVisible();
  });

  await test.step('is offered', async () => {
    const desk = await pageOf('officer');
    await desk.goto('/admin');
    const application = desk.locator('section', { has: desk.getByRole('heading', { name: title }) }).last();
    await application.getByRole('button', { name: t('review.take') }).click();
    await application.getByRole('button', { name: t('review.offer') }).click();
    await expect(application.getByText(t('review.reasonMissing'))).toBeVisible();
    await application.getByLabel(t('review.reason')).fill('Steady turnover.');
    await application.getByLabel(t('review.rate')).fill('9.2');
    await application.getByRole('button', { name: t('review.offer') }).click();
    await expect(application.getByText(t('review.waits'))).toBeVisible();
  });

  await test.step('accepts', async () => {
    await page.reload();
    await expect(card.getByText('9.20').first()).toBeVisible();
    await card.getByRole('button', { name: t('offer.accept') }).click();
    await expect(card.getByText(t('state.loan.open'), { exact: true })).toBeVisible();
  });

  const visitor = await pageOf('nobody');
  await visitor.goto('/loans');
  await visitor.getByRole('link', { name: title }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(visitor.locator('#bid').getByText(t('bid.signInFirst'))).toBeVisible();
});
