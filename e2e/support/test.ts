import { test as base, type Page } from '@playwright/test';
import { type DemoName, demoPerson, type Person } from './people.ts';
import { type Language, languageOf, type Words, wordsIn } from './words.ts';

type Look = {
  language: Language;
  /** The page's own sentences, in the language of this look. */
  t: Words;
  /** A new browser window in which this person is signed in; nobody is for 'nobody'. */
  pageOf: (who: Person | DemoName | 'nobody') => Promise<Page>;
};

type Shared = {
  /** The demo people, each signed in once. */
  demo: (name: DemoName) => Promise<Person>;
};

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
  language: async ({ locale }, use) => use(languageOf(locale)),
  t: async ({ language }, use) => use(wordsIn(language)),
  pageOf: async ({ browser, demo }, use) => {
    const opened: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async (who) => {
      const person = typeof who !== 'string' ? who : who === 'nobody' ? undefined : await demo(who);
      const context = await browser.newContext({ storageState: person?.state });
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';
