import { constants, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/**
 * RSA PKCS#1 v1.5 over SHA-1, in Base64. The wire prescribes SHA-1 and every bank on it verifies nothing else. What
 * protects us is that nobody chooses freely what the bank signs, that transport is TLS with a real bank, and that a
 * signed word moves money here only when it agrees with an instruction of ours.
 */
const HASH = 'sha1';
const PADDING = constants.RSA_PKCS1_PADDING;

/** Reads a private key in PEM, PKCS#1 or PKCS#8. */
export const privateKeyOf = (pem: string): KeyObject => createPrivateKey(pem);
/** Reads a public key in PEM, PKCS#1 or SPKI. */
export const publicKeyOf = (pem: string): KeyObject => createPublicKey(pem);

/** The signature over the UTF-8 bytes of the text, in Base64 without line breaks. */
export function signText(text: string, key: KeyObject): string {
  return sign(HASH, Buffer.from(text, 'utf8'), { key, padding: PADDING }).toString('base64');
}

/** Whether the Base64 text, which may carry line breaks, is the key's signature over exactly these bytes. */
export function isSignedBy(bytes: Uint8Array, signature: string, key: KeyObject): boolean {
  const compact = signature.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return false;
  return verify(HASH, bytes, { key, padding: PADDING }, Buffer.from(compact, 'base64'));
}
