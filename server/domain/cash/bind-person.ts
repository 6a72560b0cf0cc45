import { and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { member } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import type { Identity } from './identity.ts';
import { addPerson, claimValue, isEstablished, renewPerson, requireSameName } from './person-record.ts';

const TYPED_AS = { realName: 'realName', phone: 'phone' } as const;

const ownAccounts = (personId: Uuid) => and(eq(account.personId, personId), isNull(account.enterpriseId));
const representedAccounts = (personId: Uuid) => and(eq(account.personId, personId), isNotNull(account.enterpriseId));

/** Takes an identity that nothing came of away from the login that had typed it. */
async function detachOthers(tx: Transaction, personId: Uuid, memberId: Uuid): Promise<void> {
  const others = await tx
    .update(member)
    .set({ personId: null })
    .where(and(eq(member.personId, personId), ne(member.id, memberId)))
    .returning({ id: member.id });
  const ids = others.map(({ id }) => id);
  if (ids.length === 0) return;
  await tx
    .update(account)
    .set({ personId: null })
    .where(and(inArray(account.memberId, ids), isNull(account.enterpriseId)));
}

/**
 * Finds or makes the person behind a login: one human being is known once, by identity number, and signs in as one
 * member. An identity that somebody typed and never carried to the bank can be taken over by its owner; that of an
 * enterprise's legal representative is his own when the name agrees.
 * @throws DomainError SAME_PERSON when another login is this person, CONFLICT while the bank is asked about another
 *   identity of this login, INPUT_INVALID when a field contradicts what is on record
 */
export async function bindPerson(
  tx: Transaction,
  ctx: DomainContext,
  memberId: Uuid,
  identity: Identity,
): Promise<Uuid> {
  const [login] = await tx
    .select({ personId: member.personId })
    .from(member)
    .where(eq(member.id, memberId))
    .for('update');
  if (!login) throw new DomainError('NOT_FOUND', 'no such member');
  const fresh = ctx.newId();
  const personId = await claimValue(tx, `id-number:${ctx.vault.digest('id-number', identity.idNumber)}`, fresh);
  if (login.personId && login.personId !== personId && (await isEstablished(tx, ownAccounts(login.personId))))
    throw new DomainError('CONFLICT', 'this login is another person at the bank', { field: 'idNumber' });
  if (personId === fresh) {
    await addPerson(tx, ctx, personId, identity, TYPED_AS);
  } else if (await isEstablished(tx, ownAccounts(personId))) {
    if (login.personId !== personId) throw new DomainError('SAME_PERSON', 'this person signs in by another login');
    await requireSameName(tx, ctx, personId, identity, TYPED_AS);
  } else {
    if (await isEstablished(tx, representedAccounts(personId)))
      await requireSameName(tx, ctx, personId, identity, TYPED_AS);
    await detachOthers(tx, personId, memberId);
    await renewPerson(tx, ctx, personId, identity, TYPED_AS);
  }
  await tx.update(member).set({ personId }).where(eq(member.id, memberId));
  return personId;
}
