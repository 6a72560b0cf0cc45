import { toWireTimestamp } from '#server/primitives/calendar.ts';
import type { Bank } from '../bank.ts';
import type { Operation } from '../operations/operation.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { Refusal } from '../refusal.ts';
import { report } from '../report.ts';
import { refusalEnvelope, successEnvelope } from './envelope.ts';
import { authenticate, callAt } from './request.ts';
import { answerJson, type Exchange, strikeRefusal, type WireContext } from './serve.ts';
import { type AnswerFields, writeJson } from './write-json.ts';

/** The operation behind a service, if it is offered on this endpoint; 100006 for everything else. */
export function operationOn<Channel extends Operation['channel']>(
  service: string,
  channel: Channel,
): Extract<Operation, { channel: Channel }> {
  const operation = Object.hasOwn(OPERATIONS, service) ? OPERATIONS[service] : undefined;
  if (operation?.channel !== channel) throw new Refusal('100006');
  return operation as Extract<Operation, { channel: Channel }>;
}

/** A refusal keeps its code; anything else is our own mistake: 100001 for the platform, the whole of it for us. */
export function reportUnexpected(service: string | undefined, error: unknown): void {
  if (!(error instanceof Refusal)) report(`${service ?? 'request'}`, error);
}

/** Serves one request from server to server: checks, runs the operation inside the bank's day, signs the answer. */
export async function serveDirect(bank: Bank, c: WireContext, exchange: Exchange): Promise<Response> {
  let answer: AnswerFields;
  try {
    const checked = authenticate(bank, exchange);
    const operation = operationOn(checked.service, 'direct');
    strikeRefusal(bank, exchange);
    answer = await bank.dayEnd.operate(async (at) => {
      const fields = await operation.run(callAt(checked, at));
      return successEnvelope(exchange.requestNo, { transactionTime: toWireTimestamp(at), ...fields });
    });
  } catch (error) {
    reportUnexpected(exchange.fields.serviceName, error);
    answer = refusalEnvelope(exchange.requestNo, error);
  }
  return answerJson(bank, c, exchange, writeJson(answer));
}
