import { defineConfig, type PlaywrightTestProject } from '@playwright/test';
import { BROWSER_FLAGS } from './scripts/world/browser.ts';

/** What touches everybody, the bank's faults and the world's time, has the world to itself and comes last. */
const ALONE = ['**/bank-faults.spec.ts', '**/lending-cycle.spec.ts'];

/** Needs a world whose bank keeps money in another way than most: `npm run test:long` starts one for each. */
const OTHER_MODES = '**/custody-modes.spec.ts';

const phone: PlaywrightTestProject['use'] = {
  locale: 'zh-CN',
  colorScheme: 'light',
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 1,
  isMobile: true,
  hasTouch: true,
};

const desktop: PlaywrightTestProject['use'] = {
  locale: 'en-US',
  colorScheme: 'dark',
  viewport: { width: 1280, height: 800 },
};

/** The looks that no other project has: the long run goes through every page in them, too. */
const otherLooks = ['zh-CN', 'en-US'].flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    [phone, desktop]
      .filter(
        (size) =>
          ![phone, desktop].some((one) => one === size && one.locale === locale && one.colorScheme === colorScheme),
      )
      .map((size): PlaywrightTestProject => {
        const words = [locale.slice(0, 2), colorScheme, size === phone ? 'phone' : 'desktop'];
        return { name: words.join('-'), testMatch: '**/every-page.spec.ts', use: { ...size, locale, colorScheme } };
      }),
  ),
);

/** One look is enough for what differs. */
const otherMode: PlaywrightTestProject[] = [{ name: 'custody-mode', testMatch: OTHER_MODES, use: phone }];

const twoLooks: PlaywrightTestProject[] = [
  { name: 'zh-light-phone', testIgnore: [...ALONE, OTHER_MODES], use: phone },
  { name: 'en-dark-desktop', testIgnore: [...ALONE, OTHER_MODES], use: desktop },
  {
    name: 'zh-light-phone-alone',
    testMatch: ALONE,
    workers: 1,
    dependencies: ['zh-light-phone', 'en-dark-desktop'],
    use: phone,
  },
  {
    name: 'en-dark-desktop-alone',
    testMatch: ALONE,
    workers: 1,
    dependencies: ['zh-light-phone-alone'],
    use: desktop,
  },
];

/**
 * Two looks of one running world (`PORTAL_URL`, `BANK_URL`; `scripts/test-world.ts` starts one). Both looks run side by
 * side where the tests keep to themselves, one after the other where they cannot.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/browser',
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Limits end what hangs; a shared machine may take its time.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: 'line',
  use: {
    baseURL: process.env.PORTAL_URL ?? 'http://127.0.0.1:3000',
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium', args: BROWSER_FLAGS },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
  },
  projects: process.env.CUSTODY_MODE ? otherMode : [...(process.env.LONG === '1' ? otherLooks : []), ...twoLooks],
});
