import { eq } from 'drizzle-orm';
import { member } from '#db/bank/schema/members.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { oneOf, requiredNumber } from '../operations/fields.ts';
import { Refusal, refuse } from '../refusal.ts';
import { maskCard, maskMobile } from './identity.ts';
import { fact, PASSWORD_INPUT, passwordErrors } from './inputs.ts';
import { lockedMemberOf, type MemberAccount, memberOf } from './member-of.ts';
import type { FormValues, PageOperation } from './page-operation.ts';
import { digitsOf, givenOr, MOBILE_INPUT, mobileErrors, SMS_INPUT, smsErrors } from './registration-form.ts';

const wantedMobile = ({ request }: Call, form: FormValues): string | undefined =>
  digitsOf(givenOr(request, form, 'mobile'));

/** The number belongs to a person's card; a company changes its contact with its other details. */
function requireCardHolder(owner: MemberAccount): void {
  if (owner.member.userType !== 'PERSONAL') throw new Refusal('100011');
  if (!owner.member.bankcardNo) throw refuse('用户未绑定银行卡');
}

/** MODIFY_MOBILE_EXPAND: the mobile number that the bank sends its codes to. */
export const modifyMobilePage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    oneOf(call.request, 'checkType', ['LIMIT'], 'LIMIT');
    const given = wantedMobile(call, {});
    const wrong = given === undefined ? undefined : mobileErrors(given).mobile;
    if (wrong) throw refuse(wrong.zh, 'mobile');
    requireCardHolder(await memberOf(call));
  },
  view: async (call) => {
    const { userNo, member: owner } = await memberOf(call);
    const given = wantedMobile(call, {});
    return {
      title: { zh: '更新预留手机号', en: 'Change the mobile number' },
      lead: {
        zh: '新手机号须与银行卡在发卡行预留的手机号一致。',
        en: 'It must be the number that your card’s bank knows you by.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('用户', 'User', userNo),
        fact('银行卡', 'Bank card', `${owner.bankcode ?? ''} ${maskCard(owner.bankcardNo ?? '')}`),
        fact('当前手机号', 'Present number', owner.mobile ? maskMobile(owner.mobile) : '—'),
        ...(given ? [fact('新手机号', 'New number', given, true)] : []),
      ],
      inputs: [...(given ? [] : [MOBILE_INPUT]), SMS_INPUT, PASSWORD_INPUT],
      submit: { zh: '确认', en: 'Confirm' },
    };
  },
  check: async (call, form) => {
    const errors = { ...mobileErrors(wantedMobile(call, form)), ...smsErrors(form) };
    return { ...errors, ...(await passwordErrors(call.bank, await memberOf(call), form)) };
  },
  finish: async (tx, call, form) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const owner = await lockedMemberOf(tx, call);
    requireCardHolder(owner);
    const mobile = wantedMobile(call, form);
    await tx.update(member).set({ mobile }).where(eq(member.accountId, owner.id));
    const { bankcardNo, bankcode } = owner.member;
    return { fields: { platformUserNo: owner.userNo, bankcardNo, bankcode, mobile }, notify: true };
  },
};
