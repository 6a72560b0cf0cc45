import type { UserRole } from '#db/bank/schema/book.ts';
import type { Phrase } from './language.ts';

export const ROLES = [
  'INVESTOR',
  'BORROWERS',
  'GUARANTEECORP',
  'COLLABORATOR',
  'SUPPLIER',
] as const satisfies readonly UserRole[];

export const ROLE_NAMES: Readonly<Record<UserRole, Phrase>> = {
  INVESTOR: { zh: '出借人', en: 'Investor' },
  BORROWERS: { zh: '借款人', en: 'Borrower' },
  GUARANTEECORP: { zh: '担保机构', en: 'Guarantor' },
  COLLABORATOR: { zh: '合作机构', en: 'Collaborator' },
  SUPPLIER: { zh: '供应商', en: 'Supplier' },
};
