import { and, eq, inArray } from 'drizzle-orm';
import { type CorrectionKind, correction } from '#db/schema/reconciliation.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import { once } from '../once.ts';
import { lockBreak, moveBreak, moveCorrection } from './move-correction.ts';
import { type Choice, choiceOf } from './remedies.ts';
import type { Correction, FoundBreak } from './remedy.ts';

type Ctx = DomainContext<AdminActor>;
export type MakeCorrection = Readonly<{ requestId: Uuid; breakId: Uuid; kind: CorrectionKind; reason: string }>;

async function openProposal(tx: Transaction, ctx: Ctx, found: FoundBreak, choice: Choice): Promise<Correction> {
  const id = ctx.newId();
  const [row] = await tx
    .insert(correction)
    .values({
      id,
      breakId: found.id,
      businessDate: found.businessDate,
      kind: choice.kind,
      details: choice.details,
      state: 'proposed',
      proposedAt: ctx.now(),
    })
    .returning();
  if (!row) throw new Error('a correction was not written');
  await moveBreak(tx, ctx, found, 'propose');
  return row;
}

async function make(tx: Transaction, ctx: Ctx, { breakId, kind, reason }: MakeCorrection): Promise<Uuid> {
  const found = await lockBreak(tx, breakId);
  if (found.state !== 'explained' && found.state !== 'proposed')
    throw new DomainError('CONFLICT', 'the break has been decided on', { state: found.state });
  const choice = await choiceOf(tx, found, kind);
  if (!choice) throw new DomainError('CORRECTION_DOES_NOT_FIT', 'no such correction fits this break', { kind });
  const [open] = await tx
    .select()
    .from(correction)
    .where(and(eq(correction.breakId, breakId), inArray(correction.state, ['proposed', 'made'])))
    .for('update');
  if (open?.state === 'made') throw new DomainError('CONFLICT', 'somebody has made a correction already');
  const proposal = open ?? (await openProposal(tx, ctx, found, choice));
  const { details } = choice;
  const made = { kind, details, reason, makerId: ctx.actor.memberId, madeAt: ctx.now() };
  await moveCorrection(tx, ctx, proposal, 'make', made);
  return proposal.id;
}

/**
 * Accepts the correction that the program proposes for a break, or chooses another that fits, with a reason. Another
 * person decides on it. @returns the correction's id
 * @throws DomainError FORBIDDEN (finance alone), NOT_FOUND, CONFLICT (decided on already), CORRECTION_DOES_NOT_FIT,
 * REQUEST_ID_REUSED
 */
export async function makeCorrection(ctx: Ctx, input: MakeCorrection): Promise<{ correctionId: Uuid }> {
  requireRole(ctx.actor, 'finance');
  const { requestId, ...asked } = input;
  return transaction(ctx, (tx) =>
    once(tx, ctx, { requestId, verb: 'make-correction', input: asked }, async () => ({
      correctionId: await make(tx, ctx, input),
    })),
  );
}
