import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, press, wordsOf } from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

const CARD = '6228480000000000018';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  await clock('2026-03-30T02:00:00.000Z');
  await world.members([
    { platformUserNo: 'INV', authList: 'TENDER', bankcardNo: CARD },
    { platformUserNo: 'OTHER', bankcardNo: CARD },
    { platformUserNo: 'BOR', userRole: 'BORROWERS', amount: '50' },
  ]);
  await world.platform.control('accounts/SYS_GENERATE_001/deposit', { amount: '500' });
});
afterAll(() => world.close());

const call = async (service: string, reqData: Record<string, unknown>) =>
  (await world.platform.call(service, reqData)).body;
const clock = (now: string) => world.platform.control('clock', { now });
const user = (platformUserNo: string) => call('QUERY_USER_INFORMATION', { platformUserNo });
const lots = async (userNo: string) => (await world.platform.control(`accounts/${userNo}`)).floatLots;
const lack = (requestNo?: string) =>
  world.platform.control('faults', { service: 'RECHARGE', fault: 'channel-missing', requestNo });
const breaks = async () =>
  ((await world.platform.control('channel-breaks')).breaks as { requestNo: string; state: string }[]).map(
    ({ requestNo, state }) => `${requestNo} ${state}`,
  );
const books = async () => {
  const sheet = await world.platform.control('books');
  expect(Object.values(sheet.checks as object)).toEqual([true, true, true, true, true]);
  return sheet;
};

async function recharge(requestNo: string, platformUserNo: string, amount: number, commission = 0) {
  const expired = soon(await world.platform.now());
  const wanted = { requestNo, platformUserNo, amount, commission, expired };
  const page = await openGateway(world.platform, 'RECHARGE', {
    ...wanted,
    expectPayCompany: 'FUIOU',
    rechargeWay: 'WEB',
  });
  await press(page, { password: '123456' });
}

/** The borrower gets this much of INV's money. */
async function lend(amount: number) {
  await call('ESTABLISH_PROJECT', {
    requestNo: 'E',
    platformUserNo: 'BOR',
    projectNo: 'P',
    projectAmount: amount,
    projectName: '一号',
    projectType: 'STANDARDPOWDER',
    projectPeriod: 30,
    annnualInterestRate: 8,
    repaymentWay: 'ONE_TIME_SERVICING',
  });
  await call('USER_AUTO_PRE_TRANSACTION', {
    requestNo: 'F',
    platformUserNo: 'INV',
    bizType: 'TENDER',
    amount,
    projectNo: 'P',
  });
  const line = {
    bizType: 'TENDER',
    sourcePlatformUserNo: 'INV',
    targetPlatformUserNo: 'BOR',
    amount,
    freezeRequestNo: 'F',
  };
  const answer = await call('SYNC_TRANSACTION', {
    requestNo: 'T',
    tradeType: 'TENDER',
    projectNo: 'P',
    details: [line],
  });
  expect(answer).toMatchObject({ status: 'SUCCESS' });
}

test('a recharge that the channel’s file lacks stays float while the rest of its day arrives', async () => {
  await recharge('R-1', 'INV', 100);
  await recharge('R-2', 'OTHER', 40);
  await lack('R-1');
  await clock('2026-03-30T16:10:00.000Z');
  expect(await breaks()).toEqual(['R-1 open']);
  await clock('2026-03-31T01:10:00.000Z');
  expect(await user('INV')).toMatchObject({ balance: 100, floatBalance: 100 });
  expect(await user('OTHER')).toMatchObject({ balance: 40, floatBalance: 0 });
  expect(await books()).toMatchObject({ receivable: '100.00', float: '100.00', inClearing: '0.00' });
});

test('the clerk confirms it late, and it arrives at the next 09:10, not at the one just under way', async () => {
  await clock('2026-04-01T01:05:00.000Z');
  expect(await world.platform.control('recharges/R-1/confirm', {})).toMatchObject({ state: 'confirmed' });
  expect(await world.platform.control('recharges/R-1/confirm', {})).toMatchObject({ httpStatus: 409 });
  expect(await world.platform.control('recharges/R-2/confirm', {})).toMatchObject({ httpStatus: 404 });
  await clock('2026-04-01T01:15:00.000Z');
  expect(await user('INV')).toMatchObject({ floatBalance: 100 });
  await books();
  await clock('2026-04-02T01:10:00.000Z');
  expect(await user('INV')).toMatchObject({ floatBalance: 0, arriveBalance: 100 });
  expect(await breaks()).toEqual(['R-1 arrived']);
  await books();
});

