import { eq } from 'drizzle-orm';
import { instruction, notice, refusedNotice, requestNumber } from '#db/schema/custody.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { fromDecimalText, plus, toDecimalText } from '#server/primitives/money.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { requestOf } from './ask-bank.ts';
import type { Instruction } from './conclude.ts';
import type { VerifiedNotice, WireRecord } from './gateway.ts';
import { AT_BANK_STATES } from './states.ts';
import { checked, isReversal, listOf, textOf, type Verdict, verdictOfResult, verdictOfStatus } from './verdict.ts';
import { concludeWithin } from './write-outcome.ts';

/** Ends the transaction of a notify that we do not take. The message is for finance; it names no personal data. */
class Refusal extends Error {}

/** One instruction that a notify speaks of. */
type Word = {
  requestNo: string | undefined;
  /** The service that the number was given for. */
  service: string;
  record: WireRecord;
  verdict: (reqData: WireRecord) => Verdict;
  /** Of something that is known to have been taken in before: it concludes nothing. */
  later?: true;
};

/**
 * Money of a payout that has come back is told under a number of the bank's own. The word is about the payout: that it
 * has failed, and that what was asked for, commission included, is its holder's again.
 */
function wordOfReturn(data: WireRecord): Word {
  const record = { ...data, withdrawStatus: 'FAIL' };
  const [back, commission] = ['rollbackAmount', 'rollbackCommission'].map((field) => textOf(data, field) ?? '0');
  const verdict = (reqData: WireRecord): Verdict => {
    const amount = toDecimalText(plus(fromDecimalText(back ?? '0'), fromDecimalText(commission ?? '0')));
    return checked(reqData, { kind: 'succeeded', at: undefined, record: { ...record, amount } });
  };
  return { requestNo: textOf(data, 'withdrawRequestNo'), service: 'WITHDRAW', record, verdict, later: true };
}

/** An ASYNC_TRANSACTION notify speaks of each bizDetail, any other of the one request it names. */
function wordsOf(taken: VerifiedNotice): Word[] {
  const { service } = taken;
  if (service === 'BACKROLL_RECHARGE') return [wordOfReturn(taken.data)];
  if (taken.service !== 'ASYNC_TRANSACTION') {
    const verdict = (reqData: WireRecord) => verdictOfResult(taken.service, taken.data, reqData);
    return [{ requestNo: taken.requestNo ?? undefined, service, record: taken.data, verdict }];
  }
  return listOf(taken.data, 'details').map((record) => ({
    requestNo: textOf(record, 'asyncRequestNo'),
    service,
    record,
    verdict: (reqData) => checked(reqData, verdictOfStatus(textOf(record, 'status'), record)),
  }));
}

async function lockByRequestNo(tx: Transaction, requestNo: string | undefined): Promise<Instruction | undefined> {
  if (requestNo === undefined) return undefined;
  const [number] = await tx.select().from(requestNumber).where(eq(requestNumber.requestNo, requestNo));
  if (!number) return undefined;
  const [row] = await tx.select().from(instruction).where(eq(instruction.id, number.instructionId)).for('update');
  return row;
}

async function applyWord(tx: Transaction, ctx: DomainContext, word: Word): Promise<void> {
  const { service } = word;
  const held = (await lockByRequestNo(tx, word.requestNo)) ?? (await ctx.adopt(tx, ctx, service, word.record));
  if (!held) throw new Refusal('no instruction has this request number');
  if (held.service !== service) throw new Refusal(`the request number belongs to ${held.service}`);
  const verdict = word.verdict(await requestOf(ctx, held));
  if (verdict.kind === 'contradiction') throw new Refusal(verdict.reason);
  const final = verdict.kind === 'succeeded' || verdict.kind === 'failed';
  if (!AT_BANK_STATES.includes(held.state)) {
    const otherwise = final && held.state !== verdict.kind;
    const undone = otherwise && verdict.kind === 'failed' && (await ctx.takeBack(tx, ctx, held, word.record));
    if (otherwise && !undone) await recordLateWord(tx, ctx, held, verdict.kind);
    if (final && !otherwise) await ctx.hearMore(tx, ctx, held, word.record);
  } else if (verdict.kind === 'succeeded' && !word.later) {
    await concludeWithin(tx, ctx, held, { kind: 'succeeded', at: verdict.at ?? ctx.now(), record: verdict.record });
  } else if (verdict.kind === 'failed' && !isReversal(word.record)) {
    await concludeWithin(tx, ctx, held, verdict);
  } else {
    // Nothing final, or a reversal of what we never heard had succeeded: the bank's record tells both.
    const state = verdict.kind === 'taken' ? 'accepted' : held.state;
    await tx.update(instruction).set({ state, nextAttemptAt: ctx.realNow() }).where(eq(instruction.id, held.id));
  }
}

/** A word that comes after the end and says otherwise moves nothing here; reconciliation finds and settles it. */
const recordLateWord = (tx: Transaction, ctx: DomainContext, held: Instruction, said: string) =>
  recordAudit(tx, ctx, {
    verb: 'late-notify',
    objectType: 'instruction',
    objectId: held.id,
    fromState: held.state,
    toState: held.state,
    reason: `the bank now says ${said}`,
  });

async function refuse(ctx: DomainContext, service: string | undefined, reason: string): Promise<'refused'> {
  await transaction(ctx, (tx) =>
    tx.insert(refusedNotice).values({ id: ctx.newId(), reason, service: service ?? null, receivedAt: ctx.realNow() }),
  );
  return 'refused';
}

/**
 * Takes a notify of the bank: verifies it, compares member and amount with the instruction, and concludes the
 * instruction once, however often and beside whatever else the word arrives. Answer the bank `SUCCESS` only for
 * `taken`: by then the effect has committed. A refused one has changed nothing but a row for finance to see.
 * Only respData is signed. A browser's return dressed up as NOTIFY is therefore still the bank's own word about this
 * very instruction, and hurries what it would have told us anyway; nobody can make it say anything else.
 * @param fields the form's fields exactly as received
 */
export async function receiveNotify(
  ctx: DomainContext,
  fields: Readonly<Record<string, string>>,
): Promise<'taken' | 'refused'> {
  const taken = ctx.custody.verify(fields);
  if (!taken)
    return refuse(
      ctx,
      fields.serviceName?.slice(0, 60),
      'the signature is not the bank’s, or nothing legible is signed',
    );
  if (taken.responseType !== 'NOTIFY') return refuse(ctx, taken.service, 'not a NOTIFY');
  const words = wordsOf(taken);
  if (words.length === 0) return refuse(ctx, taken.service, 'it speaks of no request');
  try {
    await transaction(ctx, async (tx) => {
      const { digest, service, requestNo } = taken;
      const first = await tx
        .insert(notice)
        .values({ digest, service, requestNo, receivedAt: ctx.realNow() })
        .onConflictDoNothing()
        .returning();
      if (first.length === 0) return;
      for (const word of words) await applyWord(tx, ctx, word);
    });
  } catch (error) {
    if (error instanceof Refusal) return refuse(ctx, taken.service, error.message);
    throw error;
  }
  ctx.failpoint('notify.taken');
  return 'taken';
}
