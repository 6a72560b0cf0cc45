import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '#db/pool.ts';
import { member } from '#db/schema/people.ts';
import { normaliseLogin } from '#server/domain/member/register-member.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { countSignIn, forgetFailures } from './attempts.ts';
import { verifyPassword } from './password.ts';

export type Credentials = Readonly<{ login: string; password: string; address: string }>;

/**
 * Whose login and password these are.
 * @throws DomainError SIGN_IN_FAILED without saying which of the two was wrong; TOO_MANY_ATTEMPTS
 */
export async function signInWithPassword(db: Database, given: Credentials): Promise<Uuid> {
  const login = normaliseLogin(given.login);
  await countSignIn(login, given.address);
  const [found] = await db
    .select({ id: member.id, passwordHash: member.passwordHash })
    .from(member)
    .where(and(eq(member.login, login), isNull(member.disabledAt)));
  const matches = await verifyPassword(found?.passwordHash, given.password);
  if (!found || !matches) throw new DomainError('SIGN_IN_FAILED', 'login or password is wrong');
  await forgetFailures(login, given.address);
  return found.id;
}

/** One click: the member must be one of the demo people. @throws DomainError SIGN_IN_FAILED */
export async function signInAsDemoPerson(db: Database, memberId: Uuid): Promise<Uuid> {
  const [found] = await db
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.id, memberId), eq(member.demo, true), isNull(member.disabledAt)));
  if (!found) throw new DomainError('SIGN_IN_FAILED', 'not one of the demo people');
  return found.id;
}
