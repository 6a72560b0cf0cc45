import type { Page } from '@playwright/test';
import { confirmAtBank, registerAtBank } from './pages/bank-page.ts';
import { LoanPage } from './pages/loan-page.ts';
import { openLoan } from './support/loans.ts';
import { newIdentity, newPerson, yuan } from './support/people.ts';
import { BANK_URL, CUSTODY_MODE } from './support/places.ts';
import { expect, test } from './support/test.ts';
import type { Words } from './support/words.ts';

async function openAccount(page: Page, t: Words): Promise<void> {
  await page.goto('/invest/account');
  for (const [field, text] of Object.entries(newIdentity())) await page.locator(`input[name="${field}"]`).fill(text);
  await page.getByRole('button', { name: t('openAccount.submit') }).click();
  await registerAtBank(page);
  await page.waitForURL(/\/custody\/progress/);
  await expect(page.getByText(t('progress.open-account.done'))).toBeVisible();
}

/** From the card, at the bank's page: a payment company collects. */
async function payIn(page: Page, t: Words): Promise<void> {
  await page.goto('/invest/recharge');
  await page.getByLabel(t('recharge.amount'), { exact: true }).fill('20,000');
  await page.getByRole('button', { name: t('recharge.submit') }).click();
  await confirmAtBank(page);
  await expect(page.getByText(t('progress.recharge.done'))).toBeVisible();
}

/** At the bank's counter, without the portal, which nowhere offers to pay in and says where money comes from. */
async function fillEAccount(page: Page, t: Words, accountNo: string): Promise<void> {
  await page.goto('/invest');
  await expect(page.getByText(t('linked.title'))).toBeVisible();
  await expect(page.locator('a[href="/invest/recharge"]')).toHaveCount(0);
  await page.goto('/invest/recharge');
  await expect(page.getByText(t('linked.text'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('recharge.submit') })).toHaveCount(0);
  await page.goto(`${BANK_URL}/desk/accounts/${accountNo}`);
  await page.locator('#amount').fill('20000');
  await page.locator('main form button').click();
  await expect(page.getByRole('link', { name: accountNo })).toBeVisible();
}

test(`${CUSTODY_MODE} custody: an account is opened, money comes, a bid is frozen and stands in the statement`, async ({
  pageOf,
  t,
}) => {
  const lent = openLoan({ amount: yuan('6000') });
  const person = await newPerson('investor');
  const page = await pageOf(person);
  const overview = async () => (await person.portal.cash.overview.query({ as: 'investor' })) ?? undefined;
  await openAccount(page, t);
  const accountNo = (await overview())?.platformUserNo ?? '';
  if (CUSTODY_MODE === 'linked') await fillEAccount(page, t, accountNo);
  else await payIn(page, t);
  await expect.poll(async () => (await overview())?.available, { timeout: 20_000 }).toBe(yuan('20000'));

  const { loanId } = await lent;
  const loan = new LoanPage(page, t);
  await loan.open(loanId);
  await loan.bid('1200');
  await loan.expectFrozen();
  await page.goto('/invest');
  await expect(page.getByRole('definition').filter({ hasText: '¥18,800.00' })).toBeVisible();
  await page.goto('/invest/account');
  const statement = page.getByRole('table', { name: t('statement.title') });
  await expect(statement.getByText('20,000.00').first()).toBeVisible();
  await expect(statement.getByText('1,200.00').first()).toBeVisible();

  const books = await (await fetch(`${BANK_URL}/simulator/books`)).json();
  expect(books).toMatchObject({ custodyMode: CUSTODY_MODE, checks: { arrivedEquation: true, sumIsZero: true } });
  const held = await (await fetch(`${BANK_URL}/simulator/accounts/${accountNo}`)).json();
  expect(held).toMatchObject({
    availableAmount: '18800.00',
    freezeAmount: '1200.00',
    floatBalance: CUSTODY_MODE === 'linked' ? '0.00' : '20000.00',
  });
});
