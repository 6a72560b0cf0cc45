import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '#db/pool.ts';
import { session } from '#db/schema/people.ts';
import type { IdSource, Uuid } from '#server/primitives/ids.ts';

const HOUR_MS = 3_600_000;
/** However busy, a session ends after half a day; left alone, after two hours. */
export const SESSION_MS = 12 * HOUR_MS;
export const IDLE_MS = 2 * HOUR_MS;

type Store = Readonly<{ db: Database; realNow: () => Date; newId: IdSource }>;

/** Writes the row that a token stands for and gives its id. */
export async function openSession(store: Store, memberId: Uuid, userAgent: string | null): Promise<Uuid> {
  const now = store.realNow();
  const id = store.newId();
  await store.db.insert(session).values({
    id,
    memberId,
    userAgent: userAgent?.slice(0, 200) ?? null,
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
  });
  return id;
}

/** Ends a session of this member; a session of somebody else is left as it is. True when one was ended. */
export async function revokeSession(store: Store, memberId: Uuid, sessionId: Uuid): Promise<boolean> {
  const ended = await store.db
    .update(session)
    .set({ revokedAt: store.realNow() })
    .where(and(eq(session.id, sessionId), eq(session.memberId, memberId), isNull(session.revokedAt)))
    .returning({ id: session.id });
  return ended.length > 0;
}

/** Marks the session as used, so that it does not fall asleep. */
export async function touchSession(store: Pick<Store, 'db'>, sessionId: Uuid, seenAt: Date): Promise<void> {
  await store.db.update(session).set({ seenAt }).where(eq(session.id, sessionId));
}
