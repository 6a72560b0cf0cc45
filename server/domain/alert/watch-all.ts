import { and, eq, isNull, ne, notInArray } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { SystemActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import type { Found, Watch } from './found.ts';
import { writeMails } from './write-mails.ts';

type Ctx = DomainContext<SystemActor>;
type Alert = typeof alert.$inferSelect;

/** Raises what is not open yet. Of many who find it at once, one raises it. */
async function raise(tx: Transaction, ctx: Ctx, { kind, severity }: Watch, found: Found): Promise<Alert | undefined> {
  const { object, path, businessDate = null, details = {} } = found;
  const [raised] = await tx
    .insert(alert)
    .values({ id: ctx.newId(), kind, severity, object, path, businessDate, details, raisedAt: ctx.now() })
    .onConflictDoNothing()
    .returning();
  if (!raised) {
    const open = and(eq(alert.kind, kind), eq(alert.object, object), isNull(alert.endedAt));
    await tx
      .update(alert)
      .set({ details })
      .where(and(open, ne(alert.details, details)));
    return undefined;
  }
  await recordAudit(tx, ctx, { verb: `raise-${kind}`, objectType: 'alert', objectId: raised.id, toState: 'open' });
  return raised;
}

/** Ends what is open of a kind and is no longer found. @returns how many */
async function endOthers(tx: Transaction, ctx: Ctx, { kind }: Watch, found: readonly Found[]): Promise<number> {
  const still = found.map(({ object }) => object);
  const ended = await tx
    .update(alert)
    .set({ endedAt: ctx.now() })
    .where(
      and(
        ...[eq(alert.kind, kind), isNull(alert.endedAt)],
        still.length > 0 ? notInArray(alert.object, still) : undefined,
      ),
    )
    .returning({ id: alert.id });
  for (const { id } of ended)
    await recordAudit(tx, ctx, {
      verb: `end-${kind}`,
      objectType: 'alert',
      objectId: id,
      fromState: 'open',
      toState: 'ended',
    });
  return ended.length;
}

async function lookAt(ctx: Ctx, watch: Watch): Promise<number> {
  const found = await watch.find(ctx);
  return transaction(ctx, async (tx) => {
    let changed = await endOthers(tx, ctx, watch, found);
    for (const one of found) {
      const raised = await raise(tx, ctx, watch, one);
      if (!raised) continue;
      changed += 1;
      if (raised.severity === 'high') await writeMails(tx, ctx, raised);
    }
    return changed;
  });
}

/**
 * Looks at everything that raises alerts: raises what is new, with a mail to whoever must know at once, and ends what
 * is over. Any number of workers may look at the same time. A watch that fails does not keep the others from looking.
 * @returns how many alerts were raised or ended
 * @throws AggregateError when watches failed
 */
export async function watchAll(ctx: Ctx, watches: readonly Watch[]): Promise<number> {
  let changed = 0;
  const errors: unknown[] = [];
  for (const watch of watches) {
    try {
      changed += await lookAt(ctx, watch);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} watches failed`);
  return changed;
}
