import { and, eq, ne } from 'drizzle-orm';
import { dayRelease, reconciliation } from '#db/schema/reconciliation.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { lockDay } from './lock-day.ts';

export type AskDayRelease = Readonly<{ requestId: Uuid; date: PlainDate; reason: string }>;

/** Only what a red day holds needs two people, and each day is asked for once at a time. */
async function requireHeld(tx: Transaction, date: PlainDate): Promise<void> {
  await lockDay(tx, date);
  const [day] = await tx.select().from(reconciliation).where(eq(reconciliation.businessDate, date));
  if (day?.state !== 'red') throw new DomainError('CONFLICT', `${date} holds nothing back`, { date });
  const open = and(eq(dayRelease.businessDate, date), ne(dayRelease.state, 'refused'));
  const [asked] = await tx.select({ id: dayRelease.id }).from(dayRelease).where(open).limit(1);
  if (asked) throw new DomainError('CONFLICT', `${date} is asked for already`, { date });
}

/**
 * Asks to let the payouts of a red day go in spite of its differences, with a reason; another person decides. The day
 * stays red, without certificate.
 * @throws DomainError FORBIDDEN, INPUT_INVALID (reason), CONFLICT (not red, or asked for already), REQUEST_ID_REUSED
 */
export async function askDayRelease(
  ctx: DomainContext<AdminActor>,
  { requestId, date, reason }: AskDayRelease,
): Promise<{ releaseId: Uuid }> {
  requireRole(ctx.actor, 'finance');
  if (reason.trim() === '') throw new DomainError('INPUT_INVALID', 'a release has a reason', { field: 'reason' });
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'ask-day-release', input: { date, reason } }, async () => {
      await requireHeld(tx, date);
      const releaseId = ctx.newId();
      const made = { makerId: ctx.actor.memberId, madeAt: ctx.now() };
      await tx.insert(dayRelease).values({ ...made, id: releaseId, businessDate: date, state: 'asked', reason });
      await recordAudit(tx, ctx, {
        verb: 'ask-day-release',
        objectType: 'day-release',
        objectId: releaseId,
        toState: 'asked',
        reason,
        details: { date },
      });
      return { releaseId };
    }),
  );
}
