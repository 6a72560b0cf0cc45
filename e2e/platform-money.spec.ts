import { randomUUID } from 'node:crypto';
import { expect, test } from './support/test.ts';

test('finance proposes a transfer, the administrator approves it, and the bank agrees with the books', async ({
  pageOf,
  t,
}) => {
  const reason = `Red packets ${randomUUID().slice(0, 8)}`;
  const [finance, administrator] = [await pageOf('finance'), await pageOf('administrator')];
  const place = '/admin/platform-accounts';

  await test.step('finance proposes it, and cannot approve it', async () => {
    await finance.goto(place);
    await finance.getByLabel(t('platformAccounts.to'), { exact: true }).selectOption('SYS_GENERATE_002');
    await finance.getByLabel(t('platformAccounts.amount'), { exact: true }).fill('12.34');
    await finance.getByLabel(t('platformAccounts.reason'), { exact: true }).fill(reason);
    await finance.getByRole('button', { name: t('platformAccounts.submit') }).click();
    const row = finance.getByRole('row').filter({ hasText: reason });
    await expect(row.getByText(t('state.platformOrder.proposed'), { exact: true })).toBeVisible();
    await expect(row.getByRole('button', { name: t('platformAccounts.approve'), exact: true })).toHaveCount(0);
  });

  await test.step('the administrator approves it after a last look', async () => {
    await administrator.goto(place);
    const row = administrator.getByRole('row').filter({ hasText: reason });
    await row.getByRole('button', { name: t('platformAccounts.approve'), exact: true }).click();
    const dialog = administrator.getByRole('dialog');
    await expect(dialog.getByText('¥12.34')).toBeVisible();
    await dialog.getByRole('button', { name: t('platformAccounts.approveYes') }).click();
    await expect(row.getByText(t('state.platformOrder.succeeded'), { exact: true })).toBeVisible();
  });

  await test.step('the bank holds what the books say', async () => {
    await finance.getByRole('button', { name: t('platformAccounts.ask') }).click();
    const balances = finance.getByRole('table', { name: t('platformAccounts.accounts') });
    await expect(balances.getByText(t('platformAccounts.same'), { exact: true })).toHaveCount(8);
  });
});
