import { addDays } from '#server/primitives/calendar.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { verifyCertificates } from '../reconciliation/verify-certificates.ts';
import type { Found } from './found.ts';

/** The chain is followed whole, and the days of this many dates are held against their certificates. */
const DAYS = 7;
/** To hold days against their certificates reads all that they are of: not more often than this, machine clock. */
const REST_MS = 10 * 60_000;

/**
 * Looks for certificates, and days under them, that were changed after they were signed. Seldom, since it is dear: in
 * between it says what it said last.
 */
export function watchChain(): (ctx: DomainContext<SystemActor>) => Promise<readonly Found[]> {
  let last: Readonly<{ atMs: number; businessDate: string; found: readonly Found[] }> | undefined;
  return async (ctx) => {
    const { businessDate } = ctx;
    const nowMs = ctx.realNow().getTime();
    if (last?.businessDate === businessDate && nowMs - last.atMs < REST_MS) return last.found;
    const { good, findings } = await verifyCertificates(ctx, { from: addDays(businessDate, -DAYS) });
    const details = { findings: findings.length };
    const found = good ? [] : [{ object: 'certificates', path: '/admin/reconciliation', details }];
    last = { atMs: nowMs, businessDate, found };
    return found;
  };
}
