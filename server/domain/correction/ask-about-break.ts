import { eq } from 'drizzle-orm';
import { reconciliationBreak } from '#db/schema/reconciliation.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { requestOf } from '../custody/ask-bank.ts';
import type { WireRecord } from '../custody/gateway.ts';
import { questionFor } from '../custody/questions.ts';
import { listOf, textOf } from '../custody/verdict.ts';
import { evidenceOf } from './evidence.ts';

/** What is shown of the bank's answer: amounts, states and times; never names, cards or papers. */
const SHOWN = [
  'status',
  'platformUserNo',
  'bizType',
  'confirmTradeType',
  'projectNo',
  'projectStatus',
  'amount',
  'freezeAmount',
  'unfreezeAmount',
  'cancelAmount',
  'commission',
  'balance',
  'availableAmount',
  'arriveBalance',
  'floatBalance',
  'createTime',
  'transactionTime',
  'reversedTime',
  'errorCode',
  'errorMessage',
] as const;

export type BankWord = Readonly<{ question: string; subject: string; fields: readonly (readonly [string, string])[] }>;

function wordOf(question: string, subject: string, record: WireRecord): BankWord {
  const fields = SHOWN.flatMap((field) => {
    const value = textOf(record, field);
    return value === undefined ? [] : [[field, value] as const];
  });
  return { question, subject, fields };
}

async function ask(ctx: DomainContext, service: string, body: WireRecord, subject: string): Promise<BankWord> {
  const answer = await ctx.custody.send(service, body);
  if (answer.kind === 'unknown') throw new DomainError('BANK_UNREACHABLE', 'the bank has not answered');
  if (answer.kind === 'refused')
    return wordOf(service, subject, { errorCode: answer.errorCode, errorMessage: answer.errorMessage });
  return wordOf(service, subject, listOf(answer.response, 'records')[0] ?? answer.response);
}

/**
 * Asks the bank, now, about the instruction or the member of a break. Changes nothing.
 * @throws DomainError NOT_FOUND, BANK_UNREACHABLE
 */
export async function askAboutBreak(ctx: DomainContext, breakId: Uuid): Promise<BankWord> {
  const [found] = await ctx.db.select().from(reconciliationBreak).where(eq(reconciliationBreak.id, breakId));
  if (!found) throw new DomainError('NOT_FOUND', 'no such break');
  const { instruction: of, account } = await evidenceOf(ctx.db, found);
  if (of) {
    const question = questionFor(of.service);
    return ask(ctx, question.service, question.body(await requestOf(ctx, of)), of.requestNo);
  }
  if (account) {
    const platformUserNo = account.platformUserNo;
    return ask(ctx, 'QUERY_USER_INFORMATION', { platformUserNo }, platformUserNo);
  }
  const requestNo = found.object.replace(/^COMMISSION /, '').replace(/-\d{1,6}$/, '');
  const transactionType = found.file === 'RECHARGE' ? 'RECHARGE' : 'TRANSACTION';
  return ask(ctx, 'QUERY_TRANSACTION', { requestNo, transactionType }, requestNo);
}
