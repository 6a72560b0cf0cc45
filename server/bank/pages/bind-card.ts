import { eq } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { member, memberRequest, type UserType } from '#db/bank/schema/members.ts';
import type { UserDevice } from '#db/bank/schema/pages.ts';
import { isWaiting } from '../clerk/waiting.ts';
import type { Call } from '../http/request.ts';
import { claimNumber } from '../operations/claim-number.ts';
import { oneOf, optionalText, requiredNumber } from '../operations/fields.ts';
import { Refusal, refuse } from '../refusal.ts';
import { CARD_WORDS } from './bind-card-words.ts';
import { type CardVerdict, cardRefusal, judgeCard, judgeCompanyAccount } from './cards.ts';
import { maskCard, maskMobile } from './identity.ts';
import { fact, PASSWORD_INPUT, passwordErrors } from './inputs.ts';
import { lockedMemberOf, type MemberAccount, memberOf } from './member-of.ts';
import type { FormErrors, FormValues, PageInput, PageOperation } from './page-operation.ts';
import {
  CARD_INPUT,
  digitsOf,
  givenOr,
  MOBILE_INPUT,
  mobileErrors,
  SMS_INPUT,
  smsErrors,
} from './registration-form.ts';

export const CHANGE_UNDER_REVIEW = '换卡申请正在审核中';

const ACCOUNT_INPUT: PageInput = {
  name: 'bankcardNo',
  kind: 'text',
  label: { zh: '对公账号', en: 'Company account' },
  autocomplete: 'off',
  numeric: true,
};
const BANK_INPUT: PageInput = {
  name: 'bankcode',
  kind: 'text',
  label: { zh: '银行编码', en: 'Bank code' },
  hint: { zh: '例如 ICBK、ABOC', en: 'ICBK or ABOC, for example' },
  autocomplete: 'off',
};

type Wanted = { bankcardNo: string | undefined; bankcode: string | undefined; mobile: string | undefined };

/** The card as the platform gave it, completed by the form. A person's bank is the one that issued the card. */
function wantedCard({ request }: Call, form: FormValues, userType: UserType): Wanted {
  const bankcardNo = digitsOf(givenOr(request, form, 'bankcardNo'));
  if (userType === 'ORGANIZATION') {
    return { bankcardNo, bankcode: givenOr(request, form, 'bankcode')?.toUpperCase(), mobile: undefined };
  }
  return { bankcardNo, bankcode: undefined, mobile: digitsOf(givenOr(request, form, 'mobile')) };
}

const judge = ({ bankcardNo = '', bankcode }: Wanted, userType: UserType): CardVerdict =>
  userType === 'ORGANIZATION' ? judgeCompanyAccount(bankcardNo, bankcode ?? '') : judgeCard(bankcardNo);

const SAME_CARD = { zh: '与当前绑定的银行卡相同', en: 'This is the card that is bound already.' };

function cardErrors(wanted: Wanted, owner: MemberAccount): FormErrors {
  const verdict = judge(wanted, owner.member.userType);
  const errors = owner.member.userType === 'PERSONAL' ? mobileErrors(wanted.mobile) : {};
  if (!verdict.ok) {
    const name = verdict.unsupported && owner.member.userType === 'ORGANIZATION' ? 'bankcode' : 'bankcardNo';
    return { ...errors, [name]: verdict.reason };
  }
  return wanted.bankcardNo === owner.member.bankcardNo ? { ...errors, bankcardNo: SAME_CARD } : errors;
}

/**
 * A change of card waits for the audit. Only a member who has none, and whose platform did not ask for a change, is
 * given one at once: there is nothing that a thief could turn aside.
 */
function mustWait({ request }: Call, owner: MemberAccount): boolean {
  const asksForChange = optionalText(request, 'bindType') !== undefined;
  return asksForChange || owner.member.bankcardNo !== null;
}

async function requireType(owner: MemberAccount, userType: UserType): Promise<MemberAccount> {
  if (owner.member.userType !== userType) throw new Refusal('100011');
  return owner;
}

/** Writes the request down, and the card itself where nothing has to be waited for. */
async function apply(
  tx: BankTransaction,
  call: Call,
  owner: MemberAccount,
  card: Wanted,
  userDevice: UserDevice,
): Promise<'AUDIT' | 'PASSED'> {
  const { bankcardNo = null, bankcode = null, mobile = null } = card;
  const status = mustWait(call, owner) ? 'AUDIT' : 'PASSED';
  await tx.insert(memberRequest).values({
    platformNo: call.platformNo,
    requestNo: requiredNumber(call.request, 'requestNo'),
    id: call.bank.newId(),
    accountId: owner.id,
    kind: 'BIND_CARD',
    service: call.service,
    userDevice,
    status,
    bankcardNo,
    bankcode,
    mobile,
    createdAt: call.at,
    auditedAt: status === 'PASSED' ? call.at : null,
  });
  if (status === 'PASSED') {
    const set = { bankcardNo, bankcode, mobile: mobile ?? owner.member.mobile };
    await tx.update(member).set(set).where(eq(member.accountId, owner.id));
  }
  return status;
}

