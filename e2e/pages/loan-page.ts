import type { Locator, Page } from '@playwright/test';
import { expect } from '../support/test.ts';
import type { Words } from '../support/words.ts';

/** A loan's page with its place to bid. */
export class LoanPage {
  readonly page: Page;
  readonly box: Locator;
  readonly amount: Locator;
  readonly submit: Locator;
  readonly dialog: Locator;
  readonly #t: Words;

  constructor(page: Page, t: Words) {
    this.page = page;
    this.#t = t;
    this.box = page.locator('#bid');
    this.amount = this.box.getByLabel(t('bid.amount'), { exact: true });
    this.submit = this.box.getByRole('button', { name: t('bid.submit'), exact: true });
    this.dialog = page.getByRole('dialog');
  }

  async open(loanId: string): Promise<void> {
    await this.page.goto(`/loans/${loanId}`);
  }

  /** Types an amount and asks for it: the question that follows is open. */
  async ask(amount: string): Promise<void> {
    await this.amount.fill(amount);
    await this.submit.click();
    await expect(this.dialog).toBeVisible();
  }

  get yes(): Locator {
    return this.dialog.getByRole('button', { name: this.#t('bid.confirm.yes') });
  }

  async bid(amount: string): Promise<void> {
    await this.ask(amount);
    await this.yes.click();
  }

  async expectFrozen(timeout?: number): Promise<void> {
    await expect(this.box.getByText(this.#t('bid.frozen.title'))).toBeVisible({ timeout });
  }

  /** The reader's own bids on this loan. */
  get ownBids(): Locator {
    return this.box.getByRole('listitem');
  }
}
