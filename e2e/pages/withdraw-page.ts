import { expect, type Page } from '@playwright/test';
import type { Words } from '../support/words.ts';
import { confirmAtBank } from './bank-page.ts';

/** Withdrawals of an investor: asked for here, confirmed at the bank, followed until the card has them. */
export class WithdrawPage {
  readonly page: Page;
  private readonly t: Words;

  constructor(page: Page, t: Words) {
    this.page = page;
    this.t = t;
  }

  /** From the amount over the last look to the bank's page and back to the list. */
  async take(amount: string): Promise<void> {
    const { page, t } = this;
    await page.goto('/invest/withdraw');
    await page.getByLabel(t('withdraw.amount'), { exact: true }).fill(amount);
    await page.getByRole('button', { name: t('withdraw.goOn') }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('withdraw.submit') })
      .click();
    await confirmAtBank(page);
    await expect(page.getByText(t('progress.withdraw.done'))).toBeVisible();
    await page.getByRole('link', { name: t('progress.goOn') }).click();
    await page.waitForURL('/invest/withdraw');
  }

  /** The newest that is on its way, by its amount. */
  expectHeld(amount: string): Promise<void> {
    const { page, t } = this;
    const one = page
      .locator('section')
      .filter({ hasText: amount })
      .filter({ hasText: t('withdraw.step.held') });
    return expect(one.getByText(t('state.withdrawal.held')).first()).toBeVisible();
  }

  /** The one in the list of those that have ended. */
  async expectPaid(amount: string): Promise<void> {
    const { page, t } = this;
    await page.goto('/invest/withdraw');
    const row = page
      .getByRole('table', { name: t('withdraw.list') })
      .getByRole('row')
      .filter({ hasText: amount });
    await expect(row.getByText(t('state.withdrawal.succeeded'))).toBeVisible();
  }
}
