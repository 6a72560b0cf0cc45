import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsOf } from './testing/browser.ts';
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

test('the clock and the faults are moved from the desk, not from pages of other origins', async () => {
  const post = (path: string, form: Record<string, string>, headers = {}) =>
    fetch(`${world.bank.url}/desk${path}`, {
      method: 'POST',
      headers,
      redirect: 'manual',
      body: new URLSearchParams(form),
    });
  const before = await world.platform.now();
  expect((await post('/clock', { advanceDays: '1' })).status).toBe(303);
  expect((await world.platform.now()).getTime()).toBeGreaterThan(before.getTime() + 86_000_000);
  await post('/faults', { service: '*', fault: 'unsigned', next: '1' });
  expect((await visit('/desk/switches')).words).toContain('* unsigned 1');
  const foreign = await post('/clock', { advanceDays: '1' }, { origin: 'http://evil.example' });
  expect(await foreign.text()).toContain('not from pages of another origin');
});
