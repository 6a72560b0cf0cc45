import type { MemberRole } from '#db/schema/people.ts';
import type { Uuid } from '#server/primitives/ids.ts';

declare const gate: unique symbol;
type Minted<Kind extends string, Fields> = Readonly<Fields & { kind: Kind; memberId: Uuid }> & {
  readonly [gate]: Kind;
};

/**
 * Who holds the custody account of a role. `accountId` is null until its opening is begun. Of an enterprise's account
 * `enterpriseId` is the holder and `personId` its legal representative; a person's own has no enterprise.
 */
type Holder = { personId: Uuid | null; accountId: Uuid | null; enterpriseId: Uuid | null };

/** Somebody who lends: the account is the lending one. */
export type InvestorActor = Minted<'investor', Holder>;
/** Somebody who borrows: the account is the borrowing one. */
export type BorrowerActor = Minted<'borrower', Holder>;
/** An enterprise that pays when a borrower does not. */
export type GuarantorActor = Minted<'guarantor', Holder>;
/** Whoever may hold a custody account. */
export type CustomerActor = InvestorActor | BorrowerActor | GuarantorActor;
export type StaffRole = Extract<MemberRole, 'loan-officer' | 'risk-officer' | 'finance' | 'administrator' | 'auditor'>;
export type AdminActor = Minted<'admin', { roles: readonly StaffRole[] }>;
/** The worker, the day end and the bank's notify: acts by rule, for nobody. */
export type SystemActor = Readonly<{ kind: 'system'; memberId: null }> & { readonly [gate]: 'system' };
export type Actor = CustomerActor | AdminActor | SystemActor;

type HolderFields = Readonly<{
  memberId: Uuid;
  personId: Uuid | null;
  accountId: Uuid | null;
  /** Null when absent: a person's own account. */
  enterpriseId?: Uuid | null;
}>;

/** Only server/trpc (after reading the session), server/jobs, server/cli and tests may mint; tidy.test.ts looks. */
export const mintInvestor = (fields: HolderFields): InvestorActor =>
  ({ kind: 'investor', enterpriseId: null, ...fields }) as InvestorActor;
export const mintBorrower = (fields: HolderFields): BorrowerActor =>
  ({ kind: 'borrower', enterpriseId: null, ...fields }) as BorrowerActor;
export const mintGuarantor = (fields: HolderFields): GuarantorActor =>
  ({ kind: 'guarantor', enterpriseId: null, ...fields }) as GuarantorActor;
export const mintAdmin = (fields: Omit<AdminActor, 'kind' | typeof gate>): AdminActor =>
  ({ kind: 'admin', ...fields }) as AdminActor;
export const mintSystem = (): SystemActor => ({ kind: 'system', memberId: null }) as SystemActor;
