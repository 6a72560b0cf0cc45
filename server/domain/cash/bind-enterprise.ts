import { and, eq, ne } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { enterprise, member } from '#db/schema/people.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import type { DomainContext } from '../context.ts';
import type { EnterpriseFacts } from './enterprise-facts.ts';
import { type EnterpriseEvent, enterpriseMachine } from './enterprise-states.ts';
import { invalidField } from './identity.ts';
import { addPerson, claimValue, isEstablished, renewPerson, requireSameName } from './person-record.ts';
import { maskCode } from './unified-code.ts';

const TYPED_AS = { realName: 'legalName', phone: 'legalPhone' } as const;

/** The legal representative as a person: one that the bank or a login knows keeps what is on record. */
async function bindLegalPerson(tx: Transaction, ctx: DomainContext, facts: EnterpriseFacts): Promise<Uuid> {
  const human = { realName: facts.legalName, idNumber: facts.legalIdNumber, phone: facts.legalPhone };
  const fresh = ctx.newId();
  const personId = await claimValue(tx, `id-number:${ctx.vault.digest('id-number', human.idNumber)}`, fresh);
  if (personId === fresh) await addPerson(tx, ctx, personId, human, TYPED_AS);
  else if (await isEstablished(tx, eq(account.personId, personId)))
    await requireSameName(tx, ctx, personId, human, TYPED_AS);
  else await renewPerson(tx, ctx, personId, human, TYPED_AS);
  return personId;
}

async function valuesOf(ctx: DomainContext, facts: EnterpriseFacts) {
  const [unifiedCode, bankLicense, contactName, contactPhone] = await Promise.all([
    ctx.vault.seal('enterprise.unifiedCode', facts.unifiedCode),
    ctx.vault.seal('enterprise.bankLicense', facts.bankLicense),
    ctx.vault.seal('enterprise.contactName', facts.contactName),
    ctx.vault.seal('enterprise.contactPhone', facts.contactPhone),
  ]);
  const masked = { name: facts.name, maskedCode: maskCode(facts.unifiedCode) };
  return { unifiedCode, bankLicense, contactName, contactPhone, ...masked };
}

type Bound = Readonly<{ enterpriseId: Uuid; personId: Uuid }>;

/** An enterprise that somebody has begun to open an account for already. */
async function rebind(tx: Transaction, ctx: DomainContext, bound: Bound, memberId: Uuid, facts: EnterpriseFacts) {
  const { enterpriseId, personId } = bound;
  const [known] = await tx.select().from(enterprise).where(eq(enterprise.id, enterpriseId)).for('update');
  if (!known) throw new Error('a claimed code without its enterprise');
  if (await isEstablished(tx, eq(account.enterpriseId, enterpriseId))) {
    if (known.memberId !== memberId) throw invalidField('unifiedCode', 'taken');
    if (known.name !== facts.name) throw invalidField('name', 'not-as-registered');
    if (known.legalPersonId !== personId) throw invalidField('legalIdNumber', 'not-as-registered');
    return;
  }
  await tx
    .update(account)
    .set({ personId: null, enterpriseId: null })
    .where(and(eq(account.enterpriseId, enterpriseId), ne(account.memberId, memberId)));
  const state = transition<typeof known.state, EnterpriseEvent>(enterpriseMachine, known.state, 'open');
  await tx
    .update(enterprise)
    .set({ memberId, legalPersonId: personId, state, auditReason: null, ...(await valuesOf(ctx, facts)) })
    .where(eq(enterprise.id, enterpriseId));
}

/**
 * Finds or makes the enterprise behind a login, and its legal representative: an enterprise is known once, by its
 * unified code. One that somebody typed and nothing came of can be taken over by whoever comes with it next.
 * @throws DomainError INPUT_INVALID when the code is another login's or a field contradicts what is on record
 */
export async function bindEnterprise(
  tx: Transaction,
  ctx: DomainContext,
  memberId: Uuid,
  facts: EnterpriseFacts,
): Promise<Bound> {
  const [login] = await tx.select({ id: member.id }).from(member).where(eq(member.id, memberId)).for('update');
  if (!login) throw new DomainError('NOT_FOUND', 'no such member');
  const fresh = ctx.newId();
  const code = `unified-code:${ctx.vault.digest('unified-code', facts.unifiedCode)}`;
  const enterpriseId = await claimValue(tx, code, fresh);
  const personId = await bindLegalPerson(tx, ctx, facts);
  const bound = { enterpriseId, personId };
  if (enterpriseId !== fresh) await rebind(tx, ctx, bound, memberId, facts);
  else
    await tx.insert(enterprise).values({
      id: enterpriseId,
      memberId,
      legalPersonId: personId,
      state: 'opening',
      createdAt: ctx.now(),
      ...(await valuesOf(ctx, facts)),
    });
  return bound;
}
