import { ApplyPage } from './pages/apply-page.ts';
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
    const apply = new ApplyPage(page, t);
    await page.goto('/borrow/apply');
    await apply.terms('60，000');
    await apply.purpose(title, 'A second kiln for the pottery.');
    await apply.goOn.click();
    await expect(page.getByText(t('apply.missing.region'))).toBeVisible();
    await apply.means('Jingdezhen', '20000');
    await apply.goOn.click();
    await expect(page.getByText(t('apply.stepNote.security'))).toBeVisible();
    await apply.kept();
    await page.reload();
    await apply.goOn.click();
    await apply.attach('statement.pdf');
    await apply.goOn.click();
    await expect(page.getByText('Jingdezhen')).toBeVisible();
    await expect(page.getByText('¥60,000.00')).toBeVisible();
    await apply.handIn.dblclick();
    await page.waitForURL('/borrow');
    await expect(card.getByText(t('state.loan.submitted'))).toBeVisible();
  });

  await test.step('is offered', async () => {
    const desk = await pageOf('officer');
    await desk.goto('/admin');
    const application = desk.locator('section', { has: desk.getByRole('heading', { name: title }) }).last();
    await application.getByRole('button', { name: t('review.take') }).click();
    await application.getByRole('link', { name: t('review.openReview') }).click();
    await expect(desk.getByText('statement.pdf').first()).toBeVisible();
    await desk.getByRole('button', { name: t('documents.accept') }).click();
    await expect(desk.getByText(t('state.document.accepted'))).toBeVisible();
    await desk.getByRole('button', { name: t('review.offer'), exact: true }).click();
    await expect(desk.getByText(t('review.reasonMissing'))).toBeVisible();
    await desk.getByLabel(t('review.reason'), { exact: true }).fill('Steady turnover.');
    await desk.getByLabel(t('review.amountOffered')).fill('50,000');
    await desk.getByLabel(t('review.rate'), { exact: true }).fill('9.2');
    await desk.getByRole('button', { name: t('review.offer'), exact: true }).click();
    await expect(desk.getByText(t('review.waits'))).toBeVisible();
  });

  await test.step('accepts', async () => {
    await page.reload();
    await expect(card.getByText('9.20').first()).toBeVisible();
    await expect(card.getByRole('cell', { name: '¥60,000.00' })).toBeVisible();
    await expect(card.getByRole('cell', { name: '¥50,000.00' })).toBeVisible();
    await card.getByRole('button', { name: t('offer.accept') }).click();
    await expect(card.getByText(t('state.loan.open'), { exact: true })).toBeVisible();
  });

  const visitor = await pageOf('nobody');
  await visitor.goto('/loans');
  await visitor.getByRole('link', { name: title }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(visitor.locator('#bid').getByText(t('bid.signInFirst'))).toBeVisible();
});
