import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import yauzl from 'yauzl';
import { openGateway, press } from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const call = async (service: string, reqData: Record<string, unknown>) =>
  (await world.platform.call(service, reqData)).body;
const clock = (body: object) => world.platform.control('clock', body);
const user = (platformUserNo: string) => call('QUERY_USER_INFORMATION', { platformUserNo });
const level = async () => Object.values((await world.platform.control('books')).checks as object);
const LEVEL = [true, true, true, true, true];

async function recharge(requestNo: string, platformUserNo: string, amount: number) {
  const expired = soon(await world.platform.now());
  const wanted = { requestNo, platformUserNo, amount, expired, expectPayCompany: 'FUIOU', rechargeWay: 'WEB' };
  await press(await openGateway(world.platform, 'RECHARGE', wanted), { password: '123456' });
}

async function files(fileDate: string): Promise<Map<string, string[]>> {
  const response = await world.platform.download({ fileDate });
  const archive = await yauzl.fromBufferPromise(Buffer.from(await response.arrayBuffer()));
  const found = new Map<string, string[]>();
  for await (const entry of archive.eachEntry()) {
    const text = (await buffer(await archive.openReadStreamPromise(entry))).toString('utf8');
    expect(text.endsWith('\n')).toBe(true);
    found.set(entry.fileName, text.split('\n').slice(0, -1));
  }
  return found;
}
const rowsOf = async (fileDate: string, type: string) =>
  (await files(fileDate)).get(`${fileDate}_${world.platform.platformNo}_${type}.txt`)?.slice(1);

test('an empty bank may be set to any day, afterwards only forwards', async () => {
  expect(await clock({ now: '2026-03-31T02:00:00.000Z' })).toMatchObject({ businessDate: '2026-03-31' });
  expect(await clock({ now: '2026-03-30T02:00:00.000Z' })).toMatchObject({ businessDate: '2026-03-30' });
  await world.members([
    { platformUserNo: 'INV', authList: 'TENDER', bankcardNo: '6228480000000000018' },
    { platformUserNo: 'BOR', userRole: 'BORROWERS' },
  ]);
  await recharge('RC-1', 'INV', 1000);
  expect(await clock({ now: '2026-03-29T00:00:00.000Z' })).toMatchObject({ httpStatus: 409 });
  expect(new Date(String((await clock({ advanceDays: 0 })).now)).getTime()).toBeGreaterThan(Date.UTC(2026, 2, 30, 2));
});

test('float is spent first, stays float of its day in the payee’s hands, and arrives at 09:10', async () => {
  await call('ESTABLISH_PROJECT', {
    ...{ requestNo: 'E', platformUserNo: 'BOR', projectNo: 'P', projectAmount: 600, projectName: '含,逗号\n换行' },
    ...{ projectType: 'STANDARDPOWDER', projectPeriod: 30, annnualInterestRate: 8, repaymentWay: 'ONE_TIME_SERVICING' },
  });
  await call('USER_AUTO_PRE_TRANSACTION', {
    ...{ requestNo: 'F', platformUserNo: 'INV', bizType: 'TENDER', amount: 700, projectNo: 'P' },
  });
  await call('USER_AUTO_PRE_TRANSACTION', {
    ...{ requestNo: 'F', platformUserNo: 'INV', bizType: 'TENDER', amount: 600, projectNo: 'P' },
  });
  const own = { freezeRequestNo: 'F', customDefine: 'line-1', remark: '第一,行\n第二行' };
  const details = [
    { bizType: 'TENDER', sourcePlatformUserNo: 'INV', targetPlatformUserNo: 'BOR', amount: 400, ...own },
    {
      bizType: 'COMMISSION',
      sourcePlatformUserNo: 'BOR',
      targetPlatformUserNo: 'SYS_GENERATE_004',
      amount: 4,
      customDefine: 'line-2',
    },
  ];
  expect(
    await call('SYNC_TRANSACTION', { requestNo: 'T', tradeType: 'TENDER', projectNo: 'P', details }),
  ).toMatchObject({ status: 'SUCCESS' });
  expect(await user('INV')).toMatchObject({ balance: 600, floatBalance: 600, freezeAmount: 200 });
  expect(await user('BOR')).toMatchObject({ balance: 396, floatBalance: 396, arriveBalance: 0 });
  expect(await level()).toEqual(LEVEL);
  await clock({ now: '2026-03-31T00:59:00.000Z' });
  expect(await user('BOR')).toMatchObject({ floatBalance: 396 });
  await clock({ now: '2026-03-31T01:05:00.000Z' });
  expect(await world.platform.control('books')).toMatchObject({
    inClearing: '1000.00',
    receivable: '1000.00',
    arrived: '0.00',
  });
  expect(await level()).toEqual(LEVEL);
  await clock({ now: '2026-03-31T01:10:00.000Z' });
  expect(await user('BOR')).toMatchObject({ floatBalance: 0, arriveBalance: 396 });
  expect(await world.platform.control('books')).toMatchObject({
    custodyAccount: '1000.00',
    inClearing: '0.00',
    receivable: '0.00',
  });
  expect(await level()).toEqual(LEVEL);
});

test('the oldest float is spent first', async () => {
  await recharge('RC-2', 'INV', 50);
  await clock({ now: '2026-03-31T16:05:00.000Z' });
  await recharge('RC-3', 'INV', 70);
  const sheet = await world.platform.control('accounts/INV');
  expect(sheet).toMatchObject({ balance: '720.00', withdrawable: '400.00' });
  const details = [
    { bizType: 'TENDER', sourcePlatformUserNo: 'INV', targetPlatformUserNo: 'BOR', amount: 60, freezeRequestNo: 'F' },
  ];
  await call('SYNC_TRANSACTION', { requestNo: 'T2', tradeType: 'TENDER', projectNo: 'P', details });
  expect((await world.platform.control('accounts/INV')).floatLots).toEqual([
    { date: '2026-04-01', channel: 'FUIOU', amount: '60.00' },
  ]);
  expect((await world.platform.control('accounts/BOR')).floatLots).toEqual([
    { date: '2026-03-31', channel: 'FUIOU', amount: '50.00' },
    { date: '2026-04-01', channel: 'FUIOU', amount: '10.00' },
  ]);
  expect(await level()).toEqual(LEVEL);
});

