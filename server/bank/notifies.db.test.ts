import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fromWireTimestamp, toWireTimestamp } from '#server/primitives/calendar.ts';
import { openGateway, press } from './testing/browser.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
let number = 0;
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([{ platformUserNo: 'INV', amount: '1000', authList: 'TENDER' }]);
});
afterAll(() => world.close());
afterEach(async () => {
  world.answerWith('SUCCESS');
  await world.platform.control('faults', undefined, 'DELETE');
});

const fault = (service: string, name: string, more: Record<string, unknown> = {}) =>
  world.platform.control('faults', { service, fault: name, next: 1, ...more });

/** Something of which the platform is told: a standing authorisation. */
async function authorise(): Promise<string> {
  const requestNo = `AU-${number++}`;
  const wanted = { requestNo, platformUserNo: 'INV', authList: 'TENDER', amount: '500.00' };
  await press(await openGateway(world.platform, 'USER_AUTHORIZATION', wanted), { password: '123456' });
  return requestNo;
}

const noticesOf = (requestNo: string) => world.notices.filter((notice) => notice.respData?.includes(`"${requestNo}"`));
type Sheet = { id: string; state: string; attempts: number; deliveries: Record<string, unknown>[] };
async function sheetOf(requestNo: string): Promise<Sheet> {
  const { notifies } = await world.platform.control(`notifies?requestNo=${requestNo}`);
  return (notifies as Sheet[])[0] as Sheet;
}
const genuine = (notice: Record<string, string> | undefined) =>
  world.platform.verifies(notice?.respData ?? '', notice?.sign ?? '');

test('a notify that is not acknowledged comes again, and every delivery is listed', async () => {
  world.answerWith('not now');
  const requestNo = await authorise();
  await eventually(() => noticesOf(requestNo).length === 1);
  world.answerWith(' SUCCESS\n');
  await eventually(async () => (await sheetOf(requestNo)).state === 'taken');
  const { deliveries, attempts } = await sheetOf(requestNo);
  expect(attempts).toBe(2);
  expect(deliveries).toMatchObject([
    { answer: 'not now', taken: false, httpStatus: 200 },
    { answer: ' SUCCESS\n', taken: true },
  ]);
  expect(noticesOf(requestNo).every(genuine)).toBe(true);
});

test('the operator delivers a notify once more', async () => {
  const requestNo = await authorise();
  const { id } = await eventually(async () => {
    const sheet = await sheetOf(requestNo);
    return sheet.state === 'taken' && sheet;
  });
  await world.platform.control(`notifies/${id}/redeliver`, {});
  await eventually(() => noticesOf(requestNo).length === 2);
});

test('a notify can be lost, doubled, forged or of another amount; the genuine one follows', async () => {
  await fault('USER_AUTHORIZATION', 'notify-lost');
  const lost = await authorise();
  await eventually(async () => (await sheetOf(lost)).state === 'taken');
  expect((await sheetOf(lost)).deliveries).toMatchObject([{ fault: 'notify-lost', taken: false }, { taken: true }]);
  await fault('*', 'notify-twice');
  const twice = await authorise();
  await eventually(() => noticesOf(twice).length === 2);
  world.answerWith('refused');
  await fault('*', 'notify-forged');
  const forged = await authorise();
  await eventually(() => noticesOf(forged).length === 1);
  expect(genuine(noticesOf(forged)[0])).toBe(false);
  await fault('*', 'notify-amount');
  const changed = await authorise();
  await eventually(() => noticesOf(changed).length === 1);
  expect(genuine(noticesOf(changed)[0])).toBe(true);
  expect(noticesOf(changed)[0]?.respData).toContain('"amount":"500.01"');
  world.answerWith('SUCCESS');
  await eventually(() => noticesOf(forged).length === 2 && noticesOf(changed).length === 2);
  expect(genuine(noticesOf(forged)[1])).toBe(true);
  expect(noticesOf(changed)[1]?.respData).toContain('"amount":"500.00"');
});