function inputsFor(given: Wanted, userType: UserType): PageInput[] {
  const wanted =
    userType === 'ORGANIZATION'
      ? [!given.bankcardNo && ACCOUNT_INPUT, !given.bankcode && BANK_INPUT]
      : [!given.bankcardNo && CARD_INPUT, !given.mobile && MOBILE_INPUT];
  return [...wanted.filter((input) => input !== false), SMS_INPUT, PASSWORD_INPUT];
}

const bindCardPage = (userType: UserType): PageOperation => ({
  channel: 'page',
  open: async (call) => {
    oneOf(call.request, 'bindType', ['UPDATE_BANKCARD'], 'UPDATE_BANKCARD');
    if (userType === 'PERSONAL') oneOf(call.request, 'checkType', ['LIMIT'], 'LIMIT');
    const owner = await requireType(await memberOf(call), userType);
    const given = wantedCard(call, {}, userType);
    const complete = given.bankcardNo && (userType === 'PERSONAL' || given.bankcode);
    const verdict = complete ? judge(given, userType) : undefined;
    if (verdict && !verdict.ok) throw cardRefusal(verdict);
    if (given.bankcardNo === owner.member.bankcardNo) throw refuse(SAME_CARD.zh, 'bankcardNo');
    if (await isWaiting(call.bank.pool.db, owner.id, 'BIND_CARD')) throw refuse(CHANGE_UNDER_REVIEW);
  },
  view: async (call) => {
    const owner = await memberOf(call);
    const given = wantedCard(call, {}, userType);
    const { bankcardNo, bankcode, realName } = owner.member;
    const words = CARD_WORDS[userType];
    return {
      title: mustWait(call, owner) ? words.change : words.bind,
      lead: mustWait(call, owner) ? words.waits : words.own,
      facts: [
        fact('平台', 'Platform', call.platformNo),
        fact('用户', 'User', owner.userNo),
        fact('户名', 'Name', realName ?? '—'),
        fact(words.present.zh, words.present.en, bankcardNo ? `${bankcode ?? ''} ${maskCard(bankcardNo)}` : '—'),
        ...(given.bankcardNo ? [fact(words.next.zh, words.next.en, maskCard(given.bankcardNo), true)] : []),
        ...(given.mobile ? [fact('预留手机号', 'Mobile number', maskMobile(given.mobile))] : []),
      ],
      inputs: inputsFor(given, userType),
      submit: { zh: '提交', en: 'Submit' },
    };
  },
  check: async (call, form) => {
    const owner = await memberOf(call);
    const errors = { ...cardErrors(wantedCard(call, form, userType), owner), ...smsErrors(form) };
    return { ...errors, ...(await passwordErrors(call.bank, owner, form)) };
  },
  finish: async (tx, call, form, userDevice) => {
    await claimNumber(tx, call, requiredNumber(call.request, 'requestNo'));
    const owner = await requireType(await lockedMemberOf(tx, call), userType);
    if (await isWaiting(tx, owner.id, 'BIND_CARD')) throw refuse(CHANGE_UNDER_REVIEW);
    const wanted = wantedCard(call, form, userType);
    const verdict = judge(wanted, userType);
    if (!verdict.ok) throw cardRefusal(verdict);
    const card = { ...wanted, bankcode: verdict.bankcode };
    const auditStatus = await apply(tx, call, owner, card, userDevice);
    return {
      fields: {
        platformUserNo: owner.userNo,
        bankcardNo: card.bankcardNo,
        bankcode: card.bankcode,
        mobile: card.mobile ?? owner.member.mobile ?? undefined,
        accessType: owner.member.accessType,
        auditStatus,
      },
      notify: true,
    };
  },
});

/** PERSONAL_BIND_BANKCARD and PERSONAL_BIND_BANKCARD_EXPAND. */
export const personalCardPage = bindCardPage('PERSONAL');
/** ENTERPRISE_BIND_BANKCARD and ENTERPRISE_BIND_BANKCARD_EXPAND: a company binds an account of its own. */
export const enterpriseCardPage = bindCardPage('ORGANIZATION');
