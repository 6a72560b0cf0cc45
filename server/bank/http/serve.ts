import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import type { FaultName, FaultSwitch } from '../faults/fault-box.ts';
import { foreignKey } from '../notify/notice.ts';
import type { SignatureReport, WireFields } from './request.ts';
import { signBytes } from './signature.ts';

export type WireContext = Context<{ Bindings: HttpBindings }>;
export type Endpoint = 'service' | 'gateway' | 'download';

/** What is known about one request while it is served; the log's entry is made of it. */
export type Exchange = {
  endpoint: Endpoint;
  startedAt: Date;
  fields: WireFields;
  signature: SignatureReport;
  requestNo?: string;
  fault: FaultSwitch | undefined;
};

const BEFORE = ['refuse', 'drop-before', 'delay'] as const satisfies readonly FaultName[];
const AFTER = ['drop-after', 'http-500', 'truncated', 'unsigned', 'wrong-sign'] as const satisfies readonly FaultName[];
const DELAY_MS = 3000;

/** Breaks the connection without a word. */
function hangUp(c: WireContext): Response {
  c.env.outgoing.socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** The faults that strike before anything happens. Answers the broken response, or nothing when work may go on. */
export async function strikeBefore(bank: Bank, c: WireContext, exchange: Exchange): Promise<Response | undefined> {
  const at = { platformNo: exchange.fields.platformNo ?? null, service: exchange.fields.serviceName ?? '' };
  const fault = bank.faults.draw(at, BEFORE);
  if (!fault) return undefined;
  exchange.fault = fault;
  if (fault.fault === 'delay') {
    await delay(fault.delayMs ?? DELAY_MS);
    return undefined;
  }
  logExchange(bank, exchange, 0, null);
  return hangUp(c);
}

/** Signs and sends a JSON document, unless a fault wants the answer spoilt. Every JSON answer is signed. */
export async function answerJson(bank: Bank, c: WireContext, exchange: Exchange, body: string): Promise<Response> {
  const at = { platformNo: exchange.fields.platformNo ?? null, service: exchange.fields.serviceName ?? '' };
  const fault = bank.faults.draw(at, AFTER);
  exchange.fault = fault ?? exchange.fault;
  const status = fault?.fault === 'http-500' ? 500 : 200;
  logExchange(bank, exchange, fault?.fault === 'drop-after' ? 0 : status, body);
  switch (fault?.fault as (typeof AFTER)[number] | undefined) {
    case 'drop-after':
      return hangUp(c);
    case 'http-500':
      return c.text('Internal Server Error', 500);
    case 'unsigned':
      return c.body(body, 200, { 'content-type': 'application/json;charset=UTF-8' });
    default: {
      const key = fault?.fault === 'wrong-sign' ? foreignKey() : bank.keys.bankPrivateKey;
      const sign = await signBytes(Buffer.from(body), key);
      const sent = fault?.fault === 'truncated' ? body.slice(0, body.length / 2) : body;
      return c.body(sent, 200, { 'content-type': 'application/json;charset=UTF-8', sign });
    }
  }
}

/** Puts an exchange into the request log. Status 0: the connection was broken. */
export function logExchange(bank: Bank, exchange: Exchange, httpStatus: number, answer: string | null): void {
  const { fields } = exchange;
  bank.log.add({
    id: bank.newId(),
    at: exchange.startedAt,
    endpoint: exchange.endpoint,
    platformNo: fields.platformNo ?? null,
    service: fields.serviceName ?? null,
    requestNo: exchange.requestNo ?? null,
    keySerial: fields.keySerial ?? null,
    reqData: fields.reqData ?? null,
    sign: fields.sign ?? null,
    signatureValid: exchange.signature.valid,
    signatureNote: exchange.signature.note,
    httpStatus,
    answer,
    fault: exchange.fault?.fault ?? null,
    durationMs: realNow().getTime() - exchange.startedAt.getTime(),
  });
}