test('missing float is set apart where the money has gone', async () => {
  await recharge('R-3', 'INV', 200, 2);
  await recharge('R-4', 'OTHER', 70);
  await lend(150);
  await lack();
  await clock('2026-04-02T16:10:00.000Z');
  const missing = (amount: string) => [{ date: '2026-04-02', channel: expect.stringMatching(/^FUIOU#/), amount }];
  expect(await lots('INV')).toEqual(missing('48.00'));
  expect(await lots('BOR')).toEqual(missing('150.00'));
  expect(await lots('SYS_GENERATE_004')).toEqual(missing('2.00'));
  expect(await lots('OTHER')).toEqual([{ date: '2026-04-02', channel: 'FUIOU', amount: '70.00' }]);
  await books();
});

test('a reversal takes what its first owner still has and the rest from 001; what others hold has arrived', async () => {
  await clock('2026-04-03T02:00:00.000Z');
  await call('FREEZE_PRE_TRANSACTION', {
    requestNo: 'F-2',
    platformUserNo: 'INV',
    bizType: 'PRETRANSACTION',
    amount: 140,
  });
  const visit = await fetch(`${world.bank.url}/desk/channels`, { headers: { 'accept-language': 'zh-CN' } });
  expect(wordsOf(await visit.text())).toContain('2026-04-02 FUIOU R-3 INV 200.00');
  const done = await fetch(`${world.bank.url}/desk/channels/R-3/reverse?platformNo=${world.platform.platformNo}`, {
    method: 'POST',
    redirect: 'manual',
  });
  expect(done.status).toBe(303);
  expect(await breaks()).toEqual(['R-3 reversed', 'R-1 arrived']);
  // 8.00 of INV's 148.00 was free, 2.00 the commission, 190.00 comes from the platform.
  expect(await user('INV')).toMatchObject({ balance: 140, availableAmount: 0, floatBalance: 0 });
  expect(await user('BOR')).toMatchObject({ balance: 200, floatBalance: 0 });
  expect(await user('SYS_GENERATE_001')).toMatchObject({ balance: 310 });
  expect(await user('SYS_GENERATE_004')).toMatchObject({ balance: 0, floatBalance: 0 });
  expect(await books()).toMatchObject({ receivable: '0.00' });
  const { records } = await call('QUERY_TRANSACTION', { requestNo: 'R-3', transactionType: 'RECHARGE' });
  const reversal = { reversedTime: '20260403100000', compensationRequestNo: expect.stringMatching(/^CB/) };
  expect(records).toMatchObject([
    { ...reversal, status: 'FAIL', errorMessage: '渠道对账无此交易，充值已冲正', compensatedAmount: 190 },
  ]);
  const notice = await eventually(() =>
    world.notices.find((one) => one.respData?.includes('"R-3"') && one.respData.includes('"FAIL"')),
  );
  expect(JSON.parse(notice.respData ?? '')).toMatchObject({
    rechargeStatus: 'FAIL',
    amount: '200.00',
    compensatedAmount: '190.00',
    reversedTime: reversal.reversedTime,
    compensationRequestNo: (records as { compensationRequestNo: string }[])[0]?.compensationRequestNo,
  });
});

test('nothing is reversed that the platform cannot pay for', async () => {
  await recharge('R-5', 'OTHER', 500);
  await call('FREEZE_PRE_TRANSACTION', {
    requestNo: 'F-3',
    platformUserNo: 'OTHER',
    bizType: 'PRETRANSACTION',
    amount: 600,
  });
  await lack('R-5');
  await clock('2026-04-03T16:10:00.000Z');
  const answer = await world.platform.control('recharges/R-5/reverse', {});
  expect(answer).toMatchObject({ httpStatus: 409, error: '余额不足', detail: 'SYS_GENERATE_001 lacks 180.00' });
  expect(await breaks()).toContain('R-5 open');
  await books();
});
