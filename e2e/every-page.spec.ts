import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { DemoName } from './support/people.ts';
import { expect, test } from './support/test.ts';

const NARROW = { width: 360, height: 780 };

/** Nothing for axe to find, and nothing that a narrow phone would have to scroll sideways for. */
async function expectFit(page: Page, path: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect.soft(found, `${path} for axe`).toEqual([]);
  const wide = page.viewportSize();
  await page.setViewportSize(NARROW);
  const tooWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const guilty = [...document.querySelectorAll('main *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return scrollWidth > clientWidth ? guilty.slice(0, 3).map((element) => element.outerHTML.slice(0, 200)) : [];
  });
  expect.soft(tooWide, `${path} at ${NARROW.width} px`).toEqual([]);
  if (wide) await page.setViewportSize(wide);
}

async function look(page: Page, path: string): Promise<void> {
  await test.step(path, async () => {
    const answer = await page.goto(path);
    expect.soft(answer?.status(), path).toBe(path === '/nowhere' ? 404 : 200);
    expect.soft(new URL(page.url()).pathname, path).toBe(path.split('?')[0]);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.waiting')).toHaveCount(0);
    await expectFit(page, path);
  });
}

const PAGES: readonly { who: DemoName | 'nobody'; paths: readonly string[] }[] = [
  { who: 'nobody', paths: ['/', '/loans', '/calculator', '/sign-in', '/register', '/nowhere'] },
  { who: 'investor.new', paths: ['/invest', '/invest/account', '/invest/recharge'] },
  {
    who: 'investor.active',
    paths: ['/invest', '/invest/account', '/invest/recharge', '/settings', '/custody/progress'],
  },
  { who: 'borrower.applying', paths: ['/borrow', '/borrow/account', '/borrow/apply', '/borrow/recharge'] },
  { who: 'borrower.late', paths: ['/borrow'] },
  { who: 'officer', paths: ['/admin', '/admin/loans'] },
  { who: 'finance', paths: ['/admin/bank', '/admin/day-end'] },
  { who: 'administrator', paths: ['/admin/members'] },
];

for (const { who, paths } of PAGES) {
  test(`every page of ${who} is accessible and fits a narrow phone`, async ({ pageOf }) => {
    const page = await pageOf(who);
    for (const path of paths) await look(page, path);
  });
}
