import type { Locator, Page } from '@playwright/test';
import type { Words } from '../support/words.ts';

/** The wizard of an application: one topic a page. */
export class ApplyPage {
  readonly page: Page;
  readonly amount: Locator;
  readonly goOn: Locator;
  readonly handIn: Locator;
  readonly #t: Words;

  constructor(page: Page, t: Words) {
    this.page = page;
    this.#t = t;
    this.amount = page.getByLabel(t('apply.amount'));
    this.goOn = page.getByRole('button', { name: t('apply.next'), exact: true });
    this.handIn = page.getByRole('button', { name: t('apply.handIn') });
  }

  async terms(amount: string): Promise<void> {
    await this.amount.fill(amount);
    await this.page
      .getByLabel(this.#t('apply.product'))
      .selectOption({ label: this.#t('productName.monthly-instalment') });
    await this.page.getByLabel(this.#t('apply.rate')).fill('9.5');
    await this.goOn.click();
  }

  async purpose(title: string, purpose: string): Promise<void> {
    await this.page.getByLabel(this.#t('apply.loanTitle')).fill(title);
    await this.page.getByLabel(this.#t('apply.purpose')).fill(purpose);
    await this.goOn.click();
  }

  async means(region: string, income: string): Promise<void> {
    await this.page.getByLabel(this.#t('apply.region')).fill(region);
    await this.page.getByLabel(this.#t('apply.income')).fill(income);
  }

  async attach(name: string): Promise<void> {
    const buffer = Buffer.from('%PDF-1.4 a statement of accounts');
    const file = { name, mimeType: 'application/pdf', buffer };
    await this.page.getByLabel(this.#t('documents.file')).setInputFiles(file);
    await this.page.getByRole('button', { name, exact: true }).waitFor();
  }

  /** Until the page says that what has been typed is kept. */
  async kept(): Promise<void> {
    await this.page.locator('form time').last().waitFor();
  }

  /** The page with all answers: from the one about means, past security and documents. */
  async toTheEnd(): Promise<void> {
    for (let pages = 0; pages < 3; pages += 1) await this.goOn.click();
  }
}