test('the answer is dropped before or after the effect, spoilt, unsigned or late', async () => {
  const freeze = (requestNo: string) =>
    world.platform.call('FREEZE_PRE_TRANSACTION', {
      requestNo,
      platformUserNo: 'INV',
      bizType: 'PRETRANSACTION',
      amount: 1,
    });
  const stands = async (requestNo: string) =>
    (await world.platform.call('QUERY_TRANSACTION', { requestNo, transactionType: 'PRETRANSACTION' })).body.status;
  for (const [name, effect] of [
    ['refuse', 'INIT'],
    ['drop-before', 'INIT'],
    ['drop-after', 'SUCCESS'],
  ] as const) {
    await fault('FREEZE_PRE_TRANSACTION', name);
    await expect(freeze(name), name).rejects.toThrow();
    expect(await stands(name), name).toBe(effect);
  }
  await fault('*', 'http-500');
  expect((await freeze('http-500')).httpStatus).toBe(500);
  await fault('*', 'truncated');
  expect((await freeze('truncated')).body).toEqual({});
  for (const name of ['unsigned', 'wrong-sign']) {
    await fault('*', name);
    const answer = await freeze(name);
    expect(answer, name).toMatchObject({ signed: false, body: { status: 'SUCCESS' } });
  }
  await fault('*', 'delay', { delayMs: 300 });
  const startedAt = performance.now();
  expect((await freeze('delay')).signed).toBe(true);
  expect(performance.now() - startedAt).toBeGreaterThan(290);
  expect((await freeze('after')).signed).toBe(true);
});

test('a business refusal is played with the code and the sentence of the switch, and has no effect', async () => {
  const wanted = { requestNo: 'REFUSED', platformUserNo: 'INV', bizType: 'PRETRANSACTION', amount: 1 };
  const more = { errorCode: '100014', errorMessage: '余额不足', requestNo: 'REFUSED' };
  await fault('FREEZE_PRE_TRANSACTION', 'refusal', more);
  const other = await world.platform.call('FREEZE_PRE_TRANSACTION', { ...wanted, requestNo: 'ANOTHER' });
  expect(other.body.status, 'aimed at one number').toBe('SUCCESS');
  const refused = await world.platform.call('FREEZE_PRE_TRANSACTION', wanted);
  expect(refused.signed).toBe(true);
  expect(refused.body).toMatchObject({ code: '0', status: 'INIT', errorCode: '100014', errorMessage: '余额不足' });
  expect((await world.platform.call('FREEZE_PRE_TRANSACTION', wanted)).body.status).toBe('SUCCESS');
  await fault('USER_AUTHORIZATION', 'refusal');
  const page = await openGateway(world.platform, 'USER_AUTHORIZATION', {
    requestNo: 'AU-REFUSED',
    platformUserNo: 'INV',
    authList: 'TENDER',
  });
  expect(page.html).toContain('业务受理失败');
  expect(await world.platform.control('faults', { fault: 'refusal', errorCode: '1' })).toMatchObject({
    httpStatus: 400,
  });
});

test('a bank whose clock is wrong refuses the right time, and answers in its own', async () => {
  const ask = (timestamp?: string) =>
    world.platform.call('QUERY_USER_INFORMATION', { platformUserNo: 'INV', ...(timestamp ? { timestamp } : {}) });
  await fault('*', 'clock', { hours: -5, next: 2 });
  expect((await ask()).body).toMatchObject({ code: '1', errorCode: '100002' });
  const then = toWireTimestamp(new Date((await world.platform.now()).getTime() - 5 * 3_600_000));
  const { body, signed } = await ask(then);
  expect(signed).toBe(true);
  const apartMs = fromWireTimestamp(String(body.transactionTime)).getTime() - fromWireTimestamp(then).getTime();
  expect(Math.abs(apartMs)).toBeLessThan(60_000);
  expect((await ask()).body.status).toBe('SUCCESS');
});

test('a download is broken off or answers 500 too', async () => {
  await world.platform.control('clock', { advanceDays: 1 });
  const yesterday = toWireTimestamp(new Date((await world.platform.now()).getTime() - 86_400_000)).slice(0, 8);
  await fault('DOWNLOAD_CHECKFILE', 'http-500');
  expect((await world.platform.download({ fileDate: yesterday })).status).toBe(500);
  await fault('DOWNLOAD_CHECKFILE', 'drop-after');
  await expect(world.platform.download({ fileDate: yesterday })).rejects.toThrow();
  await fault('DOWNLOAD_CHECKFILE', 'file-absent');
  const absent = await world.platform.download({ fileDate: yesterday });
  expect(await absent.json()).toMatchObject({ status: 'INIT', errorMessage: '对账文件未生成' });
  const file = await world.platform.download({ fileDate: yesterday });
  expect(file.headers.get('content-type')).toBe('application/zip');
  await file.arrayBuffer();
});

