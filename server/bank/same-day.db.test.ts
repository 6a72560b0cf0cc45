import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carriedBack, openGateway, press, wordsOf } from './testing/browser.ts';
import { CARD, cashPages, MONDAY, questions } from './testing/cash-desk.ts';
import { registerTestPlatform, soon, type TestPlatform, testKeys } from './testing/client.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  await world.platform.control('clock', { now: MONDAY });
  await world.members([
    { platformUserNo: 'INV', bankcardNo: CARD, bankcode: 'ABOC', amount: '60000' },
    { platformUserNo: 'FRESH', bankcardNo: CARD, bankcode: 'ABOC' },
  ]);
  await world.platform.control('accounts/SYS_GENERATE_004/deposit', { amount: '1' });
  await recharge('R-1', 'FRESH', 300);
});
afterAll(() => world.close());

const { call, clock, user, record, ended, books } = questions(() => world);
const { ask, withdraw, recharge, rowsOf } = cashPages(() => world);

test('a same-day payout takes the float over to 007 and makes it whole the day after', async () => {
  const wanted = { platformUserNo: 'FRESH', amount: 250, withdrawType: 'URGENT' };
  expect(carriedBack(await ask('W-7', wanted))).toMatchObject({
    errorCode: '100017',
    errorMessage: '平台未启用垫资账户',
  });
  await world.platform.control('accounts/SYS_GENERATE_007/deposit', { amount: '249.99' });
  expect(carriedBack(await ask('W-7', wanted))).toMatchObject({
    errorCode: '100016',
    errorMessage: '平台垫资账户可用余额不足',
  });
  await world.platform.control('accounts/SYS_GENERATE_007/deposit', { amount: '0.01' });
  await world.platform.control('faults', { service: 'WITHDRAW', fault: 'advance-empty' });
  expect(carriedBack(await ask('W-7', wanted))).toMatchObject({ errorCode: '100016' });
  expect(await withdraw('W-7', wanted)).toMatchObject({
    withdrawStatus: 'ACCEPT',
    remitType: 'URGENT',
    floatAmount: '250.00',
  });
  await ended('W-7', 'SUCCESS');
  expect(await user('FRESH')).toMatchObject({ balance: 50, floatBalance: 50 });
  expect(await user('SYS_GENERATE_007')).toMatchObject({ balance: 250, floatBalance: 250 });
  expect(await call('INTERCEPT_WITHDRAW', { requestNo: 'I-7', withdrawRequestNo: 'W-7' })).toMatchObject({
    errorCode: '100022',
    errorMessage: 'D0提现不支持提现拦截操作',
  });
  await books();
  await clock('2026-04-02T01:10:00.000Z');
  expect(await user('SYS_GENERATE_007')).toMatchObject({ balance: 250, floatBalance: 0, arriveBalance: 250 });
  await books();
});

test('same-day payouts keep office hours, and on holidays a limit', async () => {
  await clock('2026-04-02T09:00:00.000Z');
  const large = { amount: '50000.01', withdrawType: 'NORMAL_URGENT' };
  expect(carriedBack(await ask('W-8', large))).toMatchObject({
    errorCode: '100018',
    errorMessage: '提现申请方式不在受理时间范围内',
  });
  await clock('2026-04-04T02:00:00.000Z');
  expect(carriedBack(await ask('W-8', large))).toMatchObject({
    errorCode: '100021',
    errorMessage: '节假日单笔提现额度超限',
  });
  expect(await withdraw('W-8', { amount: 20, withdrawType: 'NORMAL_URGENT' })).toMatchObject({
    remitType: 'NORMAL_URGENT',
  });
});

test('what is under way when the clock moves on ends on its own day', async () => {
  await clock('2026-04-05T02:00:00.000Z');
  expect(await record('W-8')).toMatchObject({ status: 'SUCCESS', completedTime: expect.stringMatching(/^20260404/) });
  await withdraw('W-9', { platformUserNo: 'SYS_GENERATE_004', amount: 1 });
  await clock('2026-04-08T02:00:00.000Z');
  expect(await record('W-9')).toMatchObject({
    status: 'SUCCESS',
    remitTime: '20260406091000',
    completedTime: '20260406091005',
  });
  await books();
});

test('the WITHDRAW file says what was advanced', async () => {
  const [, row] = await rowsOf('20260330', 'WITHDRAW');
  expect(row?.slice(13)).toEqual(['SUCCESS', 'URGENT', '250.00', 'URGENT', 'IMMEDIATE']);
});

describe('in joint mode', () => {
  let joint: TestPlatform;
  const sheet = async () => {
    const found = await joint.control('books?platformNo=JOINT');
    expect(Object.values(found.checks as object)).toEqual([true, true, true, true, true]);
    return found;
  };
  const pay = async (service: string, requestNo: string, wanted: Record<string, unknown>) => {
    const expired = soon(await joint.now());
    const page = await openGateway(joint, service, { requestNo, platformUserNo: 'INV', expired, ...wanted });
    return carriedBack(wordsOf(page.html).includes('交易密码') ? await press(page, { password: '123456' }) : page);
  };
  const limit = (advanceLimit: string) =>
    joint.control('platforms', {
      platformNo: 'JOINT',
      publicKeyPem: testKeys().publicKeyPem,
      notifyUrl: 'http://127.0.0.1:1/notify',
      custodyMode: 'joint',
      advanceLimit,
    });

  beforeAll(async () => {
    joint = await registerTestPlatform(world.bank.url, 'JOINT', 'http://127.0.0.1:1/notify');
    await limit('0');
    await joint.control('members', { platformNo: 'JOINT', members: [{ platformUserNo: 'INV', bankcardNo: CARD }] });
    await pay('RECHARGE', 'R-1', { amount: 300, expectPayCompany: 'FUIOU', rechargeWay: 'WEB' });
  });

  test('the bank lends what the advance account lacks, up to the limit', async () => {
    const urgent = { amount: 120, withdrawType: 'URGENT' };
    expect(await pay('WITHDRAW', 'W-1', urgent)).toMatchObject({ errorCode: '100017' });
    await limit('119.99');
    expect(await pay('WITHDRAW', 'W-1', urgent)).toMatchObject({ errorCode: '100016' });
    await limit('200');
    expect(await pay('WITHDRAW', 'W-1', urgent)).toMatchObject({ withdrawStatus: 'ACCEPT', floatAmount: '120.00' });
    expect(await sheet()).toMatchObject({ advance: '120.00', ownFunds: '-120.00', float: '300.00' });
    expect(await pay('WITHDRAW', 'W-2', { ...urgent, amount: '80.01' })).toMatchObject({ errorCode: '100016' });
    expect(await pay('WITHDRAW', 'W-2', { ...urgent, amount: 80 })).toMatchObject({ floatAmount: '80.00' });
  });

  test('and is paid back first when the float has arrived', async () => {
    await clock('2026-04-09T01:05:00.000Z');
    expect(await sheet()).toMatchObject({ advance: '200.00', inClearing: '300.00', settlement: '0.00' });
    await clock('2026-04-09T01:10:00.000Z');
    expect(await sheet()).toMatchObject({ advance: '0.00', ownFunds: '0.00', custodyAccount: '100.00' });
    const pool = await joint.control('accounts/SYS_GENERATE_007?platformNo=JOINT');
    expect(pool).toMatchObject({ balance: '0.00', floatBalance: '0.00' });
  });
});
