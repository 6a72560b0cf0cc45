import type { BankExecutor } from '#db/bank/pool.ts';
import { member } from '#db/bank/schema/members.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { oneOf, requiredNumber } from '../operations/fields.ts';
import { refuse } from '../refusal.ts';
import { authorisationFields, grant, namesOf, readAuthorisation } from './authorisation-fields.ts';
import { cardRefusal, judgeCard } from './cards.ts';
import { ID_CARD_TYPES, maskCard, maskIdCard, maskMobile } from './identity.ts';
import { fact } from './inputs.ts';
import { openUserAccount, PERSON_KNOWN, refuseKnownNumber, refuseKnownPerson, wantedUserNo } from './open-account.ts';
import type { PageOperation } from './page-operation.ts';
import { hashPassword } from './password.ts';
import {
  type Identity,
  identityErrors,
  identityOf,
  PERSON_INPUTS,
  passwordPairErrors,
  REGISTRATION_INPUTS,
} from './registration-form.ts';
import { ROLE_NAMES, ROLES } from './roles.ts';

function readWanted({ request }: Call) {
  oneOf(request, 'checkType', ['LIMIT'], 'LIMIT');
  oneOf(request, 'userLimitType', ['ID_CARD_NO_UNIQUE'], 'ID_CARD_NO_UNIQUE');
  return {
    userNo: wantedUserNo(request),
    role: oneOf(request, 'userRole', ROLES),
    idCardType: oneOf(request, 'idCardType', ID_CARD_TYPES, 'PRC_ID'),
  };
}

/** @throws Refusal when the number, or this person in this role, is known already. */
async function refuseKnown(db: BankExecutor, call: Call, identity: Identity): Promise<void> {
  const { userNo, role } = readWanted(call);
  await refuseKnownNumber(db, call.platformNo, userNo);
  await refuseKnownPerson(db, { platformNo: call.platformNo, role }, identity.idCardNo);
}

/** PERSONAL_REGISTER_EXPAND: real name, debit card and password at the bank's own page open the account. */
export const registrationPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    const { idCardType } = readWanted(call);
    readAuthorisation(call);
    const given = identityOf(call.request, {});
    const card = given.bankcardNo === undefined ? undefined : judgeCard(given.bankcardNo);
    if (card && !card.ok) throw cardRefusal(card);
    const [wrong] = Object.entries(identityErrors(given, idCardType)).filter(
      ([name]) => given[name as keyof Identity] !== undefined,
    );
    if (wrong) throw refuse(wrong[1].zh, wrong[0]);
    await refuseKnown(call.bank.pool.db, call, given);
  },
  view: async (call) => {
    const wanted = readWanted(call);
    const authorised = readAuthorisation(call);
    const given = identityOf(call.request, {});
    const known = [
      given.realName && fact('姓名', 'Name', given.realName),
      given.idCardNo && fact('证件号码', 'ID number', maskIdCard(given.idCardNo)),
      given.bankcardNo && fact('银行卡', 'Bank card', maskCard(given.bankcardNo)),
      given.mobile && fact('预留手机号', 'Mobile number', maskMobile(given.mobile)),
    ].filter((one) => one !== undefined && one !== '');
    return {
      title: { zh: '开通存管账户', en: 'Open a custody account' },
      lead: {
        zh: '核对信息，设置交易密码。密码只有您本人知道，平台无法看到。',
        en: 'Check the facts and choose a transaction password. Only you will know it; the platform never sees it.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('用户', 'User', wanted.userNo),
        fact('角色', 'Role', ROLE_NAMES[wanted.role]),
        ...known,
        ...(authorised.kinds.length > 0 ? [fact('同时授权', 'Also authorises', namesOf(authorised.kinds))] : []),
      ],
      inputs: [...PERSON_INPUTS.filter((input) => !given[input.name as keyof Identity]), ...REGISTRATION_INPUTS],
      submit: { zh: '下一步', en: 'Next' },
    };
  },
  check: async (call, form) => {
    const identity = identityOf(call.request, form);
    return { ...identityErrors(identity, readWanted(call).idCardType), ...passwordPairErrors(form) };
  },
  finish: async (tx, call, form) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const { userNo, role, idCardType } = readWanted(call);
    const identity = identityOf(call.request, form);
    const card = judgeCard(identity.bankcardNo ?? '');
    if (!card.ok) throw cardRefusal(card);
    await refuseKnown(tx, call, identity);
    const { platformNo, at: createdAt } = call;
    const accountId = await openUserAccount(tx, call, { userNo, role });
    const person = {
      ...identity,
      idCardType,
      bankcode: card.bankcode,
      accessType: 'FULL_CHECKED',
      auditStatus: 'PASSED',
    } as const;
    const passwordHash = await hashPassword(form.password ?? '');
    const known = { accountId, platformNo, role, userType: 'PERSONAL', activeStatus: 'ACTIVATED' } as const;
    const joined = await tx
      .insert(member)
      .values({ ...person, ...known, passwordHash, createdAt })
      .onConflictDoNothing()
      .returning({ accountId: member.accountId });
    if (joined.length === 0) throw refuse(PERSON_KNOWN);
    const authorised = readAuthorisation(call);
    await grant(tx, accountId, authorised, createdAt);
    return {
      fields: { platformUserNo: userNo, userRole: role, ...person, ...authorisationFields(authorised) },
      notify: true,
    };
  },
};
