import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBankPool } from '#db/bank/pool.ts';
import { addDays, businessDateOf, toWireTimestamp } from '#server/primitives/calendar.ts';
import { pruneRequestLog } from './http/request-log.ts';
import { wordsOf } from './testing/browser.ts';
import { testKeys } from './testing/client.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([{ platformUserNo: 'INV', amount: '1234.50', authList: 'TENDER' }]);
  const wanted = { requestNo: 'F', platformUserNo: 'INV', bizType: 'PRETRANSACTION', amount: 600 };
  await world.platform.call('FREEZE_PRE_TRANSACTION', wanted);
});
afterAll(() => world.close());

async function visit(path: string, language = 'zh-CN') {
  const response = await fetch(`${world.bank.url}${path}`, { headers: { 'accept-language': language } });
  return { status: response.status, words: wordsOf(await response.text()) };
}

test('the desk shows the book, its equations and every account', async () => {
  expect((await visit('/')).words).toContain('存管大账户 ¥1,234.50');
  expect((await visit('/', 'en')).words).toContain('Every balance is the sum of its transfers');
  expect((await visit('/desk/accounts?like=INV')).words).toContain('INV INVESTOR 634.50 600.00 0.00');
  expect((await visit('/desk/accounts/INV')).words).toContain('FREEZE_PRETRANSACTION INV available INV frozen 600.00');
  expect((await visit('/desk/accounts/NOBODY')).words).toContain('no account NOBODY');
  expect((await visit('/desk/freezes')).words).toContain('F INV PRETRANSACTION');
  expect((await visit('/desk/requests')).words).toContain('FREEZE_PRE_TRANSACTION');
  for (const place of ['projects', 'trades', 'files', 'notifies', 'switches']) {
    expect((await visit(`/desk/${place}`)).status, place).toBe(200);
  }
});

const post = (path: string, form: Record<string, string>, headers = {}) =>
  fetch(`${world.bank.url}/desk${path}`, {
    method: 'POST',
    headers,
    redirect: 'manual',
    body: new URLSearchParams(form),
  });

test('a request shows its bytes and why its signature was refused', async () => {
  const fields = await world.platform.fields('QUERY_USER_INFORMATION', { platformUserNo: 'INV' });
  await fetch(`${world.bank.url}/lm/service`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, reqData: `${fields.reqData}\r\n` }),
  });
  const { requests } = await world.platform.control('requests?limit=1');
  const [{ id } = { id: '' }] = requests as { id: string }[];
  const sheet = await world.platform.control(`requests/${id}`);
  const received = createHash('sha1').update(`${fields.reqData}\r\n`).digest('hex');
  const signed = createHash('sha1')
    .update(fields.reqData ?? '')
    .digest('hex');
  expect(sheet).toMatchObject({ signature: { received, signed, keySerial: '1' }, signatureValid: false });
  const { words } = await visit(`/desk/requests/${id}`, 'en');
  expect(words).toContain('what was signed differs by blanks or a line break at an end');
  for (const part of [received, signed, 'platformUserNo', 'CR', 'LF', '100003']) expect(words).toContain(part);
  expect((await visit('/desk/requests?service=QUERY_USER_INFORMATION')).words).toContain('100003');
  expect(await world.platform.control('requests/none')).toMatchObject({ httpStatus: 400 });
});

test('a platform is registered, given a second key, suspended and resumed by forms', async () => {
  const { publicKeyPem } = testKeys();
  const form = { platformNo: 'FORM', notifyUrl: 'http://127.0.0.1:1/n', publicKeyPem, keySerial: '1', custodyMode: '' };
  expect((await post('/platforms', form)).status).toBe(303);
  await post('/platforms', { ...form, keySerial: '2' });
  expect((await visit('/desk/platforms')).words).toContain('FORM ACTIVE direct 1, 2 http://127.0.0.1:1/n');
  await post('/platforms/FORM/suspend', {});
  const { platforms } = await world.platform.control('platforms');
  expect(platforms).toMatchObject([
    { state: 'ACTIVE' },
    { platformNo: 'FORM', state: 'SUSPENDED', keySerials: ['1', '2'] },
  ]);
  await post('/platforms/FORM/resume', {});
  expect((await visit('/desk/platforms')).words).toContain('FORM ACTIVE');
  expect(await (await post('/platforms', { ...form, publicKeyPem: 'no key' })).text()).toContain('publicKeyPem');
});

test('the language chosen at the desk stays chosen', async () => {
  const chosen = await fetch(`${world.bank.url}/desk/language?to=en`, { redirect: 'manual' });
  const cookie = (chosen.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = await fetch(`${world.bank.url}/desk/files`, { headers: { cookie, 'accept-language': 'zh-CN' } });
  expect(wordsOf(await page.text())).toContain('Check files');
});

test('the clock and the faults are moved from the desk, not from pages of other origins', async () => {
  const before = await world.platform.now();
  expect((await post('/clock', { advanceDays: '1' })).status).toBe(303);
  expect((await world.platform.now()).getTime()).toBeGreaterThan(before.getTime() + 86_000_000);
  await post('/faults', { service: '*', fault: 'unsigned', next: '1', probability: '', seed: '' });
  const chance = { service: 'RECHARGE', fault: 'delay', next: '1', probability: '0.25', seed: '7', delayMs: '800' };
  await post('/faults', chance);
  const { words } = await visit('/desk/switches');
  expect(words).toContain('* unsigned 1 0');
  expect(words).toContain('RECHARGE delay p = 0.25 0 800 ms · seed 7');
  expect(await (await post('/faults', { ...chance, next: 'x', probability: '' })).text()).toContain('a whole number');
  await post('/faults/remove', {});
  expect((await visit('/desk/switches')).words).not.toContain('p = 0.25');
  const later = toWireTimestamp(new Date((await world.platform.now()).getTime() + 3_600_000));
  expect((await post('/clock', { now: later })).status).toBe(303);
  expect(toWireTimestamp(await world.platform.now()).slice(0, 10)).toBe(later.slice(0, 10));
  const foreign = await post('/clock', { advanceDays: '1' }, { origin: 'http://evil.example' });
  expect(await foreign.text()).toContain('not from pages of another origin');
});

test('the check files of a day are tables at the desk, with a sentence where there is nothing', async () => {
  const date = addDays(businessDateOf(await world.platform.now()), -1);
  expect((await visit('/desk/files')).words).toContain(date);
  expect((await visit(`/desk/files/${date}`, 'en')).words).toContain('RECHARGE');
  expect((await visit(`/desk/files/${date}/WITHDRAW`)).words).toContain('当日没有业务');
  expect((await visit(`/desk/files/${addDays(date, 5)}`, 'en')).words).toContain('do not exist before 00:10');
  expect((await visit(`/desk/files/${date}/NOTHING`)).words).toContain('no file NOTHING');
});

test('the request log forgets what is neither among the newest nor young', async () => {
  const pool = openBankPool(world.databaseUrl, { max: 1 });
  const numbered = async () => {
    const { requests } = await world.platform.control('requests');
    return (requests as { id: string }[]).length;
  };
  const before = await numbered();
  expect(before).toBeGreaterThan(1);
  expect(await pruneRequestLog(pool, { rows: 100_000, days: 7 })).toBe(0);
  expect(await pruneRequestLog(pool, { rows: 1, days: 7 })).toBe(before - 1);
  expect(await numbered()).toBe(1);
  expect(await pruneRequestLog(pool, { rows: 100_000, days: -1 })).toBe(1);
  await pool.close();
});
