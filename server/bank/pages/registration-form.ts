import type { WireObject } from '../http/json.ts';
import { optionalText } from '../operations/fields.ts';
import { judgeCard } from './cards.ts';
import { SMS_CODE } from './form.ts';
import { isIdCardNo, isMobile } from './identity.ts';
import type { Phrase } from './language.ts';
import type { FormErrors, FormValues, PageInput } from './page-operation.ts';

/** Who the customer is: given by the platform and shown, or asked for where it is missing. */
export type Identity = Readonly<Record<'realName' | 'idCardNo' | 'bankcardNo' | 'mobile', string | undefined>>;

export const CARD_INPUT: PageInput = {
  name: 'bankcardNo',
  kind: 'text',
  label: { zh: '银行卡号', en: 'Card number' },
  hint: { zh: '仅支持借记卡', en: 'Debit cards only' },
  autocomplete: 'cc-number',
  numeric: true,
};

export const MOBILE_INPUT: PageInput = {
  name: 'mobile',
  kind: 'text',
  label: { zh: '银行预留手机号', en: 'Mobile number' },
  autocomplete: 'tel',
  numeric: true,
};

export const PERSON_INPUTS: readonly PageInput[] = [
  { name: 'realName', kind: 'text', label: { zh: '姓名', en: 'Name' }, autocomplete: 'name' },
  { name: 'idCardNo', kind: 'text', label: { zh: '身份证号', en: 'ID number' }, autocomplete: 'off' },
  CARD_INPUT,
  MOBILE_INPUT,
];

export const SMS_INPUT: PageInput = {
  name: 'smsCode',
  kind: 'sms',
  label: { zh: '短信验证码', en: 'Code from the SMS' },
  hint: { zh: `模拟短信，验证码固定为 ${SMS_CODE}`, en: `Simulated: the code is always ${SMS_CODE}` },
  autocomplete: 'one-time-code',
  numeric: true,
};

export const REGISTRATION_INPUTS: readonly PageInput[] = [
  SMS_INPUT,
  {
    name: 'password',
    kind: 'password',
    label: { zh: '交易密码', en: 'Transaction password' },
    hint: { zh: '6 至 20 个字符', en: '6 to 20 characters' },
    autocomplete: 'new-password',
  },
  {
    name: 'confirmPassword',
    kind: 'password',
    label: { zh: '确认交易密码', en: 'Password again' },
    autocomplete: 'new-password',
  },
  {
    name: 'isAgreeReg',
    kind: 'agree',
    label: {
      zh: '我已阅读并同意《存管账户服务协议》（模拟）',
      en: 'I accept the custody account agreement (simulated)',
    },
  },
];

/** A number as people write it, without its spaces and dashes; undefined when nothing is left. */
export const digitsOf = (text: string | undefined): string | undefined => text?.replace(/[\s-]/g, '') || undefined;

/** The platform's word counts where it gave one; the form fills the rest. */
export const givenOr = (request: WireObject, form: FormValues, name: string): string | undefined =>
  optionalText(request, name, 100) ?? (form[name] || undefined);

export function identityOf(request: WireObject, form: FormValues): Identity {
  return {
    realName: givenOr(request, form, 'realName'),
    idCardNo: digitsOf(givenOr(request, form, 'idCardNo'))?.toUpperCase(),
    bankcardNo: digitsOf(givenOr(request, form, 'bankcardNo')),
    mobile: digitsOf(givenOr(request, form, 'mobile')),
  };
}

const WRONG_MOBILE: Phrase = { zh: '手机号有误，请核对', en: 'This is not a valid mobile number.' };

/** What is wrong with the code from the SMS. */
export const smsErrors = (form: FormValues): FormErrors =>
  form.smsCode === SMS_CODE ? {} : { smsCode: { zh: '短信验证码错误', en: 'The code is wrong.' } };

/** What is wrong with a mobile number. */
export const mobileErrors = (mobile: string | undefined, name = 'mobile'): FormErrors =>
  mobile && isMobile(mobile) ? {} : { [name]: WRONG_MOBILE };

export function identityErrors(identity: Identity, idCardType: string): FormErrors {
  const errors: Record<string, Phrase> = {};
  if (!identity.realName) errors.realName = { zh: '请填写姓名', en: 'Enter your name.' };
  if (!identity.idCardNo || (idCardType === 'PRC_ID' && !isIdCardNo(identity.idCardNo))) {
    errors.idCardNo = { zh: '身份证号有误，请核对', en: 'This is not a valid ID number.' };
  }
  const card = judgeCard(identity.bankcardNo ?? '');
  if (!card.ok) errors.bankcardNo = card.reason;
  return { ...errors, ...mobileErrors(identity.mobile) };
}

/** What is wrong with a new transaction password and its repetition. */
export function newPasswordErrors({ password = '', confirmPassword }: FormValues): FormErrors {
  if (password.length < 6 || password.length > 20) {
    return { password: { zh: '密码须为 6 至 20 个字符', en: 'The password needs 6 to 20 characters.' } };
  }
  if (confirmPassword === password) return {};
  return { confirmPassword: { zh: '两次输入的密码不一致', en: 'The two passwords differ.' } };
}

const NOT_AGREED: FormErrors = { isAgreeReg: { zh: '请阅读并同意协议', en: 'Please accept the agreement.' } };

/** What is wrong with the code, the password and the agreement of a registration. */
export const passwordPairErrors = (form: FormValues): FormErrors => ({
  ...smsErrors(form),
  ...newPasswordErrors(form),
  ...(form.isAgreeReg ? {} : NOT_AGREED),
});
