import { expect, type Page } from '@playwright/test';
import { BANK_URL } from '../support/places.ts';

const SMS_CODE = '888888';
const PASSWORD = '123456';

/** On the bank's own origin, with its form in front of the customer. */
export async function arriveAtBank(page: Page): Promise<void> {
  await page.waitForURL((url) => url.href.startsWith(BANK_URL));
  await expect(page.locator('#nextButton')).toBeVisible();
}

/** Opens the account: the code from the SMS, a new password twice, consent. */
export async function registerAtBank(page: Page): Promise<void> {
  await arriveAtBank(page);
  await page.locator('#sendSmsVerify').click();
  await page.locator('.submitBtn-2').click();
  await page.locator('#smsCode').fill(SMS_CODE);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#confirmPassword').fill(PASSWORD);
  await page.locator('#isAgreeReg').check();
  await page.locator('#nextButton').click();
}

/** Confirms with the password, as recharges and authorisations ask. */
export async function confirmAtBank(page: Page): Promise<void> {
  await arriveAtBank(page);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#nextButton').click();
}
