import type { Viewer, ViewerAccount } from '#server/auth/viewer.ts';
import {
  type AdminActor,
  type BorrowerActor,
  type CustomerActor,
  type GuarantorActor,
  type InvestorActor,
  mintAdmin,
  mintBorrower,
  mintGuarantor,
  mintInvestor,
  type StaffRole,
} from '#server/domain/actors.ts';
import { DomainError } from '#server/primitives/errors.ts';

const STAFF: readonly StaffRole[] = ['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor'];

export const staffRolesOf = (viewer: Viewer): StaffRole[] => STAFF.filter((role) => viewer.roles.includes(role));

function signedIn(viewer: Viewer | null): Viewer {
  if (!viewer) throw new DomainError('UNAUTHENTICATED', 'nobody is signed in');
  return viewer;
}

/** Whose account it is: an enterprise is represented by its legal representative, before any account by the login's person. */
const holderOf = ({ memberId, personId }: Viewer, account: ViewerAccount | null) => ({
  memberId,
  personId: account?.enterpriseId ? account.personId : personId,
  accountId: account?.id ?? null,
  enterpriseId: account?.enterpriseId ?? null,
});

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function investorOf(viewer: Viewer | null): InvestorActor {
  const known = signedIn(viewer);
  if (!known.roles.includes('investor')) throw new DomainError('FORBIDDEN', 'not an investor');
  return mintInvestor(holderOf(known, known.lending));
}

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function borrowerOf(viewer: Viewer | null): BorrowerActor {
  const known = signedIn(viewer);
  if (!known.roles.includes('borrower')) throw new DomainError('FORBIDDEN', 'not a borrower');
  return mintBorrower(holderOf(known, known.borrowing));
}

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function guarantorOf(viewer: Viewer | null): GuarantorActor {
  const known = signedIn(viewer);
  if (!known.roles.includes('guarantor')) throw new DomainError('FORBIDDEN', 'not a guarantor');
  return mintGuarantor(holderOf(known, known.guaranteeing));
}

/** The first of the three that the viewer is, where it does not matter which. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function customerOf(viewer: Viewer | null): CustomerActor {
  const { roles } = signedIn(viewer);
  if (roles.includes('investor')) return investorOf(viewer);
  return roles.includes('borrower') ? borrowerOf(viewer) : guarantorOf(viewer);
}

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN when the viewer has none of the roles */
export function adminOf(viewer: Viewer | null, allowed: readonly StaffRole[]): AdminActor {
  const roles = staffRolesOf(signedIn(viewer));
  if (!roles.some((role) => allowed.includes(role))) throw new DomainError('FORBIDDEN', 'not one of this staff');
  return mintAdmin({ memberId: signedIn(viewer).memberId, roles });
}
