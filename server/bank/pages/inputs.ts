import { formatMoney, type Money } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import type { FoundAccount } from '../operations/find-account.ts';
import type { Phrase } from './language.ts';
import type { FormErrors, FormValues, PageFact, PageInput } from './page-operation.ts';
import { tryPassword } from './password.ts';

export const PASSWORD_INPUT: PageInput = {
  name: 'password',
  kind: 'password',
  label: { zh: '交易密码', en: 'Transaction password' },
  autocomplete: 'current-password',
};

export const yuan = (amount: Money): string => `¥${formatMoney(amount)}`;

export const fact = (zh: string, en: string, value: string | Phrase, strong = false): PageFact => ({
  label: { zh, en },
  value,
  strong,
});

const EMPTY: Phrase = { zh: '请输入交易密码', en: 'Enter your transaction password.' };

/** Checks the transaction password of a member; the platform's own accounts have none. */
export async function passwordErrors(bank: Bank, payer: FoundAccount, form: FormValues): Promise<FormErrors> {
  if (!payer.member) return {};
  const wrong = form.password ? await tryPassword(bank, payer.id, form.password) : EMPTY;
  return wrong ? { password: wrong } : {};
}
