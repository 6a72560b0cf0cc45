import { sql } from 'drizzle-orm';
import { mintSystem } from '#server/domain/actors.ts';
import { portal } from '#server/portal.ts';

export const dynamic = 'force-dynamic';

/** 200 when the portal can do its work: its keys are there and the database answers. 503 with the reason else. */
export async function GET(): Promise<Response> {
  try {
    const { wiring, environment } = await portal();
    await wiring.pool.db.execute(sql`select 1`);
    const { businessDate } = await wiring.contextFor(mintSystem());
    return Response.json({ status: 'ok', businessDate, demoMode: environment.demoMode });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    return Response.json({ status: 'unavailable', reason }, { status: 503 });
  }
}
