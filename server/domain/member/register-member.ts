import { eq } from 'drizzle-orm';
import { type MemberRole, member, memberRole } from '#db/schema/people.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';

export type NewMember = Readonly<{
  login: string;
  displayName: string;
  /** PHC string; the password itself never comes here. */
  passwordHash: string;
  roles: readonly MemberRole[];
  demo?: boolean;
}>;

/** Logins are compared without regard to case and to spaces around them. */
export const normaliseLogin = (login: string): string => login.trim().toLowerCase();

/** Adds a login with its roles. @throws DomainError CONFLICT when the login is taken. */
export async function registerMember(ctx: DomainContext, input: NewMember): Promise<{ memberId: Uuid }> {
  const memberId = ctx.newId();
  return transaction(ctx, async (tx) => {
    const added = await tx
      .insert(member)
      .values({
        id: memberId,
        login: normaliseLogin(input.login),
        displayName: input.displayName,
        passwordHash: input.passwordHash,
        demo: input.demo ?? false,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing({ target: member.login })
      .returning({ id: member.id });
    if (added.length === 0) {
      const [ours] = await tx.select({ id: member.id }).from(member).where(eq(member.id, memberId));
      if (ours) return { memberId };
      throw new DomainError('CONFLICT', 'the login is taken', { field: 'login' });
    }
    await tx.insert(memberRole).values(input.roles.map((role) => ({ memberId, role })));
    await recordAudit(tx, ctx, {
      verb: 'register-member',
      objectType: 'member',
      objectId: memberId,
      details: { roles: input.roles.join(',') },
    });
    return { memberId };
  });
}
