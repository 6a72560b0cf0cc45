import { eq } from 'drizzle-orm';
import { member } from '#db/bank/schema/members.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { optionalText, requiredNumber, requiredText } from '../operations/fields.ts';
import { fact, PASSWORD_INPUT, passwordErrors } from './inputs.ts';
import type { Phrase } from './language.ts';
import { lockedMemberOf, memberOf } from './member-of.ts';
import type { PageInput, PageOperation } from './page-operation.ts';
import { hashPassword } from './password.ts';
import { newPasswordErrors, REGISTRATION_INPUTS, SMS_INPUT, smsErrors } from './registration-form.ts';

/** CHECK_PASSWORD: the customer proves to be himself; nothing changes. */
export const checkPasswordPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    requiredText(call.request, 'bizTypeDescription', 100);
    await memberOf(call);
  },
  view: async (call) => ({
    title: { zh: '验证交易密码', en: 'Confirm it is you' },
    lead: { zh: '请输入交易密码以继续办理。', en: 'Enter your transaction password to go on.' },
    facts: [
      fact('平台', 'Platform', call.platformNo),
      fact('用户', 'User', (await memberOf(call)).userNo),
      fact('业务', 'Purpose', requiredText(call.request, 'bizTypeDescription', 100)),
    ],
    inputs: [PASSWORD_INPUT],
    submit: { zh: '确认', en: 'Confirm' },
  }),
  check: async (call, form) => passwordErrors(call.bank, await memberOf(call), form),
  finish: async (tx, call) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    return { fields: { platformUserNo: (await memberOf(call, tx)).userNo }, notify: true };
  },
};

const PRESENT_PASSWORD: PageInput = {
  name: 'presentPassword',
  kind: 'password',
  label: { zh: '原交易密码', en: 'Present password' },
  autocomplete: 'current-password',
};

/** isSkip UPDATE: the customer knows the present password and changes it; else it is replaced against a code. */
const knowsPassword = ({ request }: Call): boolean => optionalText(request, 'isSkip', 20)?.toUpperCase() === 'UPDATE';

const NEW_LABELS: Readonly<Record<string, Phrase>> = {
  password: { zh: '新交易密码', en: 'New password' },
  confirmPassword: { zh: '确认新交易密码', en: 'New password again' },
};

const NEW_PASSWORD_INPUTS = REGISTRATION_INPUTS.filter((input) => input.kind === 'password').map((input) => ({
  ...input,
  label: NEW_LABELS[input.name] ?? input.label,
}));

/** RESET_PASSWORD: a new transaction password against the code sent to the mobile number, or against the present one. */
export const resetPasswordPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    await memberOf(call);
  },
  view: async (call) => {
    const facts = [fact('平台', 'Platform', call.platformNo), fact('用户', 'User', (await memberOf(call)).userNo)];
    if (knowsPassword(call)) {
      return {
        title: { zh: '修改交易密码', en: 'Change your password' },
        lead: {
          zh: '验证原密码后设置新的交易密码。',
          en: 'Enter the present password and choose a new one.',
        },
        facts,
        inputs: [PRESENT_PASSWORD, ...NEW_PASSWORD_INPUTS],
        submit: { zh: '确认', en: 'Confirm' },
      };
    }
    return {
      title: { zh: '重置交易密码', en: 'Choose a new password' },
      lead: {
        zh: '验证短信后设置新的交易密码。',
        en: 'Confirm the code from the SMS and choose a new transaction password.',
      },
      facts,
      inputs: [SMS_INPUT, ...NEW_PASSWORD_INPUTS],
      submit: { zh: '确认', en: 'Confirm' },
    };
  },
  check: async (call, form) => {
    if (!knowsPassword(call)) return { ...smsErrors(form), ...newPasswordErrors(form) };
    const wrong = await passwordErrors(call.bank, await memberOf(call), { password: form.presentPassword });
    return { ...newPasswordErrors(form), ...(wrong.password ? { presentPassword: wrong.password } : {}) };
  },
  finish: async (tx, call, form) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const owner = await lockedMemberOf(tx, call);
    await tx
      .update(member)
      .set({ passwordHash: await hashPassword(form.password ?? ''), wrongPasswords: 0, passwordLockedAt: null })
      .where(eq(member.accountId, owner.id));
    return { fields: { platformUserNo: owner.userNo }, notify: true };
  },
};
