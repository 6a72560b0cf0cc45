import type { Locator, Page } from '@playwright/test';
import type { DemoName } from '../support/people.ts';
import { expect } from '../support/test.ts';
import type { Words } from '../support/words.ts';

const TRAVEL_MS = 90_000;

/** What stands around every page: header, demo bar, footer. */
export class Shell {
  readonly page: Page;
  readonly #t: Words;

  constructor(page: Page, t: Words) {
    this.page = page;
    this.#t = t;
  }

  get today(): Locator {
    return this.page.getByTestId('business-date').locator('time');
  }

  /** The business date as the header shows it, for machines: 2026-03-31. */
  async businessDate(): Promise<string> {
    return (await this.today.getAttribute('datetime')) ?? '';
  }

  get languageSwitch(): Locator {
    return this.page.getByRole('button', { name: this.#t('shell.otherLanguage'), exact: true });
  }

  get themeSwitch(): Locator {
    return this.page.getByRole('button', { name: this.#t('shell.theme'), exact: true });
  }

  /** Presses one of the demo bar's buttons and waits until the header shows the day that it has come to. */
  async travel(button: 'nextDay' | 'nextDue'): Promise<string> {
    const before = await this.businessDate();
    await this.page.getByRole('button', { name: this.#t(`demo.${button}`), exact: true }).click();
    await expect(this.today).not.toHaveAttribute('datetime', before, { timeout: TRAVEL_MS });
    return this.businessDate();
  }

  async become(who: DemoName): Promise<void> {
    const key = who.replace('.', '_') as 'investor_new';
    await this.page.getByRole('button', { name: this.#t('demo.switchPerson') }).click();
    await this.page.getByRole('menuitem', { name: this.#t(`demo.people.${key}.name`) }).click();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('banner').locator('[aria-haspopup=menu]').click();
    await this.page.getByRole('menuitem', { name: this.#t('shell.signOut') }).click();
  }
}
