import { eq, inArray } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { member } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { Loan } from './move-loan.ts';

/**
 * Nobody decides on his own loan, as the same member or as the same person under another login.
 * @throws DomainError SAME_PERSON.
 */
export async function requireOtherPerson(tx: Transaction, actor: AdminActor, loan: Loan): Promise<void> {
  const [officer] = await tx.select({ personId: member.personId }).from(member).where(eq(member.id, actor.memberId));
  const [holder] = await tx
    .select({ memberId: account.memberId })
    .from(account)
    .where(eq(account.id, loan.borrowerAccountId));
  if (officer?.personId === loan.borrowerPersonId || holder?.memberId === actor.memberId) {
    throw new DomainError('SAME_PERSON', 'nobody decides on his own loan');
  }
}

/**
 * What one member of staff proposes another confirms: another login, and another human being behind it.
 * @throws DomainError SAME_PERSON.
 */
export async function requireSecondPerson(tx: Transaction, actor: AdminActor, proposedBy: Uuid | null): Promise<void> {
  if (proposedBy === null) return;
  const known = await tx
    .select({ id: member.id, personId: member.personId })
    .from(member)
    .where(inArray(member.id, [actor.memberId, proposedBy]));
  const personOf = (memberId: Uuid) => known.find(({ id }) => id === memberId)?.personId ?? null;
  const person = personOf(actor.memberId);
  if (actor.memberId === proposedBy || (person !== null && person === personOf(proposedBy))) {
    throw new DomainError('SAME_PERSON', 'a second person confirms what the first has proposed');
  }
}
