import { and, eq } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { transition } from '#server/primitives/state-machine.ts';
import type { SystemActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { askBank } from '../custody/ask-bank.ts';
import type { Instruction } from '../custody/conclude.ts';
import { type InstructionEvent, instructionMachine } from '../custody/states.ts';
import type { Verdict } from '../custody/verdict.ts';
import type { Evidence } from './evidence.ts';
import type { Remedy } from './remedy.ts';
import { canRestore, restorePosting } from './restore-posting.ts';

type Ctx = DomainContext<SystemActor>;

/** Held for failed, or posted without being held for done. */
const concludedOtherwise = ({ instruction: of, journal }: Evidence): boolean =>
  of?.state === 'failed' || (of !== undefined && of.state !== 'succeeded' && journal !== undefined);

/** Moves an instruction to where the bank says that it is, and posts it where it has not been posted. */
async function succeedAfterAll(tx: Transaction, ctx: Ctx, of: Instruction, said: Verdict | undefined, posted: boolean) {
  if (said?.kind !== 'succeeded') throw new DomainError('CONFLICT', 'the bank does not say that it succeeded');
  const at = said.at ?? of.transactionAt ?? ctx.now();
  const event = of.state === 'failed' ? 'redeem' : 'succeed';
  const state = transition<Instruction['state'], InstructionEvent>(instructionMachine, of.state, event);
  const [moved] = await tx
    .update(instruction)
    .set({ state, transactionAt: at, concludedAt: ctx.now(), errorCode: null, errorMessage: null, leaseUntil: null })
    .where(and(eq(instruction.id, of.id), eq(instruction.state, of.state)))
    .returning();
  if (!moved) throw new DomainError('CONFLICT', 'the instruction has moved on meanwhile');
  if (!posted) await ctx.conclude[moved.kind](tx, ctx, moved, { kind: 'succeeded', at, record: said.record });
  await recordAudit(tx, ctx, {
    verb: 'conclude-again',
    objectType: 'instruction',
    objectId: of.id,
    fromState: of.state,
    toState: moved.state,
  });
}

/**
 * Missing in our books, or concluded otherwise than it went: concluded again from the bank's record. A posting whose
 * instruction succeeded and whose rows are gone is written at its own place again.
 */
export const concludeAgain: Remedy = {
  prepare: async (tx, _found, evidence) => {
    const { instruction: of, lineNumber, journal } = evidence;
    if (!of) return undefined;
    const base = { instructionId: of.id, requestNo: of.requestNo, state: of.state };
    if (concludedOtherwise(evidence)) return { ...base, posted: journal ? 'yes' : 'no' };
    if (!(await canRestore(tx, evidence))) return undefined;
    return { ...base, lineNumber, amount: evidence.fileRow?.amountFen.toString() ?? null };
  },
  ahead: async (ctx, evidence) => {
    const { instruction: of } = evidence;
    return of && concludedOtherwise(evidence) ? askBank(ctx, of) : undefined;
  },
  act: async (tx, ctx, { correction, evidence, said }) => {
    const { instruction: of, journal } = evidence;
    if (!of) throw new DomainError('CONFLICT', 'there is no such instruction');
    if (concludedOtherwise(evidence)) await succeedAfterAll(tx, ctx, of, said, journal !== undefined);
    else await restorePosting(tx, ctx, correction.id, evidence);
    return undefined;
  },
};
