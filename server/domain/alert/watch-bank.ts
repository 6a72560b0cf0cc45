import { sql } from 'drizzle-orm';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { Found } from './found.ts';

type Ctx = DomainContext<SystemActor>;

/** A forged notify is told of for a day. */
const REFUSED_MS = 24 * 60 * 60_000;

/** Notifies that were refused lately: forged, altered or unreadable. */
export async function findRefusedNotifies({ db, realNow }: Ctx): Promise<Found[]> {
  const since = new Date(realNow().getTime() - REFUSED_MS).toISOString();
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from refused_notice where received_at >= ${since}::timestamptz`,
  );
  if (!row || row.count === 0) return [];
  return [{ object: 'notify', path: '/admin/bank', details: { notifies: row.count } }];
}

/** What the bank has not answered for this long is in doubt too long. */
const DOUBT_MS = 15 * 60_000;

/** Instructions whose outcome nobody knows though the bank has been asked for a while: it is down, or has lost them. */
export async function findDoubts({ db, now }: Ctx): Promise<Found[]> {
  const since = new Date(now().getTime() - DOUBT_MS).toISOString();
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from instruction
    where channel = 'direct' and sent_at < ${since}::timestamptz
      and (state in ('sent', 'unknown') or state = 'accepted' and service = 'ASYNC_TRANSACTION')`);
  if (!row || row.count === 0) return [];
  return [{ object: 'bank', path: '/admin/bank', details: { instructions: row.count } }];
}
