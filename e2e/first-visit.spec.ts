import { Shell } from './pages/shell.ts';
import { expect, test } from './support/test.ts';
import { wordsIn } from './support/words.ts';

test('the browser’s language decides, and the switch is remembered', async ({ page, t, language }) => {
  const other = wordsIn(language === 'en' ? 'zh-CN' : 'en');
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('home.headline'));
  await new Shell(page, t).languageSwitch.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other('home.headline'));
  await page.goto('/loans');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other('market.title'));
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'zh-CN' : 'en');
});

test('the look follows the system until somebody chooses, and the choice is remembered', async ({
  page,
  t,
  colorScheme,
}) => {
  const other = colorScheme === 'dark' ? 'light' : 'dark';
  await page.goto('/sign-in');
  const html = page.locator('html');
  const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect(html).toHaveAttribute('data-theme', colorScheme ?? 'light');
  const before = await canvas();
  await new Shell(page, t).themeSwitch.click();
  await expect(html).toHaveAttribute('data-theme', other);
  await expect.poll(canvas).not.toBe(before);
  await page.reload();
  await expect(html).toHaveAttribute('data-theme', other);
});

test('every page says that it is simulated and which day of business it is, and none is a dead end', async ({
  page,
  t,
}) => {
  const shell = new Shell(page, t);
  await page.goto('/');
  const today = await shell.businessDate();
  expect(today).toMatch(/^\d{4}-\d\d-\d\d$/);
  for (const path of ['/loans', '/calculator', '/sign-in', '/register']) {
    await page.goto(path);
    await expect(page.getByRole('contentinfo').getByText(t('shell.simulated'))).toBeVisible();
    await expect(shell.today).toHaveAttribute('datetime', today);
  }
  for (const path of ['/nowhere', '/loans/0', '/loans/01900000-0000-7000-8000-000000000000']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('problem.notFound'));
    await expect(page.getByRole('contentinfo').getByText(t('shell.simulated'))).toBeVisible();
  }
  await page
    .getByRole('main')
    .getByRole('link', { name: t('problem.toMarket') })
    .click();
  await page.waitForURL('/loans');
});
