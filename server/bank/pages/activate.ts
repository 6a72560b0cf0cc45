import { eq } from 'drizzle-orm';
import { member } from '#db/bank/schema/members.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { oneOf, optionalText, requiredNumber } from '../operations/fields.ts';
import { Refusal, refuse } from '../refusal.ts';
import { authorisationFields, grant, namesOf, readAuthorisation } from './authorisation-fields.ts';
import { cardRefusal, judgeCard } from './cards.ts';
import { companyFacts } from './enterprise-fields.ts';
import { maskCard, maskIdCard, maskMobile } from './identity.ts';
import { fact } from './inputs.ts';
import { anyMemberOf, lockUserAccount, type MemberAccount } from './member-of.ts';
import { refuseKnownPerson } from './open-account.ts';
import type { FormErrors, FormValues, PageFact, PageInput, PageOperation } from './page-operation.ts';
import { hashPassword } from './password.ts';
import {
  CARD_INPUT,
  type Identity,
  identityErrors,
  identityOf,
  PERSON_INPUTS,
  passwordPairErrors,
  REGISTRATION_INPUTS,
} from './registration-form.ts';
import { ROLE_NAMES } from './roles.ts';

/** Throws Refusal for whoever has not been migrated, or has been activated before. */
function requireStocked(found: MemberAccount): MemberAccount {
  if (!found.member.imported) throw new Refusal('100011');
  if (found.member.activeStatus === 'ACTIVATED') throw refuse('用户已激活，请勿重复激活');
  return found;
}

/** cardChange UNMOD: the card that was migrated cannot be changed at this page. */
const keepsCard = ({ request }: Call): boolean => optionalText(request, 'cardChange') === 'UNMOD';

const known = ({ member: owner }: MemberAccount): Identity => ({
  realName: owner.realName ?? undefined,
  idCardNo: owner.idCardNo ?? undefined,
  bankcardNo: owner.bankcardNo ?? undefined,
  mobile: owner.mobile ?? undefined,
});

/** Name and papers are those that were migrated; a card may be another one, and what was missing is filled in. */
function identityWith(call: Call, owner: MemberAccount, form: FormValues): Identity {
  const before = known(owner);
  const given = identityOf(call.request, form);
  return {
    realName: before.realName ?? given.realName,
    idCardNo: before.idCardNo ?? given.idCardNo,
    bankcardNo: (keepsCard(call) ? before.bankcardNo : undefined) ?? given.bankcardNo ?? before.bankcardNo,
    mobile: given.mobile ?? before.mobile,
  };
}

function factsOf(call: Call, owner: MemberAccount): PageFact[] {
  if (owner.member.enterprise) return companyFacts(owner.member.enterprise);
  const { realName, idCardNo, bankcardNo, mobile } = identityWith(call, owner, {});
  return [
    ...(realName ? [fact('姓名', 'Name', realName)] : []),
    ...(idCardNo ? [fact('证件号码', 'ID number', maskIdCard(idCardNo))] : []),
    ...(bankcardNo ? [fact('银行卡', 'Bank card', maskCard(bankcardNo))] : []),
    ...(mobile ? [fact('预留手机号', 'Mobile number', maskMobile(mobile))] : []),
  ];
}

const ANOTHER_CARD: PageInput = {
  ...CARD_INPUT,
  label: { zh: '更换银行卡（可选）', en: 'Another card (optional)' },
  hint: { zh: '留空则沿用上述银行卡；仅支持借记卡', en: 'Leave empty to keep the card above. Debit cards only.' },
};

function inputsOf(call: Call, owner: MemberAccount): PageInput[] {
  if (owner.member.userType === 'ORGANIZATION') return [...REGISTRATION_INPUTS];
  const have = identityWith(call, owner, {});
  const missing = PERSON_INPUTS.filter((input) => !have[input.name as keyof Identity]);
  const mayChange = have.bankcardNo && !keepsCard(call) && !identityOf(call.request, {}).bankcardNo;
  return [...missing, ...(mayChange ? [ANOTHER_CARD] : []), ...REGISTRATION_INPUTS];
}

function errorsOf(call: Call, owner: MemberAccount, form: FormValues): FormErrors {
  if (owner.member.userType === 'ORGANIZATION') return {};
  return identityErrors(identityWith(call, owner, form), owner.member.idCardType ?? 'PRC_ID');
}

/** ACTIVATE_STOCKED_USER: the owner of a migrated account takes it over, with a password of his own. */
export const activationPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    oneOf(call.request, 'checkType', ['LIMIT'], 'LIMIT');
    readAuthorisation(call);
    requireStocked(await anyMemberOf(call));
    const given = identityOf(call.request, {});
    const card = given.bankcardNo === undefined || keepsCard(call) ? undefined : judgeCard(given.bankcardNo);
    if (card && !card.ok) throw cardRefusal(card);
  },
  view: async (call) => {
    const owner = await anyMemberOf(call);
    const authorised = readAuthorisation(call);
    return {
      title: { zh: '激活存管账户', en: 'Activate your custody account' },
      lead: {
        zh: '您的账户已迁移至本行。核对信息并设置交易密码后即可使用。',
        en: 'Your account has been moved to this bank. Check the facts and choose a password to use it.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('用户', 'User', owner.userNo),
        fact('角色', 'Role', ROLE_NAMES[owner.member.role]),
        ...factsOf(call, owner),
        ...(authorised.kinds.length > 0 ? [fact('同时授权', 'Also authorises', namesOf(authorised.kinds))] : []),
      ],
      inputs: inputsOf(call, owner),
      submit: { zh: '激活', en: 'Activate' },
    };
  },
  check: async (call, form) => ({
    ...errorsOf(call, await anyMemberOf(call), form),
    ...passwordPairErrors(form),
  }),
  finish: async (tx, call, form) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const userNo = requiredNumber(call.request, 'platformUserNo');
    await lockUserAccount(tx, call.platformNo, userNo);
    const owner = requireStocked(await anyMemberOf(call, tx));
    const { userType, idCardType, role } = owner.member;
    const identity = userType === 'PERSONAL' ? identityWith(call, owner, form) : known(owner);
    await refuseKnownPerson(tx, { platformNo: call.platformNo, role, id: owner.id }, identity.idCardNo);
    const card = userType === 'PERSONAL' ? judgeCard(identity.bankcardNo ?? '') : undefined;
    if (card && !card.ok) throw cardRefusal(card);
    const status = {
      accessType: userType === 'PERSONAL' ? 'FULL_CHECKED' : 'PART_CHECKED',
      auditStatus: 'PASSED',
    } as const;
    const bankcode = card?.bankcode ?? owner.member.bankcode ?? undefined;
    const passwordHash = await hashPassword(form.password ?? '');
    await tx
      .update(member)
      .set({ ...identity, ...status, bankcode, passwordHash, activeStatus: 'ACTIVATED' })
      .where(eq(member.accountId, owner.id));
    const authorised = readAuthorisation(call);
    await grant(tx, owner.id, authorised, call.at);
    return {
      fields: {
        platformUserNo: userNo,
        userRole: role,
        ...identity,
        idCardType: idCardType ?? undefined,
        bankcode,
        ...status,
        ...authorisationFields(authorised),
      },
      notify: true,
    };
  },
};
