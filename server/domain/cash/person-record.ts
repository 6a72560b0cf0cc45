import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { person, uniqueValue } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { LIVE_STATES } from '../custody/states.ts';
import { type FieldName, invalidField } from './identity.ts';
import { maskName, maskPhone } from './rules.ts';

/** A human being as the record keeps him. */
export type Human = Readonly<{ realName: string; idNumber: string; phone: string }>;
/** How the form that he was typed into calls his name and phone. */
export type FieldNames = Readonly<{ realName: FieldName; phone: FieldName }>;

/** Claims a value for an owner; whoever holds it already keeps it. @returns the owner it then has */
export async function claimValue(tx: Transaction, value: string, ownerId: Uuid): Promise<Uuid> {
  const [claimed] = await tx.insert(uniqueValue).values({ value, ownerId }).onConflictDoNothing().returning();
  if (claimed) return ownerId;
  const [held] = await tx.select().from(uniqueValue).where(eq(uniqueValue.value, value)).for('update');
  if (!held) throw new Error('a claimed value has vanished');
  return held.ownerId;
}

/** Whether the bank knows the holder of these accounts already, or is being asked to: then nobody else may take him over. */
export async function isEstablished(tx: Transaction, accountsOf: SQL | undefined): Promise<boolean> {
  const accounts = await tx.select({ id: account.id, state: account.state }).from(account).where(accountsOf);
  if (accounts.some(({ state }) => state !== 'opening')) return true;
  if (accounts.length === 0) return false;
  const ids = accounts.map(({ id }) => id);
  const [live] = await tx
    .select({ id: instruction.id })
    .from(instruction)
    .where(and(inArray(instruction.accountId, ids), inArray(instruction.state, [...LIVE_STATES])))
    .limit(1);
  return live !== undefined;
}

async function sealedValues(ctx: DomainContext, human: Human) {
  const [realName, idNumber, phone] = await Promise.all([
    ctx.vault.seal('person.realName', human.realName),
    ctx.vault.seal('person.idNumber', human.idNumber),
    ctx.vault.seal('person.phone', human.phone),
  ]);
  const masked = { maskedName: maskName(human.realName), maskedPhone: maskPhone(human.phone) };
  return { realName, idNumber, phone, ...masked };
}

async function claimPhone(tx: Transaction, ctx: DomainContext, personId: Uuid, human: Human, as: FieldNames) {
  const value = `phone:${ctx.vault.digest('phone', human.phone)}`;
  const owner = await claimValue(tx, value, personId);
  if (owner === personId) return;
  if (await isEstablished(tx, eq(account.personId, owner))) throw invalidField(as.phone, 'taken');
  await tx.update(uniqueValue).set({ ownerId: personId }).where(eq(uniqueValue.value, value));
}

/** Writes down somebody whose identity number has just been claimed. @throws DomainError INPUT_INVALID for a taken phone */
export async function addPerson(tx: Transaction, ctx: DomainContext, id: Uuid, human: Human, as: FieldNames) {
  await claimPhone(tx, ctx, id, human, as);
  await tx.insert(person).values({ id, createdAt: ctx.now(), ...(await sealedValues(ctx, human)) });
}

/** A person whom the bank knows keeps the name on record; what is typed now must agree with it. */
export async function requireSameName(tx: Transaction, ctx: DomainContext, id: Uuid, human: Human, as: FieldNames) {
  const [known] = await tx.select({ realName: person.realName }).from(person).where(eq(person.id, id));
  const realName = known && (await ctx.vault.open('person.realName', known.realName));
  if (realName !== human.realName) throw invalidField(as.realName, 'not-as-registered');
}

/** Writes a person anew, and lets go of the phone he had. @throws DomainError INPUT_INVALID for a taken phone */
export async function renewPerson(tx: Transaction, ctx: DomainContext, id: Uuid, human: Human, as: FieldNames) {
  const [before] = await tx.select({ phone: person.phone }).from(person).where(eq(person.id, id));
  const former = before && (await ctx.vault.open('person.phone', before.phone));
  if (former !== undefined && former !== human.phone) {
    const value = `phone:${ctx.vault.digest('phone', former)}`;
    await tx.delete(uniqueValue).where(and(eq(uniqueValue.value, value), eq(uniqueValue.ownerId, id)));
  }
  await claimPhone(tx, ctx, id, human, as);
  await tx
    .update(person)
    .set(await sealedValues(ctx, human))
    .where(eq(person.id, id));
}
