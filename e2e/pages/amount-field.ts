import type { Locator } from '@playwright/test';
import { expect } from '../support/test.ts';
import type { Words } from '../support/words.ts';

export type Refusal = readonly [typed: string, sentence: string];

/** Matches what ends with this sentence: a field's hint may come before it. */
export const endsWith = (sentence: string): RegExp => new RegExp(`${sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

/** What no amount field takes, with the sentence that it answers. */
export const neverAmounts = (t: Words): Refusal[] => [
  ['', t('errors.AMOUNT_EMPTY')],
  ['   ', t('errors.AMOUNT_EMPTY')],
  ['much', t('errors.AMOUNT_INVALID')],
  ['0', t('errors.AMOUNT_NOT_POSITIVE')],
  ['-100', t('errors.AMOUNT_NOT_POSITIVE')],
  ['100.005', t('errors.AMOUNT_TOO_MANY_DECIMALS')],
  ['1e21', t('errors.AMOUNT_INVALID')],
  ['NaN', t('errors.AMOUNT_INVALID')],
  ['99999999999999', t('errors.AMOUNT_TOO_LARGE')],
];

/** Sends each amount and reads the sentence beside the field; nothing else happens. */
export async function expectRefused(field: Locator, submit: Locator, refusals: readonly Refusal[]): Promise<void> {
  for (const [typed, sentence] of refusals) {
    await field.fill(typed);
    await submit.click();
    await expect(field, `“${typed}”`).toHaveAttribute('aria-invalid', 'true');
    await expect(field, `“${typed}”`).toHaveAccessibleDescription(endsWith(sentence));
    await expect(field.page().getByRole('dialog'), `“${typed}”`).toHaveCount(0);
  }
}
