import { defineConfig, type PlaywrightTestProject } from '@playwright/test';

/** Quiet, and working in a container without a graphics card or a sandbox. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** What touches everybody, the bank's faults and the world's time, has the world to itself and comes last. */
const ALONE = ['**/bank-faults.spec.ts', '**/lending-cycle.spec.ts'];

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
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium', args: FLAGS },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'zh-light-phone', testIgnore: ALONE, use: phone },
    { name: 'en-dark-desktop', testIgnore: ALONE, use: desktop },
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
  ],
});
