import { and, eq } from 'drizzle-orm';
import { correction, reconciliationBreak } from '#db/schema/reconciliation.ts';
import { transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { LASTING } from '../reconciliation/answered-for.ts';
import { writeDayState } from '../reconciliation/day-state.ts';
import { evidenceOf } from './evidence.ts';
import { lockCorrection, moveBreak, moveCorrection } from './move-correction.ts';
import { REMEDIES } from './remedies.ts';
import type { Correction } from './remedy.ts';
import { rerunDay } from './rerun-day.ts';

type Ctx = DomainContext<SystemActor>;

async function read(ctx: Ctx, id: Uuid): Promise<Correction> {
  const [row] = await ctx.db.select().from(correction).where(eq(correction.id, id));
  if (!row) throw new DomainError('NOT_FOUND', 'no such correction');
  return row;
}

/** Marks a try, so that what cannot be applied now rests for a while. False when somebody else has ended it. */
async function markTry(ctx: Ctx, id: Uuid): Promise<boolean> {
  const tried = await ctx.db
    .update(correction)
    .set({ triedAt: ctx.realNow() })
    .where(and(eq(correction.id, id), eq(correction.state, 'approved')))
    .returning({ id: correction.id });
  return tried.length > 0;
}

/** Its effect, once: in one transaction with the mark that it stands. @returns what it has begun at the bank */
async function takeEffect(ctx: Ctx, id: Uuid): Promise<Uuid | undefined> {
  const { kind, breakId } = await read(ctx, id);
  const [seen] = await ctx.db.select().from(reconciliationBreak).where(eq(reconciliationBreak.id, breakId));
  if (!seen) throw new DomainError('NOT_FOUND', 'no such break');
  const said = await REMEDIES[kind].ahead?.(ctx, await evidenceOf(ctx.db, seen));
  return transaction(ctx, async (tx) => {
    const { row, found } = await lockCorrection(tx, id);
    if (row.state !== 'approved' || row.appliedAt) return undefined;
    const begun = row.details.begunId;
    if (typeof begun === 'string') return begun as Uuid;
    const evidence = await evidenceOf(tx, found);
    const started = await REMEDIES[row.kind].act(tx, ctx, { correction: row, found, evidence, said });
    const change = started ? { details: { ...row.details, begunId: started.instructionId } } : { appliedAt: ctx.now() };
    await tx.update(correction).set(change).where(eq(correction.id, id));
    if (!started && LASTING.includes(row.kind)) {
      await moveBreak(tx, ctx, found, 'resolve');
      await writeDayState(tx, ctx, found.businessDate);
    }
    ctx.failpoint('correction.applying');
    return started?.instructionId;
  });
}

async function fail(ctx: Ctx, id: Uuid, why: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { row, found } = await lockCorrection(tx, id);
    if (row.state !== 'approved') return;
    await moveCorrection(tx, ctx, row, 'fail', { result: why });
    await moveBreak(tx, ctx, found, 'reopen');
  });
}

/** What the re-run says decides: gone, or still there. */
async function finish(ctx: Ctx, id: Uuid): Promise<void> {
  const { businessDate } = await read(ctx, id);
  const { state } = await rerunDay(ctx, businessDate);
  await transaction(ctx, async (tx) => {
    const { row, found } = await lockCorrection(tx, id);
    if (row.state !== 'approved') return;
    const resolved = found.state === 'resolved';
    const gone = LASTING.includes(row.kind) ? 'answered-for' : 'gone';
    await moveCorrection(tx, ctx, row, resolved ? 'apply' : 'fail', {
      result: `${resolved ? gone : 'still-there'}:${state}`,
    });
    if (!resolved) await moveBreak(tx, ctx, found, 'reopen');
  });
}

/**
 * Carries an approved correction out: its effect in the books or at the bank, once, then the checks of its date anew,
 * whose word ends it as applied or failed. Killed anywhere, it is gone on with from there by rule. While the bank
 * cannot be reached it stays approved.
 * @returns the correction as it then stands
 * @throws DomainError NOT_FOUND; UnreadableFile, Error on network failure: it is tried again by rule
 */
export async function applyCorrection(ctx: Ctx, id: Uuid): Promise<Correction> {
  if (!(await markTry(ctx, id))) return read(ctx, id);
  try {
    const instructionId = await takeEffect(ctx, id);
    ctx.failpoint('correction.effected');
    if (instructionId) await dispatch(ctx, instructionId);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await fail(ctx, id, `refused:${error.code}`);
    return read(ctx, id);
  }
  const stands = await read(ctx, id);
  if (stands.state === 'approved' && stands.appliedAt) await finish(ctx, id);
  return read(ctx, id);
}
