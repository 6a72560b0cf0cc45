import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  privateEncrypt,
  publicDecrypt,
} from 'node:crypto';
import { type HabitStyle, writeLoosely } from './loose-json.ts';

/**
 * A client as strangers write them, for the conformance tests: nothing of it is shared with the bank, the portal's
 * adapter or the tests' other client. Signatures are made by hand from the digest, requests are spelt out in bytes.
 */
export type Habit = Readonly<{
  name: string;
  style?: Partial<HabitStyle>;
  /** How the fields travel. */
  body?: 'urlencoded' | 'multipart' | 'query' | 'raw-plus';
  /** What stands between the bank's address and the endpoint. */
  base?: string;
  /** How Base64 is broken into lines. */
  signature?: (base64: string) => string;
  keySerial?: '1' | '2' | 'absent';
  userDevice?: string;
  contentType?: string;
  accept?: string;
}>;

export type Answer = Readonly<{
  httpStatus: number;
  location: string | null;
  contentType: string;
  bytes: Buffer;
  body: Record<string, unknown>;
  /** Whether header `sign` fits the bytes of the body. */
  signed: boolean;
}>;

type Keys = { privatePem: string; publicPem: string };

/** DigestInfo of SHA-1, as PKCS#1 v1.5 puts it before the digest. */
const SHA1_PREFIX = Buffer.from('3021300906052b0e03021a05000414', 'hex');

const digestInfo = (bytes: Uint8Array): Buffer =>
  Buffer.concat([SHA1_PREFIX, createHash('sha1').update(bytes).digest()]);

const keyPair = (form: 'pkcs1' | 'pkcs8'): Keys => {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: form === 'pkcs1' ? 'pkcs1' : 'spki', format: 'pem' },
    privateKeyEncoding: { type: form, format: 'pem' },
  });
  return { privatePem: pair.privateKey, publicPem: pair.publicKey };
};

/** Base64 of RSA PKCS#1 v1.5 over SHA-1, put together by hand. */
export const signByHand = (bytes: Uint8Array, privatePem: string): string =>
  privateEncrypt({ key: privatePem, padding: constants.RSA_PKCS1_PADDING }, digestInfo(bytes)).toString('base64');

function fits(bytes: Buffer, base64: string | null, publicPem: string): boolean {
  try {
    const opened = publicDecrypt(
      { key: createPublicKey(publicPem), padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(base64 ?? '', 'base64'),
    );
    return opened.equals(digestInfo(bytes));
  } catch {
    return false;
  }
}

const BOUNDARY = '----------------------------4ebf00fbcf09';

/** RFC 2388 as PHP's and Ruby's clients spell it. */
const multipart = (fields: [string, string][]): string =>
  `${fields.map(([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${BOUNDARY}--\r\n`;

/** Clients that forget to escape the "+" of Base64. */
const withRawPlus = (encoded: string): string => encoded.replaceAll('%2B', '+');

function send(address: string, fields: [string, string][], habit: Habit): Promise<Response> {
  const headers = { accept: habit.accept ?? '*/*', 'user-agent': 'Java/1.8.0_171' };
  const encoded = new URLSearchParams(fields).toString();
  if (habit.body === 'query') return fetch(`${address}?${encoded}`, { headers, redirect: 'manual' });
  const isMultipart = habit.body === 'multipart';
  const type = isMultipart
    ? `multipart/form-data; boundary=${BOUNDARY}`
    : (habit.contentType ?? 'application/x-www-form-urlencoded');
  return fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, 'content-type': type },
    body: isMultipart ? multipart(fields) : habit.body === 'raw-plus' ? withRawPlus(encoded) : encoded,
  });
}

function readJson(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function readAnswer(response: Response, bankPem: string): Promise<Answer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    httpStatus: response.status,
    location: response.headers.get('location'),
    contentType: response.headers.get('content-type') ?? '',
    bytes,
    body: readJson(bytes),
    signed: fits(bytes, response.headers.get('sign'), bankPem),
  };
}

/** Registers a platform with two live keys, one in each form of PEM, and answers a client of it. */
export async function hostileClient(url: string, platformNo: string, notifyUrl: string) {
  const keys = { '1': keyPair('pkcs1'), '2': keyPair('pkcs8') };
  let bankPem = '';
  for (const keySerial of ['1', '2'] as const) {
    const registration = { platformNo, keySerial, notifyUrl, publicKeyPem: keys[keySerial].publicPem };
    const response = await fetch(`${url}/simulator/platforms`, { method: 'POST', body: JSON.stringify(registration) });
    bankPem = ((await response.json()) as { bankPublicKeyPem: string }).bankPublicKeyPem;
  }
  const fields = (service: string, reqData: string, habit: Habit): [string, string][] => {
    const serial = habit.keySerial ?? '1';
    const base64 = signByHand(Buffer.from(reqData), keys[serial === 'absent' ? '1' : serial].privatePem);
    const all: [string, string | undefined][] = [
      ['sign', habit.signature ? habit.signature(base64) : base64],
      ['serviceName', service],
      ['keySerial', serial === 'absent' ? undefined : serial],
      ['reqData', reqData],
      ['userDevice', habit.userDevice],
      ['platformNo', platformNo],
    ];
    return all.filter((entry): entry is [string, string] => entry[1] !== undefined);
  };
  const post = async (endpoint: string, wire: [string, string][], habit: Habit): Promise<Answer> =>
    readAnswer(await send(`${url}${habit.base ?? '/lmcg'}/${endpoint}`, wire, habit), bankPem);
  return {
    keys,
    fields,
    post,
    /** Writes, signs and sends one request in the given habit. */
    call: (endpoint: string, service: string, document: Record<string, unknown>, habit: Habit): Promise<Answer> =>
      post(endpoint, fields(service, writeLoosely(document, habit.style), habit), habit),
    /** Signs the very text given, whatever it is. */
    callText: (endpoint: string, service: string, reqData: string): Promise<Answer> =>
      post(endpoint, fields(service, reqData, { name: 'as given' }), { name: 'as given' }),
  };
}

export type HostileClient = Awaited<ReturnType<typeof hostileClient>>;
