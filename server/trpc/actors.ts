import type { Viewer } from '#server/auth/viewer.ts';
import {
  type AdminActor,
  type BorrowerActor,
  type InvestorActor,
  mintAdmin,
  mintBorrower,
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

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function investorOf(viewer: Viewer | null): InvestorActor {
  const { memberId, personId, lending, roles } = signedIn(viewer);
  if (!roles.includes('investor')) throw new DomainError('FORBIDDEN', 'not an investor');
  return mintInvestor({ memberId, personId, accountId: lending?.id ?? null });
}

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function borrowerOf(viewer: Viewer | null): BorrowerActor {
  const { memberId, personId, borrowing, roles } = signedIn(viewer);
  if (!roles.includes('borrower')) throw new DomainError('FORBIDDEN', 'not a borrower');
  return mintBorrower({ memberId, personId, accountId: borrowing?.id ?? null });
}

/** @throws DomainError UNAUTHENTICATED, FORBIDDEN when the viewer has none of the roles */
export function adminOf(viewer: Viewer | null, allowed: readonly StaffRole[]): AdminActor {
  const roles = staffRolesOf(signedIn(viewer));
  if (!roles.some((role) => allowed.includes(role))) throw new DomainError('FORBIDDEN', 'not one of this staff');
  return mintAdmin({ memberId: signedIn(viewer).memberId, roles });
}
