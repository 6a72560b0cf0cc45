import type { EnterpriseFields } from '#db/bank/schema/members.ts';
import type { WireObject } from '../http/json.ts';
import { oneOf, optionalText, requiredText } from '../operations/fields.ts';
import { ID_CARD_TYPES, isIdCardNo, maskIdCard } from './identity.ts';
import type { Phrase } from './language.ts';
import type { FormErrors, FormValues, PageFact, PageInput } from './page-operation.ts';
import { mobileErrors } from './registration-form.ts';

type Field = { name: string; label: Phrase; required: boolean };

const field = (name: string, zh: string, en: string, required = false): Field => ({
  name,
  label: { zh, en },
  required,
});

/** What a company says of itself, by the wire's names, in the order of the pages. */
export const COMPANY_FIELDS: readonly Field[] = [
  field('enterpriseName', '企业名称', 'Company', true),
  field('unifiedCode', '统一社会信用代码', 'Unified social credit code'),
  field('businessLicense', '营业执照编号', 'Business licence'),
  field('orgNo', '组织机构代码', 'Organisation code'),
  field('taxNo', '税务登记号', 'Tax registration'),
  field('creditCode', '机构信用代码', 'Institution credit code'),
  field('bankLicense', '开户银行许可证号', 'Account permit', true),
  field('legal', '法人姓名', 'Legal representative', true),
  field('legalIdCardNo', '法人证件号', 'ID number of the representative', true),
  field('contact', '企业联系人', 'Contact', true),
  field('contactPhone', '联系人手机号', 'Mobile number of the contact', true),
];

/** The codes that say which company it is: the unified one, or the three papers it replaces. */
const QUALIFICATIONS = ['unifiedCode', 'businessLicense', 'orgNo', 'taxNo'] as const;

const LONGEST = 100;

export const isQualified = (company: EnterpriseFields): boolean =>
  Boolean(company.unifiedCode || (company.businessLicense && company.orgNo && company.taxNo));

/** Whether a company's codes are others now. */
export const qualificationChanged = (before: EnterpriseFields, after: EnterpriseFields): boolean =>
  QUALIFICATIONS.some((name) => (before[name] ?? '') !== (after[name] ?? ''));

/** The company as the platform registers it. Throws Refusal 100002 for what is missing. */
export function readCompany(request: WireObject): EnterpriseFields {
  const given = COMPANY_FIELDS.map(({ name, required }) => [
    name,
    required ? requiredText(request, name, LONGEST) : optionalText(request, name, LONGEST),
  ]);
  const known = given.filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries([...known, ['idCardType', oneOf(request, 'idCardType', ID_CARD_TYPES)]]);
}

/** What a page does not show in full: left empty, it stays as it was. */
const MASKED = 'legalIdCardNo';

/** The company as the customer has written it into the form; what he has emptied is gone. */
export function companyFromForm(before: EnterpriseFields, form: FormValues): EnterpriseFields {
  const written = COMPANY_FIELDS.map(({ name }): [string, string] => [
    name,
    form[name] || (name === MASKED ? before[MASKED] : undefined) || '',
  ]);
  const kept = written.filter(([, text]) => text !== '');
  return Object.fromEntries([...kept, ['idCardType', before.idCardType ?? 'PRC_ID']]);
}

/** What is wrong with a company, by the field's name. */
export function companyErrors(company: EnterpriseFields): FormErrors {
  const missing = COMPANY_FIELDS.filter(({ name, required }) => required && !company[name]);
  const errors: Record<string, Phrase> = Object.fromEntries(
    missing.map(({ name, label }) => [name, { zh: `请填写${label.zh}`, en: `Enter: ${label.en}.` }]),
  );
  if (!isQualified(company)) {
    errors.unifiedCode = {
      zh: '请填写统一社会信用代码，或营业执照、组织机构代码、税务登记三证',
      en: 'Enter the unified code, or business licence, organisation code and tax registration.',
    };
  }
  if (company.idCardType === 'PRC_ID' && company.legalIdCardNo && !isIdCardNo(company.legalIdCardNo)) {
    errors.legalIdCardNo = { zh: '法人证件号有误，请核对', en: 'This is not a valid ID number.' };
  }
  return company.contactPhone ? { ...errors, ...mobileErrors(company.contactPhone, 'contactPhone') } : errors;
}

/** The company as a page shows it, with the ID number masked. */
export const companyFacts = (company: EnterpriseFields): PageFact[] =>
  COMPANY_FIELDS.flatMap(({ name, label }) => {
    const value = company[name];
    if (!value) return [];
    return [{ label, value: name === MASKED ? maskIdCard(value) : value }];
  });

const leaveEmpty = (idCardNo: string): Phrase => ({
  zh: `留空则沿用 ${maskIdCard(idCardNo)}`,
  en: `Leave empty to keep ${maskIdCard(idCardNo)}`,
});

/** Inputs for the named fields, filled with what is known. */
export const companyInputs = (company: EnterpriseFields, names?: readonly string[]): PageInput[] =>
  COMPANY_FIELDS.filter(({ name }) => !names || names.includes(name)).map(({ name, label }) => {
    const value = company[name];
    const input: PageInput = { name, kind: 'text', label, autocomplete: 'off' };
    return name === MASKED && value ? { ...input, hint: leaveEmpty(value) } : { ...input, value };
  });
