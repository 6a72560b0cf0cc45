import { Shell } from './pages/shell.ts';
import { newPerson, PASSWORD, signInAgain } from './support/people.ts';
import { expect, test } from './support/test.ts';

const PORTALS = ['/invest', '/borrow', '/admin'];

test('who is signed out is asked to sign in, and comes to the page that was asked for', async ({ page, t }) => {
  for (const path of PORTALS) {
    await page.goto(path);
    await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(path)}`);
    await expect(page.getByText(t('signIn.ended'))).toBeVisible();
  }
  const { login } = await newPerson('investor');
  await page.goto('/invest/account');
  const form = page.locator('form', { has: page.locator('[name=password]') });
  await form.getByLabel(t('signIn.login')).fill(login);
  await form.getByLabel(t('signIn.password')).fill('not the password');
  await form.getByRole('button', { name: t('signIn.submit') }).click();
  await expect(page.getByRole('alert').filter({ hasText: t('errors.SIGN_IN_FAILED') })).toBeVisible();
  await form.getByLabel(t('signIn.password')).fill(PASSWORD);
  await form.getByRole('button', { name: t('signIn.submit') }).click();
  await page.waitForURL('/invest/account');
});

for (const [who, own] of [
  ['investor.active', '/invest'],
  ['borrower.repaying', '/borrow'],
  ['officer', '/admin'],
] as const) {
  test(`${who} is let into ${own} and told so at the other portals`, async ({ pageOf, t }) => {
    const page = await pageOf(who);
    for (const path of PORTALS.filter((other) => other !== own)) {
      await page.goto(path);
      await expect(page).toHaveURL(/\/sign-in\?/);
      await expect(page.getByText(t('signIn.role'))).toBeVisible();
    }
    await page.goto(own);
    await expect(page).toHaveURL(own);
  });
}

test('an officer has no business at the desk of the bank’s instructions', async ({ pageOf }) => {
  const page = await pageOf('officer');
  for (const path of ['/admin/bank', '/admin/day-end', '/admin/day-end/2026-01-01']) {
    await page.goto(path);
    await expect(page).toHaveURL('/admin');
  }
  const file = await page.request.get('/api/day-files/2026-01-01/fund-summary.csv');
  expect(file.status()).toBe(403);
});

test('one click makes somebody else of a visitor, and signing out ends it', async ({ page, t }) => {
  const shell = new Shell(page, t);
  await page.goto('/');
  await shell.become('officer');
  await page.waitForURL('/admin');
  await shell.become('finance');
  await expect(page.getByRole('link', { name: t('nav.dayEnd') }).first()).toBeVisible();
  await shell.signOut();
  await page.waitForURL('/');
  await page.goto('/admin');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fadmin$/);
});

test('a session that was ended elsewhere admits nobody, and the page says why', async ({ pageOf, t }) => {
  const person = await newPerson('investor');
  const page = await pageOf(person);
  await page.goto('/invest');
  const other = await pageOf(await signInAgain(person.login));
  await other.goto('/settings');
  await other.getByRole('button', { name: t('settings.end'), exact: true }).click();
  for (const label of ['settings.ending', 'settings.end'] as const)
    await expect(other.getByRole('button', { name: t(label), exact: true })).toHaveCount(0);
  await page.goto('/invest/account');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByText(t('signIn.ended'))).toBeVisible();
});