test('check files hold what happened that day, in the wire’s columns', async () => {
  const [recharged] = (await rowsOf('20260330', 'RECHARGE')) ?? [];
  const cells = recharged?.split(',') ?? [];
  expect(cells).toHaveLength(16);
  expect([cells[2], cells[3], cells[5], cells[6], cells[7], cells[9], cells[10], cells[13]]).toEqual([
    ...['FUIOU', 'RC-1', 'RECHARGE', '1000.00', 'CNY', 'INV', '622848*********0018', '1000.00'],
  ]);
  const traded = (await rowsOf('20260330', 'TRANSACTION')) ?? [];
  expect(traded).toHaveLength(2);
  const first = traded[0]?.split(',') ?? [];
  expect(first).toHaveLength(17);
  expect([first[2], first[4], first[5], first[9], first[11], first[12], first[13], first[14], first[16]]).toEqual([
    ...['T', 'TENDER', '400.00', 'INV', 'BOR', 'P', 'F', '第一 行 第二行', 'line-1'],
  ]);
  const [fee] = (await rowsOf('20260330', 'COMMISSION')) ?? [];
  expect(fee?.split(',')).toHaveLength(11);
  expect(fee).toMatch(/COMMISSION,BOR,SYS_GENERATE_004,4\.00,CNY,P,,T$/);
  expect(await rowsOf('20260330', 'WITHDRAW')).toEqual([]);
  expect(await rowsOf('20260330', 'BACKROLL_RECHARGE')).toEqual([]);
});

test('our own three files join from 09:10, as of the day’s end', async () => {
  const balance = (await rowsOf('20260330', 'BALANCE'))?.find((row) => row.includes(',INV,'));
  expect(balance).toBe('20260330,5000001104,INV,INVESTOR,600.00,400.00,200.00,0.00,600.00');
  const pending = await rowsOf('20260330', 'PRETRANSACTION');
  expect(pending).toEqual(['20260330,5000001104,F,INV,TENDER,P,600.00,400.00,0.00']);
  const summary = (await rowsOf('20260330', 'SUMMARY')) ?? [];
  expect(summary).toContain('ACCOUNT,20260330,5000001104,INVESTOR,0.00,1000.00,400.00,600.00,,');
  expect(summary).toContain('CHANNEL,20260330,5000001104,FUIOU,,,,,1000.00,1000.00');
  await clock({ now: '2026-03-31T16:10:00.000Z' });
  expect((await files('20260331')).size).toBe(5);
});

test('a refusal of a download is signed JSON', async () => {
  const response = await world.platform.download({ fileDate: '20260401' });
  const raw = await response.text();
  expect(JSON.parse(raw)).toMatchObject({
    code: '0',
    status: 'INIT',
    errorCode: '100008',
    errorMessage: '对账文件未生成',
  });
  expect(world.platform.verifies(raw, response.headers.get('sign') ?? '')).toBe(true);
});

test('files are confirmed once, and spoilt when the desk wants it', async () => {
  const confirm = (requestNo: string) =>
    call('CONFIRM_CHECKFILE', {
      ...{ requestNo, fileDate: '20260330' },
      detail: ['RECHARGE', 'WITHDRAW', 'COMMISSION', 'TRANSACTION', 'BACKROLL_RECHARGE'].map((fileType) => ({
        fileType,
      })),
    });
  expect(await confirm('CF-1')).toMatchObject({ status: 'SUCCESS' });
  expect(await confirm('CF-2')).toMatchObject({ errorMessage: '对账文件已确认，请勿重复确认。' });
  const clean = await rowsOf('20260330', 'RECHARGE');
  const spoil = (fault: string, seed = 0) =>
    world.platform.control('faults', { service: 'DOWNLOAD_CHECKFILE', fault, seed });
  const spoilt = async (fault: string) => {
    await spoil(fault);
    return rowsOf('20260330', 'RECHARGE');
  };
  expect(await spoilt('file-missing-row')).toEqual([]);
  expect(await spoilt('file-extra-row')).toHaveLength(2);
  expect((await spoilt('file-fen'))?.[0]).toContain(',1000.01,CNY');
  expect((await spoilt('file-user'))?.[0]?.split(',')[9]).toBe(`${clean?.[0]?.split(',')[9]}9`);
  expect((await spoilt('file-wrong-day'))?.[0]).toMatch(/^20260329/);
  expect(await spoilt('file-twice')).toEqual([clean?.[0], clean?.[0]]);
  expect((await spoilt('file-broken'))?.[0]?.split(',').length).toBeLessThan(16);
  const rows = async () => [...(await files('20260330')).values()].flatMap((lines) => lines.slice(1));
  const [first, , ...rest] = await rows();
  await spoil('file-twice');
  await spoil('file-missing-row', 1);
  expect(await rows()).toEqual([first, first, ...rest]);
  expect(await rowsOf('20260330', 'RECHARGE')).toEqual(clean);
});

test('a year passes in boundaries, each run once', async () => {
  const startedAt = performance.now();
  await clock({ advanceDays: 30 });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(await level()).toEqual(LEVEL);
  expect(await user('INV')).toMatchObject({ floatBalance: 0 });
});
