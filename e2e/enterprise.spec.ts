import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { madeUpEnterprise } from '#server/testing/people.ts';
import { registerAtBank } from './pages/bank-page.ts';
import { decideAsClerk } from './support/bank.ts';
import { newLogin, PASSWORD } from './support/people.ts';
import { expect, test } from './support/test.ts';

const REASON = '联系人有误，请更正';

/** Fills in the company's form. */
async function fill(page: Page, facts: Readonly<Record<string, string>>): Promise<void> {
  const { bankCode = '', ...typed } = facts;
  for (const [field, text] of Object.entries(typed)) await page.locator(`input[name="${field}"]`).fill(text);
  await page.locator('select[name="bankCode"]').selectOption(bankCode);
}

test('a company registers to guarantee, reads why the bank sent its papers back, and is passed', async ({
  page,
  t,
}) => {
  const facts = madeUpEnterprise(randomInt(10_000, 400_000), '融资担保');
  const handIn = async (): Promise<string> => {
    await page.getByRole('button', { name: t('openEnterprise.submit') }).click();
    await registerAtBank(page);
    await page.waitForURL(/\/custody\/progress/);
    await expect(page.getByText(t('progress.auditing'))).toBeVisible();
    return new URL(page.url()).searchParams.get('no') ?? '';
  };
  await page.goto('/register?role=guarantor');
  await page.getByLabel(t('register.login')).fill(newLogin());
  await page.getByLabel(t('register.password')).fill(PASSWORD);
  await page.getByRole('button', { name: t('register.submit') }).click();
  await page.waitForURL('/guarantee');
  await page.getByRole('link', { name: t('onboarding.guarantor.open.action') }).click();

  await test.step('a code with a wrong check character is named before the bank is troubled', async () => {
    await fill(page, { ...facts, unifiedCode: '91350100M000100Y44' });
    await page.getByRole('button', { name: t('openEnterprise.submit') }).click();
    await expect(page.getByText(t('openAccount.why.check-digit'))).toBeVisible();
    await fill(page, facts);
  });

  const first = await handIn();
  await page.goto('/guarantee/account');
  await expect(page.getByText(t('account.auditingNote'))).toBeVisible();
  await decideAsClerk(first, { decision: 'BACK', reason: REASON });
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(t('account.clerkSaid', { reason: REASON }))).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await fill(page, facts);
  await decideAsClerk(await handIn(), { decision: 'PASSED' });
  await expect(async () => {
    await page.goto('/guarantee/account');
    await expect(page.getByText(t('account.kind.COMPENSATORY'))).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText(facts.name)).toBeVisible();
});
