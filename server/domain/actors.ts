import type { MemberRole } from '#db/schema/people.ts';
import type { Uuid } from '#server/primitives/ids.ts';

declare const gate: unique symbol;
type Minted<Kind extends string, Fields> = Readonly<Fields & { kind: Kind; memberId: Uuid }> & {
  readonly [gate]: Kind;
};

/** Somebody who lends: the account is the lending one. `accountId` is null until the bank has opened it. */
export type InvestorActor = Minted<'investor', { personId: Uuid | null; accountId: Uuid | null }>;
/** Somebody who borrows: the account is the borrowing one. */
export type BorrowerActor = Minted<'borrower', { personId: Uuid | null; accountId: Uuid | null }>;
export type StaffRole = Extract<MemberRole, 'loan-officer' | 'risk-officer' | 'finance' | 'administrator' | 'auditor'>;
export type AdminActor = Minted<'admin', { roles: readonly StaffRole[] }>;
/** The worker, the day end and the bank's notify: acts by rule, for nobody. */
export type SystemActor = Readonly<{ kind: 'system'; memberId: null }> & { readonly [gate]: 'system' };
export type Actor = InvestorActor | BorrowerActor | AdminActor | SystemActor;

/** Only server/trpc (after reading the session), server/jobs, server/cli and tests may mint; tidy.test.ts looks. */
export const mintInvestor = (fields: Omit<InvestorActor, 'kind' | typeof gate>): InvestorActor =>
  ({ kind: 'investor', ...fields }) as InvestorActor;
export const mintBorrower = (fields: Omit<BorrowerActor, 'kind' | typeof gate>): BorrowerActor =>
  ({ kind: 'borrower', ...fields }) as BorrowerActor;
export const mintAdmin = (fields: Omit<AdminActor, 'kind' | typeof gate>): AdminActor =>
  ({ kind: 'admin', ...fields }) as AdminActor;
export const mintSystem = (): SystemActor => ({ kind: 'system', memberId: null }) as SystemActor;
