import type { Readable } from 'node:stream';
import type { PlainDate } from '#server/primitives/calendar.ts';

/** A JSON document as the bank's protocol carries it; amounts are decimal text on the way out. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** What came back from one direct call, sorted by what a careful platform may conclude from it. */
export type DirectAnswer =
  | { kind: 'success'; response: WireRecord }
  /** A definite business refusal: no record of the number exists at the bank. */
  | { kind: 'refused'; errorCode: string; errorMessage: string }
  /** Timeout, broken connection, unreadable or unsigned answer, code 1, 100001, 100013, 100020: ask before acting. */
  | { kind: 'unknown'; reason: string };

/** The form that the customer's browser posts to the bank. */
export type GatewayForm = Readonly<{ action: string; fields: Readonly<Record<string, string>> }>;

/** A notify or browser return whose signature has been verified. */
export type VerifiedNotice = Readonly<{
  service: string;
  responseType: string;
  requestNo: string | null;
  data: WireRecord;
  digest: string;
}>;

/**
 * How the bank keeps members' money. direct: sub-accounts over one custody account · linked: mirrors of the members'
 * own e-accounts, which they fill at the bank · joint: payment companies collect, the bank pays out.
 */
export type CustodyMode = 'direct' | 'linked' | 'joint';

/** The files of one date as the bank packed them, on this machine's disk until they are closed. */
export type CheckFileArchive = Readonly<{
  /** Of each file in it, the name. */
  names: ReadonlySet<string>;
  /** A file's bytes, piece by piece. Rejects for a name that is not there. */
  open: (name: string) => Promise<Readable>;
  close: () => Promise<void>;
}>;

/** The port to the custody bank. lanmao/ is its adapter; nothing else in the domain knows the wire. */
export type CustodyGateway = Readonly<{
  /** The platform's number at the bank. */
  platformNo: string;
  mode: CustodyMode;
  /** One signed server-to-server request. Never throws for what the bank or the network does. */
  send: (service: string, reqData: WireRecord) => Promise<DirectAnswer>;
  /** Signs a request that the customer's browser carries to the bank's own page. */
  form: (service: string, reqData: WireRecord, userDevice: 'PC' | 'MOBILE') => GatewayForm;
  /** Verifies an incoming notify or return over the raw respData; undefined when forged, altered or unreadable. */
  verify: (fields: Readonly<Record<string, string>>) => VerifiedNotice | undefined;
  /** The check files of a date, to be closed; undefined while the bank has none. Throws on network failure. */
  downloadCheckFiles: (date: PlainDate) => Promise<CheckFileArchive | undefined>;
}>;
