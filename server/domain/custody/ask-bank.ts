import type { DomainContext } from '../context.ts';
import type { Instruction } from './conclude.ts';
import { SEALED_COLUMN } from './enqueue.ts';
import type { WireRecord } from './gateway.ts';
import { NOT_KNOWN_CODES, questionFor } from './questions.ts';
import { checked, type Verdict } from './verdict.ts';

/** The instruction's request as it was enqueued, requestNo included. */
export async function requestOf(ctx: DomainContext, instruction: Instruction): Promise<WireRecord> {
  return JSON.parse(await ctx.vault.open(SEALED_COLUMN, instruction.reqData));
}

/**
 * Asks the bank what has become of an instruction, by the table of custody-protocol section 8, item 3. Changes nothing
 * here; no answer, or an unreadable one, is `waiting`.
 */
export async function askBank(ctx: DomainContext, instruction: Instruction): Promise<Verdict> {
  const reqData = await requestOf(ctx, instruction);
  const question = questionFor(instruction.service);
  const answer = await ctx.custody.send(question.service, question.body(reqData));
  if (answer.kind === 'unknown') return { kind: 'waiting' };
  if (answer.kind === 'refused' && question.saysDone?.(answer.errorMessage))
    return { kind: 'succeeded', at: undefined, record: {} };
  if (answer.kind === 'refused') return { kind: NOT_KNOWN_CODES.has(answer.errorCode) ? 'absent' : 'waiting' };
  try {
    return checked(
      reqData,
      question.read(answer.response, reqData, instruction.state === 'accepted'),
      question.ofFreeze,
    );
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'contradiction', reason: error.message };
    throw error;
  }
}
