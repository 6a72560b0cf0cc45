import { businessDateOf, fromWireTimestamp, type PlainDate } from '#server/primitives/calendar.ts';
import type { Bank } from '../bank.ts';
import type { Platform } from '../keys.ts';
import { malformed, Refusal } from '../refusal.ts';
import { readWireJson, type WireObject } from './json.ts';
import type { Exchange } from './serve.ts';
import { expectedDigest, signatureFits } from './signature.ts';

/** The form fields of a request as they came, before anything about them is believed. */
export type WireFields = {
  serviceName?: string;
  platformNo?: string;
  reqData?: string;
  keySerial?: string;
  sign?: string;
  userDevice?: string;
};

/** What the log will say about the signature. */
export type SignatureReport = { valid: boolean | null; note: string | null };

/** A request whose signature, platform and timestamp are good. */
export type Call = Readonly<{
  bank: Bank;
  platform: Platform;
  platformNo: string;
  service: string;
  request: WireObject;
  /** The bank's clock, read once for this request: its createTime and transactionTime. */
  at: Date;
  businessDate: PlainDate;
}>;

const MOST_MINUTES_APART = 10;

function verify(bank: Bank, fields: WireFields, report: SignatureReport): Platform {
  const platform = bank.keys.platform(fields.platformNo ?? '');
  if (!platform) throw new Refusal('100004');
  const bytes = Buffer.from(fields.reqData ?? '');
  const serial = fields.keySerial || '1';
  const key = platform.keys.get(serial);
  report.valid = key !== undefined && signatureFits(bytes, fields.sign ?? '', key);
  if (!report.valid) {
    report.note = key
      ? `SHA-1 of the ${bytes.length} signed bytes: ${expectedDigest(bytes)}`
      : `no key with serial ${serial}; known: ${[...platform.keys.keys()].join(', ') || 'none'}`;
    throw new Refusal('100003');
  }
  return platform;
}

function parse(text: string): WireObject {
  try {
    return readWireJson(text);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : 'not JSON');
  }
}

function checkTimestamp(request: WireObject, now: Date): void {
  const text = request.timestamp;
  let sent: Date;
  try {
    sent = fromWireTimestamp(typeof text === 'string' ? text : '');
  } catch {
    throw malformed('timestamp: yyyyMMddHHmmss expected');
  }
  const minutes = Math.abs(sent.getTime() - now.getTime()) / 60_000;
  if (minutes > MOST_MINUTES_APART) throw malformed('timestamp: more than 10 minutes from the clock of the bank');
}

/** What the bank's clock says to this request: a fault may have put it wrong. */
export const wireNow = (bank: Bank, { clockOffMs }: Exchange): Date =>
  clockOffMs === 0 ? bank.clock.now() : new Date(bank.clock.now().getTime() + clockOffMs);

export type CheckedRequest = Omit<Call, 'at' | 'businessDate'>;

/** Signature, JSON, platform, timestamp, in this order. Throws Refusal; `exchange` learns what is known by then. */
export function authenticate(bank: Bank, exchange: Exchange): CheckedRequest {
  const { fields } = exchange;
  const platform = verify(bank, fields, exchange.signature);
  const request = parse(fields.reqData ?? '');
  exchange.requestNo = requestNoOf(request);
  if (platform.state !== 'ACTIVE') throw new Refusal('100005');
  checkTimestamp(request, wireNow(bank, exchange));
  if (!fields.serviceName) throw malformed('serviceName: missing');
  return { bank, platform, platformNo: platform.platformNo, service: fields.serviceName, request };
}

/** The same request at the moment it counts at. */
export const callAt = (call: CheckedRequest, at: Date): Call => ({
  ...call,
  at,
  businessDate: businessDateOf(at),
});

/** requestNo for the envelope, as far as it can be read from what was sent. */
export function requestNoOf(request: WireObject): string | undefined {
  const value = request.requestNo ?? request.batchNo;
  return typeof value === 'string' ? value.slice(0, 64) : undefined;
}
