import { randomUUID } from 'node:crypto';
import { newApplication } from './support/loans.ts';
import { yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('a second person publishes a product, and confirms an offer above its threshold', async ({ pageOf, demo, t }) => {
  const code = `z-${randomUUID().slice(0, 8)}`;
  const name = `Kilns ${code}`;
  const second = await pageOf('officer.risk');

  await test.step('an administrator begins a product', async () => {
    const desk = await pageOf('administrator');
    await desk.goto('/admin/products');
    await desk
      .getByLabel(t('products.product'), { exact: true })
      .selectOption({ label: t('productName.monthly-instalment') });
    await desk.getByLabel(t('products.begin.what')).selectOption({ label: t('products.begin.begin') });
    await desk.getByLabel(t('products.begin.name')).fill(name);
    await desk.getByLabel(t('products.term.secondReviewAbove')).fill('10000');
    const principalFirst = desk.getByRole('button', {
      name: t('products.earlier', { part: t('products.part.principal') }),
    });
    await principalFirst.press('Enter');
    await expect(principalFirst).toBeFocused();
    const propose = desk.getByRole('button', { name: t('products.proposeVersion') });
    await propose.click();
    await expect(desk.getByText(t('products.problem.code'))).toBeVisible();
    await expect(desk.getByLabel(t('products.begin.code'))).toBeFocused();
    await desk.getByLabel(t('products.begin.code')).fill(code);
    await propose.click();
    await expect(desk.getByText(t('products.anotherPublishes'))).toBeVisible();
  });

  await test.step('another publishes it', async () => {
    await second.goto('/admin/products');
    await second.getByLabel(t('products.product'), { exact: true }).selectOption({ label: name });
    const publish = second.getByRole('button', { name: t('products.publish'), exact: true });
    await publish.click();
    await expect(publish).toBeHidden();
    await expect(second.getByText(t('state.product.published'), { exact: true })).toBeVisible();
  });

  await test.step('one officer proposes an offer, the other confirms it', async () => {
    const { loanId } = await newApplication({ amount: yuan('60000'), productCode: code });
    await (await demo('officer')).portal.loan.startReview.mutate({ loanId });
    const first = await pageOf('officer');
    await first.goto(`/admin/loans/${loanId}`);
    await first.getByLabel(t('review.reason'), { exact: true }).fill('Steady turnover.');
    await expect(first.getByText(t('review.needsSecond'))).toBeVisible();
    await first.getByRole('button', { name: t('review.offer'), exact: true }).click();
    await expect(first.getByText(t('review.waitsForSecond'))).toBeVisible();
    await second.goto(`/admin/loans/${loanId}`);
    await second.getByRole('button', { name: t('review.confirm'), exact: true }).click();
    await expect(second.getByText(t('review.waits'))).toBeVisible();
  });
});