test('a notify comes after one that was written later, or late', async () => {
  await fault('*', 'notify-reordered');
  const first = await authorise();
  const second = await authorise();
  await eventually(() => noticesOf(first).length === 1);
  const order = world.notices.map((notice) => JSON.parse(notice.respData ?? '').requestNo);
  expect(order.indexOf(second)).toBeLessThan(order.indexOf(first));
  await eventually(async () => (await sheetOf(first)).state === 'taken');
  expect((await sheetOf(first)).deliveries).toMatchObject([{ fault: 'notify-reordered', taken: true }]);
  await fault('*', 'notify-late', { delayMs: 400 });
  const startedAt = performance.now();
  const late = await authorise();
  await eventually(() => noticesOf(late).length === 1);
  expect(performance.now() - startedAt).toBeGreaterThan(390);
});

test('a parked notify is delivered by the operator', async () => {
  world.answerWith('no');
  const requestNo = await authorise();
  await eventually(() => noticesOf(requestNo).length === 1);
  const owner = postgres(world.databaseUrl, { max: 1 });
  await owner`update notify set attempts = 30, next_attempt_at = now() where request_no = ${requestNo}`;
  await eventually(async () => (await sheetOf(requestNo)).state === 'parked');
  await owner.end();
  world.answerWith('SUCCESS');
  await world.platform.control(`notifies/${(await sheetOf(requestNo)).id}/redeliver`, {});
  await eventually(async () => (await sheetOf(requestNo)).state === 'taken');
});

test('chance decides the same way for the same seed', async () => {
  const pattern = async () => {
    await world.platform.control('faults', { service: '*', fault: 'unsigned', probability: 0.5, seed: 7 });
    const signed: boolean[] = [];
    for (let n = 0; n < 12; n += 1) {
      signed.push((await world.platform.call('QUERY_USER_INFORMATION', { platformUserNo: 'INV' })).signed);
    }
    await world.platform.control('faults', undefined, 'DELETE');
    return signed;
  };
  const first = await pattern();
  expect(await pattern()).toEqual(first);
  expect(new Set(first).size).toBe(2);
});

test('a stuck trade stays PROCESSING for a while and then fails', async () => {
  await fault('ASYNC_TRANSACTION', 'stuck', { delayMs: 700 });
  const details = [
    {
      bizType: 'FUNDS_TRANSFER',
      sourcePlatformUserNo: 'SYS_GENERATE_002',
      targetPlatformUserNo: 'SYS_GENERATE_003',
      amount: 1,
    },
  ];
  const bizDetails = [{ requestNo: 'STUCK', tradeType: 'FUNDS_TRANSFER', details }];
  await world.platform.call('ASYNC_TRANSACTION', { batchNo: 'N', bizDetails });
  const status = async () => {
    const { body } = await world.platform.call('QUERY_TRANSACTION', {
      requestNo: 'STUCK',
      transactionType: 'TRANSACTION',
    });
    return (body.records as { status: string }[])[0]?.status;
  };
  await eventually(async () => (await status()) === 'PROCESSING');
  await eventually(async () => (await status()) === 'FAIL');
  await eventually(() => noticesOf('STUCK').length === 1);
});

test('the control API is not for pages of other origins, and says what it does not understand', async () => {
  const foreign = await fetch(`${world.bank.url}/simulator/books`, { headers: { origin: 'http://evil.example' } });
  expect(foreign.status).toBe(403);
  expect(await world.platform.control('faults', { fault: 'nonsense' })).toMatchObject({ httpStatus: 400 });
  expect(await world.platform.control('accounts/NOBODY')).toMatchObject({ httpStatus: 404 });
  expect(await world.platform.control('books?platformNo=1')).toMatchObject({ httpStatus: 404 });
  expect(await world.platform.control('clock', { now: 'soon' })).toMatchObject({ httpStatus: 400 });
});
