import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Database } from '#db/pool.ts';
import { type AccountState, account } from '#db/schema/accounts.ts';
import { type MemberRole, member, memberRole, person, session } from '#db/schema/people.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { IDLE_MS, touchSession } from './sessions.ts';

/** An account with its holder: a person, or an enterprise and then `personId` is its legal representative. */
export type ViewerAccount = Readonly<{
  id: Uuid;
  state: AccountState;
  personId: Uuid | null;
  enterpriseId: Uuid | null;
}>;

/** Somebody signed in, as the session's row says at this moment. */
export type Viewer = Readonly<{
  sessionId: Uuid;
  memberId: Uuid;
  personId: Uuid | null;
  login: string;
  displayName: string;
  demo: boolean;
  roles: readonly MemberRole[];
  lending: ViewerAccount | null;
  borrowing: ViewerAccount | null;
  guaranteeing: ViewerAccount | null;
}>;

const TOUCH_AFTER_MS = 5 * 60_000;

/** Reads who a session stands for; null when it has ended, was revoked, fell asleep, or its member is disabled. */
export async function readViewer(db: Database, sessionId: Uuid, now: Date): Promise<Viewer | null> {
  const awake = new Date(now.getTime() - IDLE_MS);
  const [people, roles, accounts] = await Promise.all([
    db
      .select({ seenAt: session.seenAt, member, personId: person.id })
      .from(session)
      .innerJoin(member, eq(member.id, session.memberId))
      .leftJoin(person, eq(person.id, member.personId))
      .where(
        and(
          eq(session.id, sessionId),
          isNull(session.revokedAt),
          gt(session.expiresAt, now),
          gt(session.seenAt, awake),
          isNull(member.disabledAt),
        ),
      ),
    db
      .select({ role: memberRole.role })
      .from(memberRole)
      .innerJoin(session, eq(session.memberId, memberRole.memberId))
      .where(eq(session.id, sessionId)),
    db
      .select({
        id: account.id,
        role: account.role,
        state: account.state,
        personId: account.personId,
        enterpriseId: account.enterpriseId,
      })
      .from(account)
      .innerJoin(session, eq(session.memberId, account.memberId))
      .where(eq(session.id, sessionId)),
  ]);
  const found = people[0];
  if (!found) return null;
  if (now.getTime() - found.seenAt.getTime() > TOUCH_AFTER_MS) await touchSession({ db }, sessionId, now);
  const accountOf = (role: string): ViewerAccount | null => {
    const row = accounts.find((candidate) => candidate.role === role && candidate.state !== 'closed');
    if (!row) return null;
    const { id, state, personId, enterpriseId } = row;
    return { id, state, personId, enterpriseId };
  };
  return {
    sessionId,
    memberId: found.member.id,
    personId: found.personId,
    login: found.member.login,
    displayName: found.member.displayName,
    demo: found.member.demo,
    roles: roles.map((row) => row.role).sort(),
    lending: accountOf('INVESTOR'),
    borrowing: accountOf('BORROWERS'),
    guaranteeing: accountOf('GUARANTEECORP'),
  };
}

/** The viewer's own sessions that still hold, newest first; `current` is the one that asks. */
export async function openSessions(ctx: { db: Database; realNow: () => Date }, viewer: Viewer) {
  const rows = await ctx.db
    .select({ id: session.id, userAgent: session.userAgent, createdAt: session.createdAt, seenAt: session.seenAt })
    .from(session)
    .where(and(eq(session.memberId, viewer.memberId), isNull(session.revokedAt), gt(session.expiresAt, ctx.realNow())))
    .orderBy(desc(session.createdAt))
    .limit(50);
  return rows.map((row) => ({ ...row, current: row.id === viewer.sessionId }));
}
