import { and, eq } from 'drizzle-orm';
import type { BankExecutor, BankTransaction } from '#db/bank/pool.ts';
import { authorisation, type EnterpriseFields, member, memberRequest } from '#db/bank/schema/members.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { oneOf, requiredNumber, requiredText } from '../operations/fields.ts';
import { findAccount } from '../operations/find-account.ts';
import { refuse } from '../refusal.ts';
import { authorisationFields, grant, namesOf, readAuthorisation } from './authorisation-fields.ts';
import { cardRefusal, judgeCompanyAccount } from './cards.ts';
import { companyErrors, companyFacts, companyInputs, isQualified, readCompany } from './enterprise-fields.ts';
import { maskCard } from './identity.ts';
import { fact } from './inputs.ts';
import { lockUserAccount } from './member-of.ts';
import { NUMBER_KNOWN, openUserAccount, wantedUserNo } from './open-account.ts';
import type { FormValues, PageOperation } from './page-operation.ts';
import { hashPassword } from './password.ts';
import { digitsOf, passwordPairErrors, REGISTRATION_INPUTS } from './registration-form.ts';
import { ROLE_NAMES, ROLES } from './roles.ts';

function readWanted({ request }: Call) {
  return {
    userNo: wantedUserNo(request),
    role: oneOf(request, 'userRole', ROLES),
    company: readCompany(request),
    bankcardNo: digitsOf(requiredText(request, 'bankcardNo', 64)) ?? '',
    bankcode: requiredText(request, 'bankcode', 20),
  };
}

/** What the platform gave, with the unified code that the customer adds where it gave none. */
function companyWith(call: Call, form: FormValues): EnterpriseFields {
  const { company } = readWanted(call);
  return isQualified(company) || !form.unifiedCode ? company : { ...company, unifiedCode: form.unifiedCode };
}

/**
 * The account of a company that the clerk has sent back: it may be registered again, in the same role.
 * Throws Refusal when the number is anybody else's.
 */
async function sentBack(db: BankExecutor, call: Call): Promise<Uuid | undefined> {
  const { userNo, role } = readWanted(call);
  const found = await findAccount(db, call.platformNo, userNo);
  if (!found) return undefined;
  const again = found.member?.userType === 'ORGANIZATION' && found.member.auditStatus === 'BACK';
  if (!again || found.role !== role) throw refuse(NUMBER_KNOWN);
  return found.id;
}

/** Opens the account, or takes the one that was sent back. */
async function accountFor(tx: BankTransaction, call: Call): Promise<Uuid> {
  const { userNo, role } = readWanted(call);
  await lockUserAccount(tx, call.platformNo, userNo);
  const again = await sentBack(tx, call);
  return again ?? openUserAccount(tx, call, { userNo, role });
}

/** ENTERPRISE_REGISTER: a company opens an account, which works once the bank's clerk has passed it. */
export const enterpriseRegistrationPage: PageOperation = {
  channel: 'page',
  open: async (call) => {
    const { company, bankcardNo, bankcode } = readWanted(call);
    readAuthorisation(call);
    const verdict = judgeCompanyAccount(bankcardNo, bankcode);
    if (!verdict.ok) throw cardRefusal(verdict);
    const [wrong] = Object.entries(companyErrors(company)).filter(([name]) => company[name] !== undefined);
    if (wrong) throw refuse(wrong[1].zh, wrong[0]);
    await sentBack(call.bank.pool.db, call);
  },
  view: async (call) => {
    const { userNo, role, company, bankcardNo, bankcode } = readWanted(call);
    const authorised = readAuthorisation(call);
    return {
      title: { zh: '开通企业存管账户', en: 'Open a custody account for a company' },
      lead: {
        zh: '核对企业信息并设置交易密码。提交后由银行审核，审核通过方可使用。',
        en: 'Check the facts and choose a transaction password. The bank then reviews them before the account works.',
      },
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('用户', 'User', userNo),
        fact('角色', 'Role', ROLE_NAMES[role]),
        ...companyFacts(company),
        fact('对公账户', 'Company account', `${bankcode} ${maskCard(bankcardNo)}`),
        ...(authorised.kinds.length > 0 ? [fact('同时授权', 'Also authorises', namesOf(authorised.kinds))] : []),
      ],
      inputs: [...(isQualified(company) ? [] : companyInputs({}, ['unifiedCode'])), ...REGISTRATION_INPUTS],
      submit: { zh: '提交审核', en: 'Send for review' },
    };
  },
  check: async (call, form) => ({ ...companyErrors(companyWith(call, form)), ...passwordPairErrors(form) }),
  finish: async (tx, call, form, userDevice) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    await claimNumber(tx, call, requestNo);
    const { userNo, role, bankcardNo, bankcode } = readWanted(call);
    const enterprise = companyWith(call, form);
    const { platformNo, at: createdAt } = call;
    const accountId = await accountFor(tx, call);
    const status = { auditStatus: 'AUDIT', activeStatus: 'DEACTIVATED', accessType: 'NOT_AUTH' } as const;
    const details = {
      ...status,
      realName: enterprise.enterpriseName ?? null,
      mobile: enterprise.contactPhone ?? null,
      bankcardNo,
      bankcode,
      enterprise,
      passwordHash: await hashPassword(form.password ?? ''),
      wrongPasswords: 0,
      passwordLockedAt: null,
    };
    await tx
      .insert(member)
      .values({ accountId, platformNo, role, userType: 'ORGANIZATION', createdAt, ...details })
      .onConflictDoUpdate({ target: member.accountId, set: details });
    const authorised = readAuthorisation(call);
    await tx.delete(authorisation).where(and(eq(authorisation.accountId, accountId)));
    await grant(tx, accountId, authorised, createdAt);
    await tx.insert(memberRequest).values({
      platformNo,
      requestNo,
      id: call.bank.newId(),
      accountId,
      kind: 'ENTERPRISE_REGISTER',
      service: call.service,
      userDevice,
      status: 'AUDIT',
      bankcardNo,
      bankcode,
      mobile: details.mobile,
      enterprise,
      createdAt,
    });
    return {
      fields: {
        platformUserNo: userNo,
        userRole: role,
        auditStatus: status.auditStatus,
        accessType: status.accessType,
        bankcardNo,
        bankcode,
        ...authorisationFields(authorised),
      },
      notify: true,
    };
  },
};
