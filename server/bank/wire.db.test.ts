import { sign } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { testKeys } from './testing/client.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([{ platformUserNo: 'INV-1', userRole: 'INVESTOR', amount: '1000.10', authList: 'TENDER' }]);
});
afterAll(() => world.close());

const query = (habits = {}) =>
  world.platform.call('QUERY_USER_INFORMATION', { platformUserNo: 'INV-1', bankcode: null, mobile: '' }, habits);

/** Posts fields as they are, spoilt or not. */
async function post(fields: Record<string, string>, path = 'service') {
  const response = await fetch(`${world.bank.url}/bha-neo-app/lanmaotech/${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  const raw = await response.text();
  const signed = world.platform.verifies(raw, response.headers.get('sign') ?? '');
  return { raw, signed, body: JSON.parse(raw) as Record<string, unknown> };
}

const good = () => world.platform.fields('QUERY_USER_INFORMATION', { platformUserNo: 'INV-1' });

test('every encoding and habit of clients in the wild is understood, and every answer is signed', async () => {
  for (const habits of [
    {},
    { encoding: 'multipart' as const },
    { encoding: 'query' as const },
    { singleQuotes: true },
    { brokenLines: true },
    { doubleSlash: true },
    { encoding: 'multipart' as const, singleQuotes: true, brokenLines: true, doubleSlash: true },
  ]) {
    const answer = await query(habits);
    expect(answer.body, JSON.stringify(habits)).toMatchObject({ code: '0', status: 'SUCCESS', balance: 1000.1 });
    expect(answer.signed).toBe(true);
  }
});

test('amounts of queries are JSON numbers written from the exact decimal', async () => {
  expect((await query()).raw).toContain('"balance":1000.10,"availableAmount":1000.10,"freezeAmount":0.00');
});

test('faults of the protocol answer code "1", signed too', async () => {
  const fields = await good();
  const cases: [string, Record<string, string>, string, string][] = [
    ['unknown platform', { ...fields, platformNo: '1' }, '100004', '平台编号不存在'],
    ['altered data', { ...fields, reqData: `${fields.reqData} ` }, '100003', '签名验证失败'],
    ['no signature', { ...fields, sign: '' }, '100003', '签名验证失败'],
    ['unknown key serial', { ...fields, keySerial: '7' }, '100003', '签名验证失败'],
  ];
  for (const [name, spoilt, errorCode, errorMessage] of cases) {
    const { body, signed } = await post(spoilt);
    expect(body, name).toMatchObject({ code: '1', status: 'INIT', errorCode, errorMessage });
    expect(signed, name).toBe(true);
  }
});

test('what is signed but not a request of the protocol answers 100002', async () => {
  const at = async (minutes: number) =>
    toWireTimestamp(new Date((await world.platform.now()).getTime() + minutes * 60_000));
  const bodies = ['not json', '[]', `{"timestamp":"${await at(11)}"}`, `{"timestamp":"${await at(-11)}"}`, '{}'];
  for (const reqData of bodies) {
    const signature = sign('sha1', Buffer.from(reqData), testKeys().privateKey).toString('base64');
    const fields = { serviceName: 'QUERY_USER_INFORMATION', platformNo: world.platform.platformNo, reqData };
    const { body } = await post({ ...fields, sign: signature });
    expect(body, reqData).toMatchObject({ code: '1', errorCode: '100002', errorMessage: 'json参数格式错误' });
  }
  const within = { platformUserNo: 'INV-1', timestamp: await at(9) };
  expect((await world.platform.call('QUERY_USER_INFORMATION', within)).body.status).toBe('SUCCESS');
});

test('what is not offered answers 100006, on the wrong endpoint too', async () => {
  const refused = { code: '0', status: 'INIT', errorCode: '100006', errorMessage: '业务未开通' };
  for (const service of ['DIRECT_RECHARGE', 'AUTO_WITHDRAW', 'toString', 'RECHARGE']) {
    expect((await world.platform.call(service, {})).body).toMatchObject(refused);
  }
});

test('two keys of one platform are good at once', async () => {
  const { publicKeyPem, privateKey } = testKeys();
  const registration = { platformNo: world.platform.platformNo, notifyUrl: 'http://127.0.0.1:1/', publicKeyPem };
  await world.platform.control('platforms', { ...registration, keySerial: '2' });
  const fields = await good();
  for (const keySerial of ['1', '2', '']) {
    const signature = sign('sha1', Buffer.from(fields.reqData ?? ''), privateKey).toString('base64');
    expect((await post({ ...fields, keySerial, sign: signature })).body.status, keySerial).toBe('SUCCESS');
  }
});

test('a body over 16 MiB and too many lines are refused at once', async () => {
  const long = await post({ ...(await good()), userDevice: 'x'.repeat(17 * 1024 * 1024) });
  expect(long.body).toMatchObject({ code: '1', errorCode: '100002' });
  expect(long.signed).toBe(true);
  const line = { bizType: 'REPAYMENT', sourcePlatformUserNo: 'a', targetPlatformUserNo: 'b', amount: 1 };
  const details = Array.from({ length: 5001 }, () => line);
  const trade = { requestNo: 'T', tradeType: 'REPAYMENT', projectNo: 'P', details };
  expect((await world.platform.call('SYNC_TRANSACTION', trade)).body).toMatchObject({ code: '1', errorCode: '100002' });
});

test('users: unknown ones are refused, the platform’s own accounts are there, the core’s cannot be named', async () => {
  const ask = async (platformUserNo: string) =>
    (await world.platform.call('QUERY_USER_INFORMATION', { platformUserNo })).body;
  expect(await ask('NOBODY')).toMatchObject({ code: '0', errorCode: '100009', errorMessage: '用户不存在' });
  expect(await ask('#CUSTODY')).toMatchObject({ errorCode: '100009' });
  expect(await ask('SYS_GENERATE_004')).toMatchObject({ userRole: 'PLATFORM_INCOME', balance: 0 });
  const member = await ask('INV-1');
  expect(member).toMatchObject({ userType: 'PERSONAL', userRole: 'INVESTOR', authlist: 'TENDER' });
  expect(member.authLimitResultList).toMatchObject([{ authType: 'TENDER' }]);
});

test('the request log keeps the raw bytes and says why a signature was refused', async () => {
  const fields = await good();
  await post({ ...fields, reqData: `${fields.reqData}\n` });
  const { requests } = await world.platform.control('requests?service=QUERY_USER_INFORMATION&limit=1');
  const [entry] = requests as Record<string, unknown>[];
  expect(entry).toMatchObject({ reqData: `${fields.reqData}\n`, signatureValid: false, endpoint: 'service' });
  expect(entry?.signatureNote).toMatch(/^SHA-1 of the \d+ signed bytes: [0-9a-f]{40}$/);
});

test('the health of the bank can be asked', async () => {
  const health = await fetch(`${world.bank.url}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ ok: true });
});
