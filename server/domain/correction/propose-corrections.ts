import { and, asc, eq, inArray, ne, notExists, notLike, sql } from 'drizzle-orm';
import { correction, reconciliationBreak } from '#db/schema/reconciliation.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { lockBreak, moveBreak, moveCorrection } from './move-correction.ts';
import { choicesFor } from './remedies.ts';
import { followsFromOthers } from './suggest.ts';

type Ctx = DomainContext<SystemActor>;

/**
 * Breaks of a date that nobody has dealt with, not even with a correction that failed: that is for people. Those that
 * follow from others are left to them, until the others are answered for.
 */
async function untouched(ctx: Ctx, date: PlainDate): Promise<Uuid[]> {
  const any = ctx.db
    .select({ id: correction.id })
    .from(correction)
    .where(eq(correction.breakId, reconciliationBreak.id));
  const rows = await ctx.db
    .select({ id: reconciliationBreak.id, cause: reconciliationBreak.cause })
    .from(reconciliationBreak)
    .where(and(eq(reconciliationBreak.businessDate, date), eq(reconciliationBreak.state, 'explained'), notExists(any)))
    .orderBy(asc(reconciliationBreak.id));
  const others = and(
    ...[eq(reconciliationBreak.businessDate, date), ne(reconciliationBreak.state, 'resolved')],
    ...[notLike(reconciliationBreak.cause, 'follows-%'), ne(reconciliationBreak.cause, 'carried-over')],
  );
  const alone = (await ctx.db.$count(reconciliationBreak, others)) === 0;
  return rows.filter(({ cause }) => alone || !followsFromOthers(cause)).map(({ id }) => id);
}

async function propose(tx: Transaction, ctx: Ctx, breakId: Uuid): Promise<boolean> {
  const found = await lockBreak(tx, breakId);
  const [before] = await tx.select({ id: correction.id }).from(correction).where(eq(correction.breakId, breakId));
  if (found.state !== 'explained' || before) return false;
  const [choice] = await choicesFor(tx, found);
  if (!choice) return false;
  const id = ctx.newId();
  await tx.insert(correction).values({
    id,
    breakId,
    businessDate: found.businessDate,
    kind: choice.kind,
    details: choice.details,
    state: 'proposed',
    proposedAt: ctx.now(),
  });
  await moveBreak(tx, ctx, found, 'propose');
  await recordAudit(tx, ctx, {
    verb: 'propose-correction',
    objectType: 'correction',
    objectId: id,
    toState: 'proposed',
    details: { kind: choice.kind, breakId },
  });
  return true;
}

/** Corrections that nobody has approved of breaks that are gone come to nothing. */
async function dropVanished(tx: Transaction, ctx: Ctx, date: PlainDate): Promise<void> {
  const gone = await tx
    .select()
    .from(correction)
    .where(
      and(
        ...[eq(correction.businessDate, date), inArray(correction.state, ['proposed', 'made'])],
        sql`exists (select 1 from reconciliation_break b where b.id = ${correction.breakId} and b.state = 'resolved')`,
      ),
    )
    .orderBy(asc(correction.id))
    .for('update');
  for (const row of gone) await moveCorrection(tx, ctx, row, 'drop', { result: 'gone' });
}

/**
 * Proposes a correction for every open break of a date that has had none: what the evidence says would put it right.
 * Proposals for breaks that a new run no longer finds are dropped. Harmless when repeated. @returns how many
 */
export async function proposeCorrections(ctx: Ctx, date: PlainDate): Promise<number> {
  await transaction(ctx, (tx) => dropVanished(tx, ctx, date));
  let proposed = 0;
  for (const breakId of await untouched(ctx, date)) {
    if (await transaction(ctx, (tx) => propose(tx, ctx, breakId))) proposed += 1;
  }
  return proposed;
}
