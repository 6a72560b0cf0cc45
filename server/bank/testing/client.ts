import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { addMonths, businessDateOf, toWireTimestamp } from '#server/primitives/calendar.ts';

/**
 * A platform's client for tests of the bank, written apart from the portal's adapter, with the habits of clients in
 * the wild: multipart or urlencoded, single quotes, Base64 with line breaks, amounts as numbers.
 */
export type Habits = {
  encoding?: 'urlencoded' | 'multipart' | 'query';
  singleQuotes?: boolean;
  brokenLines?: boolean;
  doubleSlash?: boolean;
};

export type WireAnswer = {
  httpStatus: number;
  body: Record<string, unknown>;
  raw: string;
  /** Whether the header `sign` fits the body under the bank's key. */
  signed: boolean;
};

export type TestPlatform = Readonly<{
  url: string;
  platformNo: string;
  /** What the simulator's clock says; stamps the requests. */
  now: () => Promise<Date>;
  call: (service: string, reqData: Record<string, unknown>, habits?: Habits) => Promise<WireAnswer>;
  /** The fields of a signed request, for whoever wants to spoil or post them himself. */
  fields: (service: string, reqData: Record<string, unknown>, habits?: Habits) => Promise<Record<string, string>>;
  download: (reqData: Record<string, unknown>) => Promise<Response>;
  control: (path: string, body?: unknown, method?: string) => Promise<Record<string, unknown>>;
  verifies: (text: string, signature: string) => boolean;
}>;

const BASE = '/bha-neo-app/lanmaotech';

let keys: { privateKey: KeyObject; publicKeyPem: string } | undefined;

/** One key pair for a test process: making them is slow. */
export function testKeys(): { privateKey: KeyObject; publicKeyPem: string } {
  keys ??= (() => {
    const pair = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    return { privateKey: createPrivateKey(pair.privateKey), publicKeyPem: pair.publicKey };
  })();
  return keys;
}

/** JSON as some clients write it. */
export const singleQuoted = (value: unknown): string =>
  JSON.stringify(value).replace(
    /\\.|["'/]/g,
    (match) => ({ '"': "'", "'": "\\'", '/': '\\/', '\\"': '"' })[match] ?? match,
  );

function encode(fields: Record<string, string>, habits: Habits): RequestInit {
  if (habits.encoding !== 'multipart') return { method: 'POST', body: new URLSearchParams(fields) };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return { method: 'POST', body: form };
}

async function readAnswer(response: Response, bankKey: KeyObject): Promise<WireAnswer> {
  const raw = await response.text();
  const signature = Buffer.from(response.headers.get('sign') ?? '', 'base64');
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(raw) as Record<string, unknown>;
  } catch {}
  return { httpStatus: response.status, body, raw, signed: verify('sha1', Buffer.from(raw), bankKey, signature) };
}

/** Registers a platform at a running simulator and answers its client. */
export async function registerTestPlatform(url: string, platformNo: string, notifyUrl: string): Promise<TestPlatform> {
  const { privateKey, publicKeyPem } = testKeys();
  const control: TestPlatform['control'] = async (path, body, method) => {
    const response = await fetch(`${url}/simulator/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { httpStatus: response.status, ...((await response.json()) as Record<string, unknown>) };
  };
  const registered = await control('platforms', { platformNo, keySerial: '1', publicKeyPem, notifyUrl });
  const bankKey = createPublicKey(String(registered.bankPublicKeyPem));
  const now = async () => new Date(String((await control('clock')).now));

  const fields: TestPlatform['fields'] = async (service, reqData, habits = {}) => {
    const document = { timestamp: toWireTimestamp(await now()), ...reqData };
    const text = habits.singleQuotes ? singleQuoted(document) : JSON.stringify(document);
    const base64 = sign('sha1', Buffer.from(text), privateKey).toString('base64');
    const signature = habits.brokenLines ? `${base64.replace(/.{60}/g, '$&\n')}\n` : base64;
    return { serviceName: service, platformNo, reqData: text, keySerial: '1', sign: signature };
  };
  return {
    url,
    platformNo,
    now,
    fields,
    control,
    call: async (service, reqData, habits = {}) => {
      const sent = await fields(service, reqData, habits);
      const target = `${url}${BASE}${habits.doubleSlash ? '//' : '/'}service`;
      if (habits.encoding === 'query') {
        return readAnswer(await fetch(`${target}?${new URLSearchParams(sent)}`), bankKey);
      }
      return readAnswer(await fetch(target, encode(sent, habits)), bankKey);
    },
    download: async (reqData) =>
      fetch(`${url}${BASE}/download?${new URLSearchParams(await fields('DOWNLOAD_CHECKFILE', reqData))}`),
    verifies: (text, signature) => verify('sha1', Buffer.from(text), bankKey, Buffer.from(signature, 'base64')),
  };
}

/** Ten minutes from a moment, as `expired` wants it. */
export const soon = (moment: Date): string => toWireTimestamp(new Date(moment.getTime() + 600_000));

/** A year from a moment, as `failTime` wants it. */
export const inAYear = (moment: Date): string => addMonths(businessDateOf(moment), 12).replaceAll('-', '');

export const gatewayUrl = (url: string): string => `${url}${BASE}/gateway`;
