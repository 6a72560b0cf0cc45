import { test as base, expect, type Page } from '@playwright/test';
import { type DemoName, demoPerson, type Person } from './people.ts';
import { type Language, languageOf, type Words, wordsIn } from './words.ts';

type Look = {
  language: Language;
  /** The page's own sentences, in the language of this look. */
  t: Words;
  /** A new browser window in which this person is signed in; nobody is for 'nobody'. */
  pageOf: (who: Person | DemoName | 'nobody') => Promise<Page>;
  /** What broke in a page without being asked about: each test fails when there is some. */
  faults: string[];
};

type Shared = {
  /** The demo people, each signed in once. */
  demo: (name: DemoName) => Promise<Person>;
};

function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // A refusal's status, and a connection that a test cuts, are errors to the browser; to us they are answers.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`${page.url()}: ${message.text()}`);
  });
}

export const test = base.extend<Look, Shared>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const known = new Map<DemoName, Promise<Person>>();
      await use((name) => {
        const person = known.get(name) ?? demoPerson(name);
        known.set(name, person);
        return person;
      });
    },
    { scope: 'worker' },
  ],
  faults: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const faults: string[] = [];
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  language: async ({ locale }, use) => use(languageOf(locale)),
  t: async ({ language }, use) => use(wordsIn(language)),
  page: async ({ page, faults }, use) => {
    watch(page, faults);
    await use(page);
  },
  pageOf: async ({ browser, demo, faults }, use) => {
    const opened: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async (who) => {
      const person = typeof who !== 'string' ? who : who === 'nobody' ? undefined : await demo(who);
      const context = await browser.newContext({ storageState: person?.state });
      opened.push(context);
      const page = await context.newPage();
      watch(page, faults);
      return page;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';
