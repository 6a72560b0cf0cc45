import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { fromWireTimestamp, toWireTimestamp } from '#server/primitives/calendar.ts';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import type { FaultName, FaultSwitch } from '../faults/fault-box.ts';
import { foreignKey } from '../notify/notice.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
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
  /** How far the bank's clock is wrong for this request. */
  clockOffMs: number;
};

const BEFORE = ['refuse', 'drop-before', 'delay'] as const satisfies readonly FaultName[];
const AFTER = ['drop-after', 'http-500', 'truncated', 'unsigned', 'wrong-sign'] as const satisfies readonly FaultName[];
const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };
const DELAY_MS = 3000;

const HOUR_MS = 3_600_000;
const HOURS_WRONG = 3;

/** Breaks the connection without a word: "refuse" resets it, the others close it. */
function hangUp(c: WireContext, fault: FaultSwitch): Response {
  const { socket } = c.env.outgoing;
  if (fault.fault === 'refuse') socket?.resetAndDestroy();
  else socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** The number in reqData before anything about it is believed, for faults aimed at one. */
const numberIn = (reqData = ''): string | undefined =>
  /["'](?:requestNo|batchNo)["']\s*:\s*["']([^"']+)["']/.exec(reqData.slice(0, 100_000))?.[1];

function draw(bank: Bank, { fields, requestNo }: Exchange, names: readonly FaultName[]): FaultSwitch | undefined {
  if (bank.faults.list().length === 0) return undefined;
  const { platformNo = null, serviceName = '', reqData } = fields;
  return bank.faults.draw({ platformNo, service: serviceName, requestNo: requestNo ?? numberIn(reqData) }, names);
}

/** The faults that strike before anything happens. Answers the broken response, or nothing when work may go on. */
export async function strikeBefore(bank: Bank, c: WireContext, exchange: Exchange): Promise<Response | undefined> {
  const wrong = draw(bank, exchange, ['clock']);
  if (wrong) exchange.clockOffMs = (wrong.hours ?? HOURS_WRONG) * HOUR_MS;
  const fault = draw(bank, exchange, BEFORE);
  exchange.fault = fault ?? wrong;
  if (!fault) return undefined;
  if (fault.fault === 'delay') {
    await delay(fault.delayMs ?? DELAY_MS);
    return undefined;
  }
  logExchange(bank, exchange, 0, null);
  return hangUp(c, fault);
}

/**
 * The fault "refusal": a good request is refused with the switch's code and message, and has no effect.
 * @throws Refusal
 */
export function strikeRefusal(bank: Bank, exchange: Exchange): void {
  const fault = draw(bank, exchange, ['refusal']);
  if (!fault) return;
  exchange.fault = fault;
  throw new Refusal((fault.errorCode ?? '100008') as RefusalCode, fault.errorMessage ?? undefined);
}

/** Faults for what is no signed JSON: the zip of a download, and the redirect of a gateway request. */
export function strikeUnsigned(bank: Bank, c: WireContext, exchange: Exchange): Response | undefined {
  const fault = draw(bank, exchange, ['drop-after', 'http-500']);
  if (!fault) return undefined;
  exchange.fault = fault;
  const dropped = fault.fault === 'drop-after';
  logExchange(bank, exchange, dropped ? 0 : 500, null);
  return dropped ? hangUp(c, fault) : c.text('Internal Server Error', 500);
}

/** The document as a bank would write it whose clock is wrong. */
const withWrongTimes = (body: string, offMs: number): string =>
  body.replace(/("[a-z]\w*Time":")(\d{14})"/g, (_, head: string, time: string) => {
    const moved = new Date(fromWireTimestamp(time).getTime() + offMs);
    return `${head}${toWireTimestamp(moved)}"`;
  });

/** Signs and sends a JSON document, unless a fault wants the answer spoilt. Every JSON answer is signed. */
export async function answerJson(bank: Bank, c: WireContext, exchange: Exchange, document: string): Promise<Response> {
  const body = exchange.clockOffMs === 0 ? document : withWrongTimes(document, exchange.clockOffMs);
  const fault = draw(bank, exchange, AFTER);
  exchange.fault = fault ?? exchange.fault;
  const status = fault?.fault === 'http-500' ? 500 : 200;
  logExchange(bank, exchange, fault?.fault === 'drop-after' ? 0 : status, body);
  if (fault?.fault === 'drop-after') return hangUp(c, fault);
  if (fault?.fault === 'http-500') return c.text('Internal Server Error', 500);
  if (fault?.fault === 'unsigned') return c.body(body, 200, JSON_TYPE);
  const key = fault?.fault === 'wrong-sign' ? foreignKey() : bank.keys.bankPrivateKey;
  const sign = await signBytes(Buffer.from(body), key);
  const sent = fault?.fault === 'truncated' ? body.slice(0, body.length / 2) : body;
  return c.body(sent, 200, { ...JSON_TYPE, sign });
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
