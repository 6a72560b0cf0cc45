import type { DomainContext } from '../context.ts';
import { askBank, requestOf } from './ask-bank.ts';
import { claimForResend } from './claim.ts';
import type { Instruction } from './conclude.ts';
import type { DirectAnswer, WireRecord } from './gateway.ts';
import { isTimed, questionFor } from './questions.ts';
import { type Verdict, verdictOfResult } from './verdict.ts';

import { conclude, postpone } from './write-outcome.ts';

/** The bank refuses a page after `expired`; a minute more and no customer can still be finishing it. */
const AFTER_EXPIRY_MS = 60_000;

/** `undefined` wherever somebody else has gone on with the instruction meanwhile. */
type Step = Promise<Instruction | undefined>;

/** One bizDetail travels in a batch of its own, so that each has one effect and one answer. */
const bodyFor = (instruction: Instruction, reqData: WireRecord): WireRecord =>
  instruction.service === 'ASYNC_TRANSACTION' ? { batchNo: instruction.requestNo, bizDetails: [reqData] } : reqData;

const pageIsOver = (ctx: DomainContext, held: Instruction): boolean =>
  ctx.now().getTime() > (held.expiresAt?.getTime() ?? 0) + AFTER_EXPIRY_MS;

const pageLeft = (ctx: DomainContext, held: Instruction): Step =>
  conclude(ctx, held, { kind: 'failed', errorCode: 'PAGE_LEFT', errorMessage: 'the page was left without a result' });

/** Applies a verdict other than "not there". */
async function apply(ctx: DomainContext, held: Instruction, verdict: Verdict): Step {
  switch (verdict.kind) {
    case 'succeeded':
      return conclude(ctx, held, { kind: 'succeeded', at: verdict.at ?? ctx.now(), record: verdict.record });
    case 'failed':
      return conclude(ctx, held, verdict);
    case 'taken':
      return postpone(ctx, held, held.state === 'accepted' ? undefined : 'accept');
    case 'contradiction':
      return postpone(ctx, held, undefined, { errorCode: 'CONTRADICTION', errorMessage: verdict.reason });
    default:
      return postpone(ctx, held);
  }
}

async function askAndApply(ctx: DomainContext, held: Instruction): Step {
  const verdict = await askBank(ctx, held);
  ctx.failpoint(`${held.kind}.asked`);
  const nothingThere = verdict.kind === 'absent' || verdict.kind === 'untouched';
  if (nothingThere && held.channel === 'gateway')
    return pageIsOver(ctx, held) ? pageLeft(ctx, held) : postpone(ctx, held);
  if (verdict.kind !== 'absent') return apply(ctx, held, verdict);
  const again = await claimForResend(ctx, held);
  return again && send(ctx, again);
}

async function takeAnswer(ctx: DomainContext, held: Instruction, reqData: WireRecord, answer: DirectAnswer): Step {
  if (answer.kind === 'unknown')
    return postpone(ctx, held, 'lose', { errorCode: 'UNKNOWN', errorMessage: answer.reason });
  if (answer.kind === 'refused' && questionFor(held.service).saysDone?.(answer.errorMessage))
    return apply(ctx, held, { kind: 'succeeded', at: undefined, record: {} });
  if (answer.kind === 'refused') return conclude(ctx, held, { ...answer, kind: 'failed' });
  if (held.service === 'ASYNC_TRANSACTION') return postpone(ctx, held, 'accept');
  const verdict = verdictOfResult(held.service, answer.response, reqData);
  // It has happened, but only a query says when.
  const untimed = verdict.kind === 'succeeded' && verdict.at === undefined && isTimed(held.service);
  const final = untimed ? await askBank(ctx, held) : verdict;
  if (final.kind === 'succeeded' || final.kind === 'failed') return apply(ctx, held, final);
  const reason = final.kind === 'contradiction' ? final.reason : final.kind;
  return postpone(ctx, held, 'lose', { errorCode: 'UNKNOWN', errorMessage: reason });
}

/** Says a claimed, `sent` instruction to the bank, outside any transaction, and takes its answer. */
async function send(ctx: DomainContext, held: Instruction): Step {
  const reqData = await requestOf(ctx, held);
  ctx.failpoint(`${held.kind}.sent`);
  const answer = await ctx.custody.send(held.service, bodyFor(held, reqData));
  ctx.failpoint(`${held.kind}.answered`);
  return takeAnswer(ctx, held, reqData, answer);
}

/** The next thing to do with a claimed instruction: send it, ask about it, or end a page that nobody opened. */
export function proceed(ctx: DomainContext, held: Instruction): Step {
  if (held.state === 'sent' && held.channel === 'direct') return send(ctx, held);
  if (held.state === 'created') return pageIsOver(ctx, held) ? pageLeft(ctx, held) : postpone(ctx, held);
  return askAndApply(ctx, held);
}
