import { getServerSession } from 'next-auth';
import { realNow } from '#server/clock.ts';
import { portal } from '#server/portal.ts';
import { isUuid } from '#server/primitives/ids.ts';
import { authOptions } from './options.ts';
import { readViewer, type Viewer } from './viewer.ts';

/** Who sends this request; null for nobody. Works in pages and route handlers alike. */
export async function currentViewer(): Promise<Viewer | null> {
  const session = await getServerSession(await authOptions());
  const sessionId = session?.sessionId;
  if (!sessionId || !isUuid(sessionId)) return null;
  const running = await portal();
  return readViewer(running.wiring.pool.db, sessionId, realNow());
}
