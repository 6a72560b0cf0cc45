import { account } from '#db/schema/accounts.ts';
import { enterprise, guarantor, member, person } from '#db/schema/people.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Money } from '#server/primitives/money.ts';
import { type BorrowerActor, mintBorrower } from '../domain/actors.ts';
import type { LoneDatabase } from './context.ts';

const SEALED = { realName: '-', idNumber: '-', phone: '-', maskedName: '仲*妮', maskedPhone: '186****1402' };

async function newPerson({ pool, system }: LoneDatabase): Promise<Uuid> {
  const id = system.newId();
  await pool.db.insert(person).values({ id, ...SEALED, createdAt: system.now() });
  return id;
}

/** An enterprise without an account, of a legal representative of its own or of the one given. */
export async function newEnterprise(lone: LoneDatabase, legalPersonId?: Uuid) {
  const { newId, now } = lone.system;
  const held = { enterpriseId: newId(), memberId: newId(), legalPersonId: legalPersonId ?? (await newPerson(lone)) };
  const sealed = { unifiedCode: '-', bankLicense: '-', contactName: '-', contactPhone: '-', maskedCode: '9131***01' };
  await lone.pool.db.insert(enterprise).values({
    id: held.enterpriseId,
    memberId: held.memberId,
    legalPersonId: held.legalPersonId,
    name: '青川木业',
    state: 'active',
    createdAt: now(),
    ...sealed,
  });
  return held;
}

/** An active guarantor with its limit, for rules that end at the database. */
export async function newGuarantor(lone: LoneDatabase, exposureLimit: Money, legalPersonId?: Uuid): Promise<Uuid> {
  const { enterpriseId } = await newEnterprise(lone, legalPersonId);
  const by = { proposedBy: lone.system.newId(), proposedAt: lone.system.now(), decidedBy: lone.system.newId() };
  await lone.pool.db.insert(guarantor).values({ enterpriseId, exposureLimit, state: 'active', ...by });
  return enterpriseId;
}

/** A borrower with an active account and no bank behind it: a person, or an enterprise with its representative. */
export async function newApplicant(
  lone: LoneDatabase,
  kind: 'person' | 'enterprise' = 'person',
  legalPersonId?: Uuid,
): Promise<BorrowerActor & { personId: Uuid; accountId: Uuid }> {
  const { newId, now } = lone.system;
  const company = kind === 'enterprise' ? await newEnterprise(lone, legalPersonId) : undefined;
  const personId = company?.legalPersonId ?? legalPersonId ?? (await newPerson(lone));
  const [memberId, accountId] = [company?.memberId ?? newId(), newId()];
  const login = { personId: company ? null : personId, login: memberId, displayName: '-', passwordHash: '-' };
  await lone.pool.db.insert(member).values({ id: memberId, ...login, createdAt: now() });
  const enterpriseId = company?.enterpriseId ?? null;
  await lone.pool.db.insert(account).values({
    id: accountId,
    memberId,
    personId,
    enterpriseId,
    role: 'BORROWERS',
    platformUserNo: accountId,
    state: 'active',
    createdAt: now(),
  });
  return Object.assign(mintBorrower({ memberId, personId, accountId, enterpriseId }), { personId, accountId });
}
