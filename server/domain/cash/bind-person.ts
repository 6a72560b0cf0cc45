import { and, eq, inArray, ne } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { member, person, uniqueValue } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { LIVE_STATES } from '../custody/states.ts';
import { type Identity, invalidField } from './identity.ts';
import { maskName, maskPhone } from './rules.ts';

type Values = { realName: string; idNumber: string; phone: string; maskedName: string; maskedPhone: string };

async function sealedValues(ctx: DomainContext, identity: Identity): Promise<Values> {
  const [realName, idNumber, phone] = await Promise.all([
    ctx.vault.seal('person.realName', identity.realName),
    ctx.vault.seal('person.idNumber', identity.idNumber),
    ctx.vault.seal('person.phone', identity.phone),
  ]);
  const masked = { maskedName: maskName(identity.realName), maskedPhone: maskPhone(identity.phone) };
  return { realName, idNumber, phone, ...masked };
}

/** Claims a value for an owner; whoever holds it already keeps it. @returns the owner it then has */
async function claimValue(tx: Transaction, value: string, ownerId: Uuid): Promise<Uuid> {
  const [claimed] = await tx.insert(uniqueValue).values({ value, ownerId }).onConflictDoNothing().returning();
  if (claimed) return ownerId;
  const [held] = await tx.select().from(uniqueValue).where(eq(uniqueValue.value, value)).for('update');
  if (!held) throw new Error('a claimed value has vanished');
  return held.ownerId;
}

/** Whether the bank knows this person already, or is being asked to: then nobody else may take the identity over. */
async function isEstablished(tx: Transaction, personId: Uuid): Promise<boolean> {
  const accounts = await tx
    .select({ id: account.id, state: account.state })
    .from(account)
    .where(eq(account.personId, personId));
  if (accounts.some(({ state }) => state !== 'opening')) return true;
  if (accounts.length === 0) return false;
  const [live] = await tx
    .select({ id: instruction.id })
    .from(instruction)
    .where(
      and(
        inArray(
          instruction.accountId,
          accounts.map(({ id }) => id),
        ),
        inArray(instruction.state, [...LIVE_STATES]),
      ),
    )
    .limit(1);
  return live !== undefined;
}

/** Takes an identity that nothing came of away from the login that had typed it. */
async function detachOthers(tx: Transaction, personId: Uuid, memberId: Uuid): Promise<void> {
  const others = await tx
    .update(member)
    .set({ personId: null })
    .where(and(eq(member.personId, personId), ne(member.id, memberId)))
    .returning({ id: member.id });
  const ids = others.map(({ id }) => id);
  if (ids.length > 0) await tx.update(account).set({ personId: null }).where(inArray(account.memberId, ids));
}

async function claimPhone(tx: Transaction, ctx: DomainContext, personId: Uuid, phone: string): Promise<void> {
  const value = `phone:${ctx.vault.digest('phone', phone)}`;
  const owner = await claimValue(tx, value, personId);
  if (owner === personId) return;
  if (await isEstablished(tx, owner)) throw invalidField('phone', 'taken');
  await tx.update(uniqueValue).set({ ownerId: personId }).where(eq(uniqueValue.value, value));
}

/** A person whom the bank knows keeps the name and phone on record; what is typed now must agree with the name. */
async function requireSameName(tx: Transaction, ctx: DomainContext, personId: Uuid, identity: Identity): Promise<void> {
  const [known] = await tx.select({ realName: person.realName }).from(person).where(eq(person.id, personId));
  const realName = known && (await ctx.vault.open('person.realName', known.realName));
  if (realName !== identity.realName) throw invalidField('realName', 'not-as-registered');
}

async function renewPerson(tx: Transaction, ctx: DomainContext, personId: Uuid, identity: Identity): Promise<void> {
  const [before] = await tx.select({ phone: person.phone }).from(person).where(eq(person.id, personId));
  const former = before && (await ctx.vault.open('person.phone', before.phone));
  if (former !== undefined && former !== identity.phone) {
    const value = `phone:${ctx.vault.digest('phone', former)}`;
    await tx.delete(uniqueValue).where(and(eq(uniqueValue.value, value), eq(uniqueValue.ownerId, personId)));
  }
  await claimPhone(tx, ctx, personId, identity.phone);
  await tx
    .update(person)
    .set(await sealedValues(ctx, identity))
    .where(eq(person.id, personId));
}

/**
 * Finds or makes the person behind a login: one human being is known once, by identity number, and signs in as one
 * member. An identity that somebody typed and never carried to the bank can be taken over by its owner.
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
  if (login.personId && login.personId !== personId && (await isEstablished(tx, login.personId)))
    throw new DomainError('CONFLICT', 'this login is another person at the bank', { field: 'idNumber' });
  if (personId === fresh) {
    await claimPhone(tx, ctx, personId, identity.phone);
    await tx.insert(person).values({ id: personId, createdAt: ctx.now(), ...(await sealedValues(ctx, identity)) });
  } else if (await isEstablished(tx, personId)) {
    if (login.personId !== personId) throw new DomainError('SAME_PERSON', 'this person signs in by another login');
    await requireSameName(tx, ctx, personId, identity);
  } else {
    await detachOthers(tx, personId, memberId);
    await renewPerson(tx, ctx, personId, identity);
  }
  await tx.update(member).set({ personId }).where(eq(member.id, memberId));
  return personId;
}
