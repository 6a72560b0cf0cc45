import { desc, eq, isNull, sql } from 'drizzle-orm';
import { alert, mail } from '#db/schema/alerts.ts';
import { member } from '#db/schema/people.ts';
import type { DomainContext } from '../context.ts';
import { ADDRESS_COLUMN } from './write-mails.ts';

type Ctx = Pick<DomainContext, 'db'>;

/** How many alerts are open, and how many of them nobody sees to. */
export async function alertCount({ db }: Ctx): Promise<{ open: number; unseen: number }> {
  const [row] = await db
    .select({
      open: sql<number>`count(*)::integer`,
      unseen: sql<number>`(count(*) filter (where ${alert.acknowledgedAt} is null))::integer`,
    })
    .from(alert)
    .where(isNull(alert.endedAt));
  return row ?? { open: 0, unseen: 0 };
}

/** Alerts for staff: what is open and nobody sees to first, what has ended last; the newest first in each. */
export function alerts({ db }: Ctx, limit: number) {
  return db
    .select({
      id: alert.id,
      kind: alert.kind,
      severity: alert.severity,
      object: alert.object,
      path: alert.path,
      details: alert.details,
      raisedAt: alert.raisedAt,
      acknowledgedAt: alert.acknowledgedAt,
      acknowledgedBy: member.displayName,
      note: alert.note,
      endedAt: alert.endedAt,
    })
    .from(alert)
    .leftJoin(member, eq(member.id, alert.acknowledgedBy))
    .orderBy(
      sql`${alert.endedAt} is not null`,
      sql`${alert.acknowledgedAt} is not null`,
      sql`${alert.severity} <> 'high'`,
      desc(alert.raisedAt),
      desc(alert.id),
    )
    .limit(limit);
}

/** The newest mails of the outbox with their addresses opened, and whether a mail server takes them. */
export async function mailOutbox(ctx: Pick<DomainContext, 'db' | 'vault' | 'mail'>, limit: number) {
  const rows = await ctx.db.select().from(mail).orderBy(desc(mail.createdAt), desc(mail.id)).limit(limit);
  const mails = await Promise.all(
    rows.map(async ({ id, address, subject, body, state, createdAt, sentAt, error }) => ({
      id,
      to: await ctx.vault.open(ADDRESS_COLUMN, address),
      subject,
      body,
      state,
      createdAt,
      sentAt,
      error,
    })),
  );
  return { hasServer: ctx.mail !== undefined, mails };
}
