import { and, eq } from 'drizzle-orm';
import { correction, reconciliationBreak } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { type BreakEvent, breakMachine } from '../reconciliation/states.ts';
import type { Correction, FoundBreak } from './remedy.ts';
import { type CorrectionEvent, correctionMachine } from './states.ts';

/** The break, locked: whoever decides about it or its corrections comes one after the other. @throws NOT_FOUND */
export async function lockBreak(tx: Transaction, breakId: Uuid): Promise<FoundBreak> {
  const [found] = await tx.select().from(reconciliationBreak).where(eq(reconciliationBreak.id, breakId)).for('update');
  if (!found) throw new DomainError('NOT_FOUND', 'no such break');
  return found;
}

/** A correction and its break, both locked, the break first. @throws DomainError NOT_FOUND */
export async function lockCorrection(tx: Transaction, id: Uuid): Promise<{ row: Correction; found: FoundBreak }> {
  const [named] = await tx.select({ breakId: correction.breakId }).from(correction).where(eq(correction.id, id));
  if (!named) throw new DomainError('NOT_FOUND', 'no such correction');
  const found = await lockBreak(tx, named.breakId);
  const [row] = await tx.select().from(correction).where(eq(correction.id, id)).for('update');
  if (!row) throw new DomainError('NOT_FOUND', 'no such correction');
  return { row, found };
}

/** Moves a break along one arrow and records it; it stays where it is when it is resolved already. */
export async function moveBreak(tx: Transaction, ctx: DomainContext, found: FoundBreak, event: BreakEvent) {
  if (found.state === 'resolved') return found;
  const state = transition<FoundBreak['state'], BreakEvent>(breakMachine, found.state, event);
  const [moved] = await tx
    .update(reconciliationBreak)
    .set({ state, resolvedAt: state === 'resolved' ? ctx.now() : null })
    .where(and(eq(reconciliationBreak.id, found.id), eq(reconciliationBreak.state, found.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', 'the break has moved on meanwhile');
  await recordAudit(tx, ctx, {
    verb: `${event}-break`,
    objectType: 'break',
    objectId: found.id,
    fromState: found.state,
    toState: state,
  });
  return moved;
}

/** Moves a locked correction along one arrow, with what changes beside its state, and records it. */
export async function moveCorrection(
  tx: Transaction,
  ctx: DomainContext,
  row: Correction,
  event: CorrectionEvent,
  change: Partial<Correction> = {},
): Promise<Correction> {
  const state = transition<Correction['state'], CorrectionEvent>(correctionMachine, row.state, event);
  const [moved] = await tx
    .update(correction)
    .set({ ...change, state })
    .where(and(eq(correction.id, row.id), eq(correction.state, row.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', 'the correction has moved on meanwhile');
  await recordAudit(tx, ctx, {
    verb: `${event}-correction`,
    objectType: 'correction',
    objectId: row.id,
    fromState: row.state,
    toState: state,
    reason: moved.result ?? moved.reason ?? undefined,
    details: { kind: moved.kind, breakId: row.breakId },
  });
  return moved;
}
