import { eq } from 'drizzle-orm';
import { member } from '#db/bank/schema/members.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { optionalText, requiredNumber } from '../operations/fields.ts';
import { type FoundAccount, findAccount, requireUsable } from '../operations/find-account.ts';
import { Refusal } from '../refusal.ts';
import { fact, PASSWORD_INPUT, passwordErrors } from './inputs.ts';
import type { PageOperation } from './page-operation.ts';
import { hashPassword } from './password.ts';
import { passwordPairErrors, REGISTRATION_INPUTS } from './registration-form.ts';

/** A member; the platform's own accounts have no password. */
async function ownerOf({ bank, platformNo, request }: Call): Promise<FoundAccount> {
  const found = requireUsable(await findAccount(bank.pool.db, platformNo, requiredNumber(request, 'platformUserNo')));
  if (!found.member) throw new Refusal('100011');
  return found;
}

/** CHECK_PASSWORD: the customer proves to be himself; nothing changes. */
export const checkPasswordPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    await ownerOf(call);
  },
  view: async (call) => ({
    title: { zh: '验证交易密码', en: 'Confirm it is you' },
    lead: { zh: '请输入交易密码以继续办理。', en: 'Enter your transaction password to go on.' },
    facts: [
      fact('平台', 'Platform', call.platformNo),
      fact('用户', 'User', (await ownerOf(call)).userNo),
      fact('业务', 'Purpose', optionalText(call.request, 'bizTypeDescription', 100) ?? '—'),
    ],
    inputs: [PASSWORD_INPUT],
    submit: { zh: '确认', en: 'Confirm' },
  }),
  check: async (call, form) => passwordErrors(call.bank, await ownerOf(call), form),
  finish: async (tx, call) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    return { fields: { platformUserNo: (await ownerOf(call)).userNo }, notify: true };
  },
};

/** RESET_PASSWORD: a new transaction password against the code sent to the mobile number; a locked one is free again. */
export const resetPasswordPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    await ownerOf(call);
  },
  view: async (call) => ({
    title: { zh: '重置交易密码', en: 'Choose a new password' },
    lead: {
      zh: '验证短信后设置新的交易密码。',
      en: 'Confirm the code from the SMS and choose a new transaction password.',
    },
    facts: [fact('平台', 'Platform', call.platformNo), fact('用户', 'User', (await ownerOf(call)).userNo)],
    inputs: REGISTRATION_INPUTS.filter((input) => input.kind !== 'agree'),
    submit: { zh: '确认', en: 'Confirm' },
  }),
  check: async (_, form) => passwordPairErrors({ ...form, isAgreeReg: 'on' }),
  finish: async (tx, call, form) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const owner = await ownerOf(call);
    await tx
      .update(member)
      .set({ passwordHash: await hashPassword(form.password ?? ''), wrongPasswords: 0, passwordLockedAt: null })
      .where(eq(member.accountId, owner.id));
    return { fields: { platformUserNo: owner.userNo }, notify: true };
  },
};
