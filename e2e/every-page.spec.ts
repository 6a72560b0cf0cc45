import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { arriveAtBank } from './pages/bank-page.ts';
import { LoanPage } from './pages/loan-page.ts';
import { accountHolder, type DemoName, newIdentity, newPerson, type Person, yuan } from './support/people.ts';
import { expect, test } from './support/test.ts';

const NARROW = { width: 360, height: 780 };

/** Nothing for axe to find, and nothing that a narrow phone would have to be scrolled sideways for. */
async function expectFit(page: Page, name: string): Promise<void> {
  // No page here has frames: without a look for them a page takes two thirds of the time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect.soft(found, `${name} for axe`).toEqual([]);
  const usual = page.viewportSize();
  await page.setViewportSize(NARROW);
  const tooWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const guilty = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return scrollWidth > clientWidth ? guilty.slice(0, 3).map((element) => element.outerHTML.slice(0, 200)) : [];
  });
  expect.soft(tooWide, `${name} at ${NARROW.width} px`).toEqual([]);
  if (usual) await page.setViewportSize(usual);
}

async function look(page: Page, path: string): Promise<void> {
  await test.step(path, async () => {
    const answer = await page.goto(path);
    expect.soft(answer?.status(), path).toBe(path === '/nowhere' ? 404 : 200);
    await expect(page).toHaveURL(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.waiting')).toHaveCount(0);
    await expectFit(page, path);
  });
}

async function loansIn(person: Person, ...states: ('open' | 'repaying' | 'repaid')[]): Promise<string[]> {
  const found = await Promise.all(
    states.map((state) => person.portal.loan.market.query({ states: [state], limit: 1 })),
  );
  return found.flatMap(([loan]) => (loan ? [`/loans/${loan.loanId}`] : []));
}

/** A day's certificate, and the way from a total to one line of the nearest day that has any. */
async function wayDown(portal: Person['portal'], date: PlainDate): Promise<string[]> {
  const day = `/admin/reconciliation/${date}`;
  const paths = [day, `${day}/certificate`, `${day}/line-by-line`, `${day}/in-and-out`];
  for (const { date: earlier } of await portal.dayEnd.runs.query({ limit: 100 })) {
    const at = { date: earlier, check: 'line-by-line' as const, differing: false };
    const [kind] = ((await portal.drill.into.query(at))?.below.rows as { name: string }[] | undefined) ?? [];
    if (!kind) continue;
    const [account] =
      ((await portal.drill.into.query({ ...at, name: kind.name }))?.below.rows as { name: string }[] | undefined) ?? [];
    const way = { name: kind.name, account: account?.name ?? '' };
    const [line] =
      ((await portal.drill.into.query({ ...at, ...way }))?.below.rows as { journalId: string }[] | undefined) ?? [];
    const check = `/admin/reconciliation/${earlier}/line-by-line`;
    const [byKind, byAccount] = [new URLSearchParams({ name: way.name }), new URLSearchParams(way)];
    const toLine = new URLSearchParams({ ...way, journal: line?.journalId ?? '' });
    return [...paths, `${check}?${byKind}`, `${check}?${byAccount}`, `${check}/line?${toLine}`];
  }
  return paths;
}

type Rounds = {
  who: DemoName;
  paths: readonly string[];
  /** Pages of what the world happens to hold. */
  further?: (person: Person) => Promise<string[]>;
};

const ROUNDS: readonly Rounds[] = [
  { who: 'investor.new', paths: ['/invest', '/invest/account', '/invest/recharge', '/invest/withdraw'] },
  {
    who: 'investor.active',
    paths: ['/invest', '/invest/account', '/invest/recharge', '/invest/withdraw', '/settings', '/custody/progress'],
    further: async (person) => {
      const [open, ...others] = await loansIn(person, 'open', 'repaying', 'repaid');
      return [open, `${open}/proof`, ...others, `${others[0]}/proof?row=1`].flatMap((path) => path ?? []);
    },
  },
  {
    who: 'borrower.applying',
    paths: ['/borrow', '/borrow/account', '/borrow/apply', '/borrow/recharge', '/borrow/withdraw'],
  },
  {
    who: 'borrower.repaying',
    paths: [],
    further: async ({ portal }) =>
      (await portal.loan.mine.query())
        .slice(0, 1)
        .flatMap(({ loanId }) => ['', '/payoff', '/prepay'].map((page) => `/borrow/loans/${loanId}${page}`)),
  },
  {
    who: 'borrower.late',
    paths: ['/borrow'],
    further: async ({ portal }) =>
      (await portal.loan.mine.query())
        .filter(({ state }) => state === 'overdue')
        .map((one) => `/borrow/loans/${one.loanId}`),
  },
  { who: 'borrower.enterprise', paths: ['/borrow/account'] },
  { who: 'guarantor', paths: ['/guarantee', '/guarantee/account', '/guarantee/recharge', '/guarantee/withdraw'] },
  {
    who: 'officer',
    paths: ['/admin', '/admin/loans', '/admin/guarantors'],
    further: async ({ portal }) =>
      (await portal.loan.reviewQueue.query()).slice(0, 1).map(({ loanId }) => `/admin/loans/${loanId}`),
  },
  {
    who: 'finance',
    paths: [
      '/admin/overdue',
      '/admin/recourse',
      '/admin/bank',
      '/admin/receivables',
      '/admin/payouts',
      '/admin/platform-accounts',
      '/admin/alerts',
      '/admin/day-end',
      '/admin/breaks?state=all&sort=amount',
      '/admin/suspense',
      '/admin/reconciliation',
      '/dev/outbox',
    ],
    further: async ({ portal }) => {
      const [, yesterday] = await portal.dayEnd.runs.query({ limit: 2 });
      return yesterday ? [`/admin/day-end/${yesterday.date}`, ...(await wayDown(portal, yesterday.date))] : [];
    },
  },
  { who: 'administrator', paths: ['/admin/calendar', '/admin/members', '/admin/products', '/admin/scores'] },
];

test('every page of a visitor is accessible and fits a narrow phone', async ({ page }) => {
  for (const path of ['/', '/loans', '/calculator', '/sign-in', '/register', '/nowhere']) await look(page, path);
});

for (const { who, paths, further } of ROUNDS) {
  test(`every page of ${who} is accessible and fits a narrow phone`, async ({ pageOf, demo }) => {
    const page = await pageOf(who);
    const more = await further?.(await demo(who));
    for (const path of [...paths, ...(more ?? [])]) await look(page, path);
  });
}

test('the question before a bid is accessible and fits a narrow phone', async ({ pageOf, demo, t }) => {
  const [path] = await loansIn(await demo('investor.active'), 'open');
  const loan = new LoanPage(await pageOf('investor.active'), t);
  await loan.page.goto(path ?? '');
  await loan.ask('200');
  await expectFit(loan.page, 'the question');
});

test('the bank’s pages for a customer are accessible and fit a narrow phone, with mistakes in them too', async ({
  pageOf,
}) => {
  const stranger = await newPerson('investor');
  const requestId = crypto.randomUUID();
  const opening = await stranger.portal.cash.openAccount.mutate({ as: 'investor', requestId, ...newIdentity() });
  const page = await pageOf(stranger);
  await page.goto(`/custody/go/${opening.instructionId}`);
  await arriveAtBank(page);
  await expectFit(page, 'registration');
  await page.locator('#nextButton').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectFit(page, 'registration with mistakes');

  const holder = await accountHolder('investor');
  const charge = { as: 'investor', requestId: crypto.randomUUID(), amount: yuan('100') } as const;
  const { instructionId } = await holder.portal.cash.recharge.mutate(charge);
  const desk = await pageOf(holder);
  await desk.goto(`/custody/go/${instructionId}`);
  await arriveAtBank(desk);
  await expectFit(desk, 'recharge');
});
