import { type EnterpriseFields, memberRequest } from '#db/bank/schema/members.ts';
import { isWaiting } from '../clerk/waiting.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { requiredNumber } from '../operations/fields.ts';
import { Refusal, refuse } from '../refusal.ts';
import { COMPANY_FIELDS, companyErrors, companyFromForm, companyInputs } from './enterprise-fields.ts';
import { fact, PASSWORD_INPUT, passwordErrors } from './inputs.ts';
import { lockedMemberOf, type MemberAccount, memberOf } from './member-of.ts';
import type { FormErrors, PageOperation } from './page-operation.ts';

const UNDER_REVIEW = '企业信息正在审核中';

function companyOf({ member }: MemberAccount): EnterpriseFields {
  if (member.userType !== 'ORGANIZATION') throw new Refusal('100011');
  return member.enterprise ?? {};
}

const sameCompany = (left: EnterpriseFields, right: EnterpriseFields): boolean =>
  COMPANY_FIELDS.every(({ name }) => (left[name] ?? '') === (right[name] ?? ''));

const UNCHANGED: FormErrors = {
  enterpriseName: { zh: '没有任何修改', en: 'Nothing has been changed.' },
};

/** ENTERPRISE_INFORMATION_UPDATE: a company changes what it says of itself; it counts once the clerk has passed it. */
export const enterpriseUpdatePage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    const owner = await memberOf(call);
    companyOf(owner);
    if (await isWaiting(call.bank.pool.db, owner.id, 'ENTERPRISE_UPDATE')) throw refuse(UNDER_REVIEW);
  },
  view: async (call: Call) => {
    const owner = await memberOf(call);
    return {
      title: { zh: '修改企业信息', en: 'Change the company’s details' },
      lead: {
        zh: '修改后由银行审核，审核通过前仍以原信息为准。',
        en: 'The bank reviews the change. Until it has passed, the present details count.',
      },
      facts: [fact('平台', 'Platform', call.platformNo), fact('用户', 'User', owner.userNo)],
      inputs: [...companyInputs(companyOf(owner)), PASSWORD_INPUT],
      submit: { zh: '提交审核', en: 'Send for review' },
    };
  },
  check: async (call, form) => {
    const owner = await memberOf(call);
    const before = companyOf(owner);
    const after = companyFromForm(before, form);
    const unchanged = sameCompany(before, after) ? UNCHANGED : {};
    return { ...unchanged, ...companyErrors(after), ...(await passwordErrors(call.bank, owner, form)) };
  },
  finish: async (tx, call, form, userDevice) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    await claimNumber(tx, call, requestNo);
    const owner = await lockedMemberOf(tx, call);
    if (await isWaiting(tx, owner.id, 'ENTERPRISE_UPDATE')) throw refuse(UNDER_REVIEW);
    await tx.insert(memberRequest).values({
      platformNo: call.platformNo,
      requestNo,
      id: call.bank.newId(),
      accountId: owner.id,
      kind: 'ENTERPRISE_UPDATE',
      service: call.service,
      userDevice,
      status: 'AUDIT',
      enterprise: companyFromForm(companyOf(owner), form),
      createdAt: call.at,
    });
    return { fields: { platformUserNo: owner.userNo, reviewStatus: 'AUDIT' }, notify: true };
  },
};
