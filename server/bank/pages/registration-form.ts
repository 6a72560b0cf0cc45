import type { WireObject } from '../http/json.ts';
import { optionalText } from '../operations/fields.ts';
import { judgeCard } from './cards.ts';
import { SMS_CODE } from './form.ts';
import { isIdCardNo, isMobile } from './identity.ts';
import type { Phrase } from './language.ts';
import type { FormErrors, FormValues, PageInput } from './page-operation.ts';

/** Who the customer is: given by the platform and shown, or asked for where it is missing. */
export type Identity = Readonly<Record<'realName' | 'idCardNo' | 'bankcardNo' | 'mobile', string | undefined>>;

export const PERSON_INPUTS: readonly PageInput[] = [
  { name: 'realName', kind: 'text', label: { zh: '姓名', en: 'Name' }, autocomplete: 'name' },
  { name: 'idCardNo', kind: 'text', label: { zh: '身份证号', en: 'ID number' }, autocomplete: 'off' },
  {
    name: 'bankcardNo',
    kind: 'text',
    label: { zh: '银行卡号', en: 'Card number' },
    hint: { zh: '仅支持借记卡', en: 'Debit cards only' },
    autocomplete: 'cc-number',
    numeric: true,
  },
  {
    name: 'mobile',
    kind: 'text',
    label: { zh: '银行预留手机号', en: 'Mobile number' },
    autocomplete: 'tel',
    numeric: true,
  },
];

export const REGISTRATION_INPUTS: readonly PageInput[] = [
  {
    name: 'smsCode',
    kind: 'sms',
    label: { zh: '短信验证码', en: 'Code from the SMS' },
    hint: { zh: `模拟短信，验证码固定为 ${SMS_CODE}`, en: `Simulated: the code is always ${SMS_CODE}` },
    autocomplete: 'one-time-code',
    numeric: true,
  },
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

const digits = (text: string | undefined): string | undefined => text?.replace(/[\s-]/g, '') || undefined;

/** The platform's word counts where it gave one; the form fills the rest. */
export function identityOf(request: WireObject, form: FormValues): Identity {
  const read = (name: string): string | undefined => optionalText(request, name, 100) ?? (form[name] || undefined);
  return {
    realName: read('realName'),
    idCardNo: digits(read('idCardNo'))?.toUpperCase(),
    bankcardNo: digits(read('bankcardNo')),
    mobile: digits(read('mobile')),
  };
}

export function identityErrors(identity: Identity, idCardType: string): FormErrors {
  const errors: Record<string, Phrase> = {};
  if (!identity.realName) errors.realName = { zh: '请填写姓名', en: 'Enter your name.' };
  if (!identity.idCardNo || (idCardType === 'PRC_ID' && !isIdCardNo(identity.idCardNo))) {
    errors.idCardNo = { zh: '身份证号有误，请核对', en: 'This is not a valid ID number.' };
  }
  const card = judgeCard(identity.bankcardNo ?? '');
  if (!card.ok) errors.bankcardNo = card.reason;
  if (!identity.mobile || !isMobile(identity.mobile)) {
    errors.mobile = { zh: '手机号有误，请核对', en: 'This is not a valid mobile number.' };
  }
  return errors;
}

export function passwordPairErrors(form: FormValues): FormErrors {
  const errors: Record<string, Phrase> = {};
  const { password = '', confirmPassword, smsCode, isAgreeReg } = form;
  if (smsCode !== SMS_CODE) errors.smsCode = { zh: '短信验证码错误', en: 'The code is wrong.' };
  if (password.length < 6 || password.length > 20) {
    errors.password = { zh: '密码须为 6 至 20 个字符', en: 'The password needs 6 to 20 characters.' };
  } else if (confirmPassword !== password) {
    errors.confirmPassword = { zh: '两次输入的密码不一致', en: 'The two passwords differ.' };
  }
  if (!isAgreeReg) errors.isAgreeReg = { zh: '请阅读并同意协议', en: 'Please accept the agreement.' };
  return errors;
}
