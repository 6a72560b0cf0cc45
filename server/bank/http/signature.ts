import { constants, createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/** What the wire demands: RSA PKCS#1 v1.5 over SHA-1. Named here and nowhere else in the bank. */
const ALGORITHM = 'sha1';

const signAsync = promisify(sign);

/** Base64 without line breaks; runs in the thread pool, since a signature costs about a millisecond. */
export async function signBytes(bytes: Uint8Array, privateKey: KeyObject): Promise<string> {
  const signature = await signAsync(ALGORITHM, bytes, { key: privateKey, padding: constants.RSA_PKCS1_PADDING });
  return signature.toString('base64');
}

/** Base64 with or without line breaks, "+" perhaps turned into spaces; undefined when it is none. */
export function readBase64(text: string): Buffer | undefined {
  const base64 = text
    .replace(/[\r\n\t]/g, '')
    .trim()
    .replaceAll(' ', '+');
  return base64 === '' || !/^[A-Za-z0-9+/=_-]+$/.test(base64) ? undefined : Buffer.from(base64, 'base64');
}

/** Whether `signature` (Base64, with or without line breaks, "+" perhaps turned into spaces) fits the bytes. */
export function signatureFits(bytes: Uint8Array, signature: string, publicKey: KeyObject): boolean {
  const read = readBase64(signature);
  return read !== undefined && verify(ALGORITHM, bytes, { key: publicKey, padding: constants.RSA_PKCS1_PADDING }, read);
}

/** The digest that a valid signature would hold, in hex: for "why was my signature refused". */
export const expectedDigest = (bytes: Uint8Array): string => createHash(ALGORITHM).update(bytes).digest('hex');

/** Reads a public key: PEM of PKCS#1 or SPKI, or the bare Base64 that some consoles show. Throws when it is none. */
export function readPublicKey(text: string): KeyObject {
  const key = text.includes('-----BEGIN')
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.from(text.replace(/\s/g, ''), 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'rsa') throw new Error('an RSA key expected');
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) throw new Error('at least 2048 bits expected');
  return key;
}
