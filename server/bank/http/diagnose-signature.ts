import { constants, type KeyObject, publicDecrypt } from 'node:crypto';
import type { Phrase } from '../pages/language.ts';
import { expectedDigest, readBase64, signatureFits } from './signature.ts';
import { likelySigned } from './signature-habits.ts';

/** A request as the log has it. */
export type SignedRequest = Readonly<{
  platformNo: string | null;
  service: string | null;
  keySerial: string | null;
  reqData: string | null;
  sign: string | null;
}>;

/** Keys by the name that people know them by: "serial 2", "platform 5000001104, serial 1". */
export type KnownKeys = readonly { name: string; serial: string; own: boolean; key: KeyObject }[];

/** Why a signature was refused. Digests are SHA-1 in hex. */
export type Diagnosis = Readonly<{
  bytes: number;
  /** Of the bytes of reqData as they were received. */
  received: string;
  /** What the signature holds, when a known key opens it. */
  signed: string | null;
  keySerial: string;
  reason: Phrase;
}>;

const say = (zh: string, en: string): Phrase => ({ zh, en });

/** DigestInfo prefixes of PKCS#1 v1.5 by the hash that they name. */
const HASHES: readonly (readonly [string, string])[] = [
  ['3021300906052b0e03021a05000414', 'SHA-1'],
  ['3031300d060960864801650304020105000420', 'SHA-256'],
  ['3051300d060960864801650304020305000440', 'SHA-512'],
  ['3041300d060960864801650304020205000430', 'SHA-384'],
  ['3020300c06082a864886f70d020505000410', 'MD5'],
];

const REASONS = {
  none: say('没有签名（sign 为空）', 'there is no signature: sign is empty'),
  hex: say('签名是十六进制，应为 Base64', 'the signature is hex; Base64 is expected'),
  escaped: say('签名被多做了一次 URL 编码（含 %2B 等）', 'the signature is percent-encoded once too often'),
  notBase64: say('签名不是 Base64', 'the signature is not Base64'),
  pss: say('签名用了 PSS 填充，应为 PKCS#1 v1.5', 'the padding is PSS; PKCS#1 v1.5 is expected'),
  foreign: say(
    '签名用的私钥与登记的任何公钥都不匹配',
    'signed with a private key that belongs to none of the registered public keys',
  ),
  bare: say(
    '签名里只有摘要，缺少 DigestInfo（算法标识）',
    'the signature holds the bare digest without DigestInfo, the name of its hash',
  ),
  raw: say('签名里不是摘要而是内容本身', 'the signature holds the text itself, not its digest'),
  notUtf8: say(
    'reqData 不是 UTF-8（例如 GBK），收到的字节已无法还原',
    'reqData is not UTF-8 (GBK, perhaps): its bytes cannot be read',
  ),
  otherText: say(
    '密钥与算法都对，但签的是另一段内容：请对发送的 reqData 原文逐字节签名',
    'key and algorithm are right, but another text was signed: sign the very bytes that are sent',
  ),
  good: say('签名有效', 'the signature is good'),
} as const satisfies Record<string, Phrase>;

function open(signature: Buffer, key: KeyObject, padding: number): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding }, signature);
  } catch {
    return undefined;
  }
}

type Opened = { payload: Buffer; by: KnownKeys[number] };

function openWithAny(signature: Buffer, keys: KnownKeys): Opened | undefined {
  for (const by of keys) {
    const payload = open(signature, by.key, constants.RSA_PKCS1_PADDING);
    if (payload) return { payload, by };
  }
  return undefined;
}

/** EMSA-PSS ends with 0xbc, and nothing else does so with the right key but one signature in 256. */
const isPss = (signature: Buffer, keys: KnownKeys): boolean =>
  keys.some(({ own, key }) => own && open(signature, key, constants.RSA_NO_PADDING)?.at(-1) === 0xbc);

function unreadable(text: string): Phrase | undefined {
  const trimmed = text.replace(/\s/g, '');
  if (trimmed === '') return REASONS.none;
  if (/^(?:[0-9a-fA-F]{2}){128,}$/.test(trimmed)) return REASONS.hex;
  if (/%[0-9a-fA-F]{2}/.test(trimmed)) return REASONS.escaped;
  return readBase64(text) ? undefined : REASONS.notBase64;
}

function wrongLength(signature: Buffer, keys: KnownKeys): Phrase | undefined {
  const sizes = new Set(keys.map(({ key }) => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8));
  if (keys.length === 0 || sizes.has(signature.length)) return undefined;
  const wanted = [...sizes].join(', ');
  return say(
    `签名有 ${signature.length} 字节，密钥应产生 ${wanted} 字节：密钥不对或签名被截断`,
    `the signature has ${signature.length} bytes where the key makes ${wanted}: another key, or cut off`,
  );
}

/** The reason when a key opened the signature, with the digest that it holds. */
function judge({ payload, by }: Opened, request: SignedRequest, serial: string): { signed: string; reason: Phrase } {
  const text = request.reqData ?? '';
  const hex = payload.toString('hex');
  const [prefix = '', hash] = HASHES.find(([start]) => hex.startsWith(start)) ?? [];
  const signed = hex.slice(prefix.length);
  if (!by.own || by.serial !== serial) {
    return { signed, reason: say(`签名用的是另一把密钥：${by.name}`, `signed with another key: ${by.name}`) };
  }
  if (!hash) {
    const reason = payload.length <= 64 ? REASONS.bare : REASONS.raw;
    return { signed, reason };
  }
  if (hash !== 'SHA-1')
    return { signed, reason: say(`摘要算法是 ${hash}，应为 SHA-1`, `the hash is ${hash}; SHA-1 is expected`) };
  if (text.includes('\uFFFD')) return { signed, reason: REASONS.notUtf8 };
  const { service, platformNo, keySerial } = request;
  const instead = likelySigned(text, { serviceName: service, platformNo, keySerial }).find(
    (one) => expectedDigest(Buffer.from(one.text)) === signed,
  );
  return { signed, reason: instead?.habit ?? REASONS.otherText };
}

/** Finds out what is wrong with a signature, as exactly as its bytes tell. */
export function diagnoseSignature(request: SignedRequest, keys: KnownKeys): Diagnosis {
  const bytes = Buffer.from(request.reqData ?? '');
  const keySerial = request.keySerial || '1';
  const known = { bytes: bytes.length, received: expectedDigest(bytes), keySerial };
  const own = keys.filter((one) => one.own);
  const named = own.find((one) => one.serial === keySerial);
  if (named && signatureFits(bytes, request.sign ?? '', named.key)) {
    return { ...known, signed: known.received, reason: REASONS.good };
  }
  const closed = unreadable(request.sign ?? '');
  if (closed) return { ...known, signed: null, reason: closed };
  const signature = readBase64(request.sign ?? '') ?? Buffer.alloc(0);
  const opened = openWithAny(signature, keys);
  if (opened) return { ...known, ...judge(opened, request, keySerial) };
  const missing = own.map((one) => one.serial).join(', ') || '—';
  const reason = !named
    ? say(
        `没有序号为 ${keySerial} 的公钥；已登记：${missing}`,
        `there is no key with serial ${keySerial}; known: ${missing}`,
      )
    : (wrongLength(signature, keys) ?? (isPss(signature, keys) ? REASONS.pss : REASONS.foreign));
  return { ...known, signed: null, reason };
}
