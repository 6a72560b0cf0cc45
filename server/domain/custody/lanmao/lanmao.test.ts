import { createHash, generateKeyPairSync } from 'node:crypto';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import yazl from 'yazl';
import { instantAt, plainDate } from '#server/primitives/calendar.ts';
import { readAnswer } from './answer.ts';
import { receiveArchive } from './check-files.ts';
import { envelope } from './envelope.ts';
import { lanmaoGateway } from './gateway.ts';
import { readNotice } from './notice.ts';
import { isSignedBy, signText } from './signature.ts';
import { parseWireJson } from './wire-json.ts';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const bank = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PLATFORM = '5000001104';

describe('the envelope', () => {
  const sender = { platformNo: PLATFORM, keySerial: '1', privateKey: ours.privateKey };
  const at = instantAt(plainDate('2026-03-31'), '23:59:59');
  const fields = envelope(sender, 'QUERY_TRANSACTION', { requestNo: 'r', name: '仲小妮' }, at);

  test('carries Beijing time and is signed over exactly the bytes of reqData', () => {
    expect(JSON.parse(fields.reqData ?? '')).toEqual({ requestNo: 'r', name: '仲小妮', timestamp: '20260331235959' });
    expect(isSignedBy(Buffer.from(fields.reqData ?? ''), fields.sign ?? '', ours.publicKey)).toBe(true);
    expect(isSignedBy(Buffer.from(`${fields.reqData} `), fields.sign ?? '', ours.publicKey)).toBe(false);
  });
});

test('a signature may carry line breaks, and nonsense is merely no signature', () => {
  const signed = signText('text', bank.privateKey);
  const broken = `${signed.slice(0, 76)}\r\n${signed.slice(76)}\n`;
  expect(isSignedBy(Buffer.from('text'), broken, bank.publicKey)).toBe(true);
  for (const nonsense of ['', '%%%', 'AAAA', signed.slice(4)]) {
    expect(isSignedBy(Buffer.from('text'), nonsense, bank.publicKey)).toBe(false);
  }
  expect(isSignedBy(Buffer.from('text'), signed, ours.publicKey)).toBe(false);
});

test('numbers are read as the text they were written in', () => {
  expect(parseWireJson('{"a":0.10,"b":90071992547409.93,"c":"1.5","d":[{"e":-5000}],"f":null,"g":true}')).toEqual({
    a: '0.10',
    b: '90071992547409.93',
    c: '1.5',
    d: [{ e: '-5000' }],
    f: null,
    g: true,
  });
  for (const text of ['[]', '1', 'null', '{', '']) expect(parseWireJson(text)).toBeUndefined();
});

describe('a direct answer', () => {
  const read = (answer: object | string, change: object = {}) => {
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    const raw = { status: 200, sign: signText(body, bank.privateKey), body: Buffer.from(body), ...change };
    return readAnswer({ requestNo: 'r-1' }, raw, bank.publicKey);
  };

  test('is a success only when signed, legible, code 0 and SUCCESS, with code as text or number', () => {
    expect(read({ code: '0', status: 'SUCCESS', amount: 1.5 })).toEqual({
      kind: 'success',
      response: { code: '0', status: 'SUCCESS', amount: '1.5' },
    });
    expect(read({ code: 0, status: 'SUCCESS', requestNo: 'r-1' }).kind).toBe('success');
  });

  test('is a refusal when the bank says definitely no', () => {
    expect(read({ code: '0', status: 'INIT', errorCode: '100014', errorMessage: '余额不足' })).toEqual({
      kind: 'refused',
      errorCode: '100014',
      errorMessage: '余额不足',
    });
  });

  test('is unknown for everything else', () => {
    const success = { code: '0', status: 'SUCCESS' };
    for (const code of ['100001', '100013', '100020']) {
      expect(read({ code: '0', status: 'INIT', errorCode: code }).kind).toBe('unknown');
    }
    expect(read({ code: '1', status: 'INIT', errorCode: '100003' }).kind).toBe('unknown');
    expect(read({ code: '0', status: 'INIT' }).kind).toBe('unknown');
    expect(read({ code: '0', status: 'WHATEVER' }).kind).toBe('unknown');
    expect(read({ ...success, requestNo: 'r-2' }).kind).toBe('unknown');
    expect(read('<html>bad gateway</html>').kind).toBe('unknown');
    expect(read(success, { status: 500 }).kind).toBe('unknown');
    expect(read(success, { sign: null }).kind).toBe('unknown');
    expect(read(success, { sign: signText(JSON.stringify(success), ours.privateKey) }).kind).toBe('unknown');
    expect(read(success, { body: Buffer.from('{"code":"0","status":"SUCCESS" }') }).kind).toBe('unknown');
  });
});

