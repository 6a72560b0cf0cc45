import type { InstructionState } from '#db/schema/custody.ts';
import { instruction } from '#db/schema/custody.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { transition } from '#server/primitives/state-machine.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { heldBy } from './claim.ts';
import type { Instruction, Outcome } from './conclude.ts';
import { type InstructionEvent, instructionMachine } from './states.ts';

/**
 * The end of an instruction, within `tx`: its state moves once, by a conditional UPDATE on the state and fencing
 * number in `held`, and its conclusion is applied with it.
 * @returns the ended row; undefined when somebody else has gone on with it, and then nothing was changed
 */
export async function concludeWithin(
  tx: Transaction,
  ctx: DomainContext,
  held: Instruction,
  outcome: Outcome,
): Promise<Instruction | undefined> {
  const succeeded = outcome.kind === 'succeeded';
  const [ended] = await tx
    .update(instruction)
    .set({
      state: transition<InstructionState, InstructionEvent>(
        instructionMachine,
        held.state,
        succeeded ? 'succeed' : 'fail',
      ),
      leaseUntil: null,
      concludedAt: ctx.now(),
      transactionAt: succeeded ? outcome.at : null,
      errorCode: succeeded ? null : outcome.errorCode,
      errorMessage: succeeded ? null : outcome.errorMessage,
    })
    .where(heldBy(held))
    .returning();
  if (!ended) return undefined;
  await ctx.conclude[ended.kind](tx, ctx, ended, outcome);
  await recordAudit(tx, ctx, {
    verb: `conclude-${ended.kind}`,
    objectType: 'instruction',
    objectId: ended.id,
    fromState: held.state,
    toState: ended.state,
    details: { errorCode: ended.errorCode },
  });
  ctx.failpoint(`${held.kind}.concluding`);
  return ended;
}

/** `concludeWithin` in a transaction of its own. */
export async function conclude(
  ctx: DomainContext,
  held: Instruction,
  outcome: Outcome,
): Promise<Instruction | undefined> {
  const ended = await transaction(ctx, (tx) => concludeWithin(tx, ctx, held, outcome));
  ctx.failpoint(`${held.kind}.concluded`);
  return ended;
}

const LONGEST_PAUSE_MS = 5 * 60_000;

/** 1 s, 2 s, 4 s … five minutes. */
const pauseAfter = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.max(0, attempts - 1));

/**
 * Lets go of a claimed instruction without an end: it is asked about again after a pause that grows with the tries.
 * @param event `lose` when its answer never came, `accept` when the bank promised a notify, absent when nothing is new
 */
export async function postpone(
  ctx: DomainContext,
  held: Instruction,
  event?: 'lose' | 'accept',
  why?: { errorCode: string; errorMessage: string },
): Promise<Instruction | undefined> {
  const [released] = await transaction(ctx, (tx) =>
    tx
      .update(instruction)
      .set({
        state: event
          ? transition<InstructionState, InstructionEvent>(instructionMachine, held.state, event)
          : held.state,
        leaseUntil: null,
        nextAttemptAt: new Date(ctx.realNow().getTime() + pauseAfter(held.attempts)),
        ...why,
      })
      .where(heldBy(held))
      .returning(),
  );
  return released;
}
