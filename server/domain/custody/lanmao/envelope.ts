import type { KeyObject } from 'node:crypto';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import type { WireRecord } from '../gateway.ts';
import { signText } from './signature.ts';

export type Sender = Readonly<{ platformNo: string; keySerial: string; privateKey: KeyObject }>;

/** The signed form fields of one request; `timestamp` joins the request here, in the bank's Beijing time. */
export function envelope(sender: Sender, serviceName: string, request: WireRecord, at: Date): Record<string, string> {
  const reqData = JSON.stringify({ ...request, timestamp: toWireTimestamp(at) });
  return {
    serviceName,
    platformNo: sender.platformNo,
    reqData,
    keySerial: sender.keySerial,
    sign: signText(reqData, sender.privateKey),
  };
}
