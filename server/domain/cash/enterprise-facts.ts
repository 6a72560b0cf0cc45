import type { DomainContext } from '../context.ts';
import { invalidField } from './identity.ts';
import { idNumberProblem, isPhone, isRealName, normaliseDigits, normaliseIdNumber, normaliseName } from './rules.ts';
import { unifiedCodeProblem } from './unified-code.ts';

/** What an enterprise says of itself to open an account, normalised and well-formed. */
export type EnterpriseFacts = Readonly<{
  name: string;
  /** 统一社会信用代码. */
  unifiedCode: string;
  /** The permit of its basic account (开户许可证核准号). */
  bankLicense: string;
  legalName: string;
  legalIdNumber: string;
  legalPhone: string;
  contactName: string;
  contactPhone: string;
  /** The company's own account, which is bound, and the bank that keeps it. */
  accountNumber: string;
  bankCode: string;
}>;

const isEnterpriseName = (name: string): boolean => /^[\p{Script=Han}\p{Script=Latin}\d()·.,&' -]{4,60}$/u.test(name);

/**
 * Normalises and checks what somebody typed for an enterprise.
 * @throws DomainError INPUT_INVALID with `details.field` and `details.problem` for the first field that is wrong
 */
export function readEnterprise(ctx: Pick<DomainContext, 'businessDate'>, typed: EnterpriseFacts): EnterpriseFacts {
  const facts = {
    name: normaliseName(typed.name),
    unifiedCode: normaliseIdNumber(typed.unifiedCode),
    bankLicense: normaliseIdNumber(typed.bankLicense),
    legalName: normaliseName(typed.legalName),
    legalIdNumber: normaliseIdNumber(typed.legalIdNumber),
    legalPhone: normaliseDigits(typed.legalPhone),
    contactName: normaliseName(typed.contactName),
    contactPhone: normaliseDigits(typed.contactPhone),
    accountNumber: normaliseDigits(typed.accountNumber),
    bankCode: typed.bankCode,
  };
  const problems: Readonly<Record<keyof EnterpriseFacts, string | false | undefined>> = {
    name: !isEnterpriseName(facts.name) && 'malformed',
    unifiedCode: unifiedCodeProblem(facts.unifiedCode),
    bankLicense: !/^[A-Z\d]{5,30}$/.test(facts.bankLicense) && 'malformed',
    legalName: !isRealName(facts.legalName) && 'malformed',
    legalIdNumber: idNumberProblem(facts.legalIdNumber, ctx.businessDate),
    legalPhone: !isPhone(facts.legalPhone) && 'malformed',
    contactName: !isRealName(facts.contactName) && 'malformed',
    contactPhone: !isPhone(facts.contactPhone) && 'malformed',
    accountNumber: !/^\d{8,32}$/.test(facts.accountNumber) && 'malformed',
    bankCode: !/^[A-Z]{4,8}$/.test(facts.bankCode) && 'malformed',
  };
  for (const [field, problem] of Object.entries(problems)) {
    if (problem) throw invalidField(field as keyof EnterpriseFacts, problem);
  }
  return facts;
}
