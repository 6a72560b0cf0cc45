import { eq, sql } from 'drizzle-orm';
import { alert, mail } from '#db/schema/alerts.ts';
import { transaction } from '#db/transaction.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { ADDRESS_COLUMN } from './write-mails.ts';

type Ctx = DomainContext<SystemActor>;
type Mail = typeof mail.$inferSelect;

const AT_ONCE = 20;
/** Whoever has taken a mail sends it within this, or it is taken again. */
const LEASE_MS = 60_000;
const MOST_ATTEMPTS = 8;
const LONGEST_PAUSE_MS = 60 * 60_000;
const LONGEST_ERROR = 300;

/** Takes mails whose time has come, each for one process. */
const take = (ctx: Ctx): Promise<Mail[]> =>
  transaction(ctx, (tx) =>
    tx
      .update(mail)
      .set({
        attempts: sql`${mail.attempts} + 1`,
        nextAttemptAt: new Date(ctx.realNow().getTime() + LEASE_MS),
      })
      .where(
        sql`${mail.id} in (select m.id from ${mail} m where m.state = 'waiting'
          and m.next_attempt_at <= ${ctx.realNow().toISOString()}::timestamptz
          order by m.next_attempt_at limit ${AT_ONCE} for update skip locked)`,
      )
      .returning(),
  );

const pauseAfter = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, 30_000 * 2 ** (attempts - 1));

async function deliver(ctx: Ctx, server: NonNullable<Ctx['mail']>, taken: Mail): Promise<void> {
  const [about] = await ctx.db.select({ endedAt: alert.endedAt }).from(alert).where(eq(alert.id, taken.alertId));
  const end = (change: Partial<typeof mail.$inferInsert>) =>
    transaction(ctx, (tx) => tx.update(mail).set(change).where(eq(mail.id, taken.id)));
  if (about?.endedAt) {
    await end({ state: 'dropped' });
    return;
  }
  try {
    const { id, subject, body } = taken;
    await server.send({ id, to: await ctx.vault.open(ADDRESS_COLUMN, taken.address), subject, body });
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);
    const nextAttemptAt = new Date(ctx.realNow().getTime() + pauseAfter(taken.attempts));
    await end({ state: taken.attempts < MOST_ATTEMPTS ? 'waiting' : 'failed', error: why, nextAttemptAt });
    return;
  }
  await end({ state: 'sent', sentAt: ctx.now(), error: null });
}

/**
 * Sends what waits in the outbox, where there is a mail server; else it stays. What its alert no longer needs is
 * dropped. A mail goes out once, and a second time only if the process dies between the server's word and our note of
 * it; its Message-ID is then the same.
 * @returns how many were taken
 */
export async function sendMails(ctx: Ctx): Promise<number> {
  if (!ctx.mail) return 0;
  const taken = await take(ctx);
  for (const one of taken) await deliver(ctx, ctx.mail, one);
  return taken.length;
}
