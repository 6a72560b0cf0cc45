import type { MemberRole } from '#db/schema/people.ts';
import type { Somebody } from './people.ts';

export const ROLES = [
  'investor',
  'borrower',
  'guarantor',
  'loan-officer',
  'risk-officer',
  'finance',
  'administrator',
  'auditor',
] as const satisfies readonly MemberRole[];
export type Role = (typeof ROLES)[number];

/** Who may call a procedure, and with what it is called: somebody else's ids wherever it takes ids. */
export type Expectation = Readonly<{
  who: 'anybody' | 'members' | readonly Role[];
  input: (other: Somebody) => unknown;
  /** What one who may call it gets for somebody else's ids: NOT_FOUND, or an answer with nothing of theirs in it. */
  foreign?: Readonly<{ by: Role; answer: 'not-found' }> | Readonly<{ by: Role; answer: 'nothing'; value: unknown }>;
}>;

export const STAFF: readonly Role[] = ['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor'];
export const OFFICERS: readonly Role[] = ['loan-officer', 'risk-officer'];
export const DESK: readonly Role[] = ['finance', 'administrator', 'auditor'];
export const INVESTORS: readonly Role[] = ['investor'];
export const BORROWERS: readonly Role[] = ['borrower'];
export const RISK: readonly Role[] = ['risk-officer', 'administrator'];
export const GUARANTORS: readonly Role[] = ['guarantor'];

export const nothing = () => undefined;
export const theirLoan = ({ loanId }: Somebody) => ({ loanId });
export const asInvestor = () => ({ as: 'investor' });
export const notFound = (by: Role) => ({ by, answer: 'not-found' }) as const;
export const hidden = (by: Role, value: unknown) => ({ by, answer: 'nothing', value }) as const;
export const requestId = '01900000-0000-7000-8000-000000000001';
