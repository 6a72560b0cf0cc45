import type { KeyObject } from 'node:crypto';
import type { DirectAnswer, WireRecord } from '../gateway.ts';
import { isSignedBy } from './signature.ts';
import { parseWireJson } from './wire-json.ts';

/** What arrived: status, the `sign` header, the body's bytes. */
export type RawAnswer = Readonly<{ status: number; sign: string | null; body: Uint8Array }>;

/** System error, repeated number, still processing: refusals after which the request may yet have taken effect. */
const INDEFINITE_CODES: ReadonlySet<string> = new Set(['100001', '100013', '100020']);

const unknown = (reason: string): DirectAnswer => ({ kind: 'unknown', reason });

const decoder = new TextDecoder('utf-8', { fatal: true });
function decode(body: Uint8Array): string | undefined {
  try {
    return decoder.decode(body);
  } catch {
    return undefined;
  }
}

/** An answer that names a number must name ours: a signed answer to something else proves nothing. */
const isToAnother = (request: WireRecord, response: WireRecord): boolean => {
  const ours = request.requestNo ?? request.batchNo;
  return Boolean(ours && response.requestNo) && response.requestNo !== ours;
};

/**
 * Sorts a direct answer by what may be concluded from it (custody-protocol section 8, item 2). Only a signed, legible
 * `code 0` says anything definite; all else is unknown until the bank has been asked.
 */
export function readAnswer(request: WireRecord, raw: RawAnswer, bankKey: KeyObject): DirectAnswer {
  if (raw.status !== 200) return unknown(`HTTP ${raw.status}`);
  if (raw.sign === null || !isSignedBy(raw.body, raw.sign, bankKey)) return unknown('not signed by the bank');
  const text = decode(raw.body);
  const response = text === undefined ? undefined : parseWireJson(text);
  if (!response) return unknown('not legible');
  if (isToAnother(request, response)) return unknown('an answer to another request');
  const errorCode = typeof response.errorCode === 'string' ? response.errorCode : '';
  if (response.code !== '0') return unknown(`protocol fault ${errorCode}`.trim());
  if (response.status === 'SUCCESS') return { kind: 'success', response };
  if (response.status !== 'INIT' || errorCode === '') return unknown('neither SUCCESS nor a refusal');
  if (INDEFINITE_CODES.has(errorCode)) return unknown(errorCode);
  return { kind: 'refused', errorCode, errorMessage: String(response.errorMessage ?? '') };
}