describe('a notify', () => {
  const respData = '{"requestNo":"r-1","status":"SUCCESS","amount":1000.10}';
  const fields = {
    serviceName: 'RECHARGE',
    platformNo: PLATFORM,
    responseType: 'NOTIFY',
    respData,
    sign: signText(respData, bank.privateKey),
  };

  test('is read when the bank has signed it', () => {
    expect(readNotice(fields, PLATFORM, bank.publicKey)).toEqual({
      service: 'RECHARGE',
      responseType: 'NOTIFY',
      requestNo: 'r-1',
      data: { requestNo: 'r-1', status: 'SUCCESS', amount: '1000.10' },
      digest: createHash('sha256').update(`RECHARGE\n${respData}`).digest('hex'),
    });
  });

  test('is nothing when altered, unsigned, of another key or for another platform', () => {
    for (const change of [
      { respData: respData.replace('1000', '9000') },
      { sign: '' },
      { sign: signText(respData, ours.privateKey) },
      { platformNo: '5000009999' },
      { respData: 'no json', sign: signText('no json', bank.privateKey) },
    ]) {
      expect(readNotice({ ...fields, ...change }, PLATFORM, bank.publicKey)).toBeUndefined();
    }
  });
});

describe('an answer that may be an archive', () => {
  const zipped = async (): Promise<Buffer> => {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from('充值时间,平台商编\n'), '20260331_5000001104_RECHARGE.txt');
    zip.addBuffer(Buffer.alloc(0), 'empty.txt');
    zip.end();
    return buffer(zip.outputStream);
  };
  async function* inPieces(bytes: Uint8Array, length: number) {
    for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
  }

  test.each([1, 3, 7, 10_000])('is read by file name when it comes %i bytes at a time', async (length) => {
    const received = await receiveArchive(inPieces(await zipped(), length));
    if (!('archive' in received)) throw new Error('no archive');
    const { archive } = received;
    expect([...archive.names]).toEqual(['20260331_5000001104_RECHARGE.txt', 'empty.txt']);
    expect(await text(await archive.open('20260331_5000001104_RECHARGE.txt'))).toBe('充值时间,平台商编\n');
    expect(await text(await archive.open('empty.txt'))).toBe('');
    await expect(archive.open('other.txt')).rejects.toThrow('no other.txt');
    await archive.close();
  });

  test('is refused when it breaks off, and told from one that is none', async () => {
    await expect(receiveArchive(inPieces((await zipped()).subarray(0, 60), 7))).rejects.toThrow();
    expect(await receiveArchive(inPieces(Buffer.from('{"code":"0"}'), 5))).toEqual({
      bytes: Buffer.from('{"code":"0"}'),
    });
    expect(await receiveArchive(inPieces(Buffer.from('{'), 5))).toEqual({ bytes: Buffer.from('{') });
    await expect(receiveArchive(inPieces(Buffer.alloc(2 ** 20 + 1), 2 ** 16))).rejects.toThrow('neither');
  });
});

test('a bank that is down leaves the request unknown, and a form names the gateway', async () => {
  const pem = (key: typeof ours.privateKey, type: 'pkcs8' | 'spki') => key.export({ type, format: 'pem' }).toString();
  const gateway = lanmaoGateway({
    url: 'http://127.0.0.1:1/base',
    gatewayUrl: 'http://bank.example/base',
    platformNo: PLATFORM,
    keySerial: '1',
    mode: 'direct',
    privateKeyPem: pem(ours.privateKey, 'pkcs8'),
    bankPublicKeyPem: pem(bank.publicKey, 'spki'),
  })(() => instantAt(plainDate('2026-03-31'), '12:00'));
  expect(await gateway.send('QUERY_TRANSACTION', { requestNo: 'r' })).toEqual({
    kind: 'unknown',
    reason: expect.any(String),
  });
  await expect(gateway.downloadCheckFiles(plainDate('2026-03-30'))).rejects.toThrow();
  const form = gateway.form('RECHARGE', { requestNo: 'r' }, 'MOBILE');
  expect(form.action).toBe('http://bank.example/base/gateway');
  expect(form.fields.userDevice).toBe('MOBILE');
});
