import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { diagnoseSignature, type KnownKeys } from './diagnose-signature.ts';

const newKey = () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey: createPrivateKey(privateKey), publicKey: createPublicKey(privateKey) };
};
const [own, second, foreign] = [newKey(), newKey(), newKey()];
const KEYS: KnownKeys = [
  { name: 'serial 1', serial: '1', own: true, key: own.publicKey },
  { name: 'serial 2', serial: '2', own: true, key: second.publicKey },
];

const REQ_DATA = '{"timestamp":"20260331100000","name":"张三","url":"http://a/b?c=1+1", "amount":1.50}';
const rsa = (text: string, hash = 'sha1', key = own.privateKey): string =>
  sign(hash, Buffer.from(text), key).toString('base64');
const request = { platformNo: 'P', service: 'S', keySerial: '1', reqData: REQ_DATA };
const reasonOf = (signature: string, more = {}): string =>
  diagnoseSignature({ ...request, sign: signature, ...more }, KEYS).reason.en;

test('a good signature is called good, with both digests alike', () => {
  const diagnosis = diagnoseSignature({ ...request, sign: rsa(REQ_DATA) }, KEYS);
  expect(diagnosis.reason.en).toBe('the signature is good');
  expect(diagnosis.signed).toBe(diagnosis.received);
});

test('the digest that the signature holds is shown beside the one of the bytes received', () => {
  const { received, signed, bytes } = diagnoseSignature({ ...request, sign: rsa('{}') }, KEYS);
  expect(bytes).toBe(Buffer.from(REQ_DATA).length);
  expect([received, signed]).not.toContain(null);
  expect(received).not.toBe(signed);
});

const python = `{"timestamp": "20260331100000", "name": "\\u5f20\\u4e09", "url": "http://a/b?c=1+1", "amount": 1.5}`;
test.each([
  ['re-serialised JSON', rsa(JSON.stringify(JSON.parse(REQ_DATA))), /JSON written anew/],
  ['a line break at the end', rsa(`${REQ_DATA}\n`), /blanks or a line break/],
  [
    'sorted keys',
    rsa(JSON.stringify({ amount: 1.5, name: '张三', timestamp: '20260331100000', url: 'http://a/b?c=1+1' })),
    /keys sorted/,
  ],
  ['escaped letters', rsa(python), /\\uXXXX/],
  ['escaped slashes', rsa(REQ_DATA.replaceAll('/', '\\/')), /had \\\//],
  ['percent-encoded text', rsa(encodeURIComponent(REQ_DATA)), /percent-encoding/],
  ['something else', rsa('something else'), /another text was signed/],
  ['SHA-256', rsa(REQ_DATA, 'sha256'), /the hash is SHA-256/],
  ['MD5', rsa(REQ_DATA, 'md5'), /the hash is MD5/],
  ['the other key', rsa(REQ_DATA, 'sha1', second.privateKey), /another key: serial 2/],
  ['a foreign key', rsa(REQ_DATA, 'sha1', foreign.privateKey), /belongs to none/],
  ['no signature', ' \n', /sign is empty/],
  ['hex', Buffer.from(rsa(REQ_DATA), 'base64').toString('hex'), /hex; Base64/],
  ['percent-encoded Base64', encodeURIComponent(`${rsa(REQ_DATA)}==`), /percent-encoded once too often/],
  ['half a signature', rsa(REQ_DATA).slice(0, 100), /75 bytes where the key makes 256/],
  ['no Base64', '签名', /not Base64/],
])('%s is named', (_, signature, reason) => {
  expect(reasonOf(signature)).toMatch(reason);
});

test('wrong padding, a bare digest, the text itself and an unknown serial are named', () => {
  const pss = sign('sha1', Buffer.from(REQ_DATA), { key: own.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING });
  expect(reasonOf(pss.toString('base64'))).toMatch(/padding is PSS/);
  const encrypted = (bytes: Buffer) =>
    privateEncrypt({ key: own.privateKey, padding: constants.RSA_PKCS1_PADDING }, bytes);
  expect(reasonOf(encrypted(Buffer.alloc(20, 7)).toString('base64'))).toMatch(/bare digest/);
  expect(reasonOf(encrypted(Buffer.from(REQ_DATA)).toString('base64'))).toMatch(/the text itself/);
  expect(reasonOf(rsa(REQ_DATA, 'sha1', foreign.privateKey), { keySerial: '7' })).toMatch(
    /no key with serial 7; known: 1, 2/,
  );
  expect(reasonOf(rsa(REQ_DATA), { reqData: 'GBK \uFFFD\uFFFD' })).toMatch(/not UTF-8/);
});
