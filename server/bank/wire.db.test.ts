import { sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { FAULT_NAMES } from './faults/fault-box.ts';
import { REFUSAL_TEXTS } from './refusal.ts';
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

test('of two mistakes the one that is looked for first is told', async () => {
  const { privateKey } = testKeys();
  const { platformNo } = world.platform;
  const send = async (reqData: string, more: Record<string, string> = {}) => {
    const signature = sign('sha1', Buffer.from(reqData), privateKey).toString('base64');
    const fields = { serviceName: 'QUERY_USER_INFORMATION', platformNo, reqData, sign: signature, ...more };
    return (await post(fields)).body;
  };
  const old = '"timestamp":"20200101000000"';
  const now = `"timestamp":"${toWireTimestamp(await world.platform.now())}"`;
  const suspend = (state: string) => world.platform.control(`platforms/${platformNo}/state`, { state });
  expect(await send('{', { sign: 'AAAA' }), 'signature before JSON').toMatchObject({ errorCode: '100003' });
  await suspend('SUSPENDED');
  expect(await send('{'), 'JSON before platform').toMatchObject({ errorCode: '100002' });
  const suspended = { code: '1', errorCode: '100005', errorMessage: '平台状态异常' };
  expect(await send(`{${old}}`), 'platform before timestamp').toMatchObject(suspended);
  await suspend('ACTIVE');
  const stale = await send(`{${old},"platformUserNo":[]}`, { serviceName: 'NOTHING' });
  expect(stale, 'timestamp before service').toMatchObject({ code: '1', errorCode: '100002' });
  expect(stale.errorDetail).toContain('timestamp');
  const freeze = { requestNo: '', platformUserNo: 'NOBODY', bizType: 'TENDER', amount: '1.001', projectNo: 'NONE' };
  const asked = async (more: Record<string, unknown>) =>
    (await world.platform.call('USER_AUTO_PRE_TRANSACTION', { ...freeze, ...more })).body;
  expect(await asked({}), 'fields before users').toMatchObject({ code: '1', errorCode: '100002' });
  const numbered = { requestNo: 'ORDER', amount: '99999999' };
  expect(await asked(numbered), 'users before project').toMatchObject({ code: '0', errorCode: '100009' });
  const known = await asked({ ...numbered, platformUserNo: 'INV-1' });
  expect(known, 'project before money').toMatchObject({ code: '0', status: 'INIT' });
  expect(known.errorCode).not.toBe('100014');
  expect((await send(`{${now},"platformUserNo":"INV-1"}`)).status).toBe('SUCCESS');
});

test('what is too long is refused before it has been read', async () => {
  const refused = new Promise<string>((done, fail) => {
    const sent = request(`${world.bank.url}/lm/service`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 17 * 1024 * 1024 },
    });
    sent.once('error', fail).once('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      done(text);
      sent.destroy();
    });
    sent.write('serviceName=QUERY_USER_INFORMATION');
  });
  expect(JSON.parse(await refused)).toMatchObject({ code: '1', errorCode: '100002' });
  const line = { bizType: 'REPAYMENT', sourcePlatformUserNo: 'a', targetPlatformUserNo: 'b', amount: 1 };
  const trade = (requestNo: string, length: number) => ({
    requestNo,
    tradeType: 'REPAYMENT',
    projectNo: 'P',
    details: Array.from({ length }, () => line),
  });
  const batch = [1, 2, 3, 4].map((n) => trade(`T-${n}`, 5000));
  const many = await world.platform.call('ASYNC_TRANSACTION', {
    batchNo: 'B',
    bizDetails: [...batch, trade('T-5', 1)],
  });
  expect(many.body).toMatchObject({
    code: '1',
    errorCode: '100002',
    errorDetail: expect.stringContaining('20000 lines'),
  });
  const taken = await world.platform.call('ASYNC_TRANSACTION', { batchNo: 'B', bizDetails: batch });
  expect(taken.body, 'the very limit is allowed').toMatchObject({ code: '0', status: 'SUCCESS' });
  const deep = JSON.parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`) as Record<string, unknown>;
  const nested = await world.platform.call('QUERY_USER_INFORMATION', { platformUserNo: 'INV-1', deep });
  expect(nested.body).toMatchObject({
    code: '1',
    errorCode: '100002',
    errorDetail: expect.stringContaining('deeper than 20'),
  });
});

test('a mistake of the bank’s own is 100001, signed, and tells nothing of its inside', async () => {
  const owner = postgres(world.databaseUrl, { max: 1 });
  const ask = () => world.platform.call('QUERY_PROJECT_INFORMATION', { projectNo: 'P' });
  await owner`alter table project rename to elsewhere`;
  const { body, signed } = await ask();
  await owner`alter table elsewhere rename to project`;
  await owner.end();
  expect(signed).toBe(true);
  expect(body).toEqual({ code: '1', status: 'INIT', errorCode: '100001', errorMessage: '系统错误' });
  expect((await ask()).body).toMatchObject({ errorCode: '100007' });
});

test('a download that is refused is signed JSON with status INIT', async () => {
  const answer = await world.platform.download({ fileDate: '20991231' });
  const raw = await answer.text();
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(world.platform.verifies(raw, answer.headers.get('sign') ?? '')).toBe(true);
  expect(JSON.parse(raw)).toMatchObject({
    code: '0',
    status: 'INIT',
    errorCode: '100008',
    errorMessage: '对账文件未生成',
  });
});

test('every error code is provoked, and every fault played, by a test of the bank', () => {
  const tests = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.db.test.ts'));
  const text = tests.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');
  const words = [...Object.keys(REFUSAL_TEXTS), ...FAULT_NAMES];
  expect(words.filter((word) => !text.includes(`'${word}'`))).toEqual([]);
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
