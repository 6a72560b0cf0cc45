import { createHash, type KeyObject } from 'node:crypto';
import type { VerifiedNotice } from '../gateway.ts';
import { isSignedBy } from './signature.ts';
import { parseWireJson } from './wire-json.ts';

/**
 * Verifies a notify or a browser's return: the bank's signature stands over the bytes of `respData` alone, so the
 * fields beside it (serviceName, responseType) are the sender's word and must agree with the instruction.
 * @returns undefined when forged, altered, unreadable or for another platform
 */
export function readNotice(
  fields: Readonly<Record<string, string>>,
  platformNo: string,
  bankKey: KeyObject,
): VerifiedNotice | undefined {
  const { serviceName, responseType, respData, sign } = fields;
  if (!serviceName || !responseType || !respData || !sign || fields.platformNo !== platformNo) return undefined;
  if (!isSignedBy(Buffer.from(respData, 'utf8'), sign, bankKey)) return undefined;
  const data = parseWireJson(respData);
  if (!data) return undefined;
  return {
    service: serviceName,
    responseType,
    requestNo: typeof data.requestNo === 'string' && data.requestNo !== '' ? data.requestNo : null,
    data,
    digest: createHash('sha256').update(`${serviceName}\n${respData}`).digest('hex'),
  };
}
