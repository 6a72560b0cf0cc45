import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carriedBack, press, wordsOf } from './testing/browser.ts';
import { CARD, cashPages, MONDAY, questions } from './testing/cash-desk.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  await world.platform.control('clock', { now: MONDAY });
  await world.members([
    { platformUserNo: 'INV', bankcardNo: CARD, bankcode: 'ABOC', amount: '5000' },
    { platformUserNo: 'FRESH', bankcardNo: CARD, bankcode: 'ABOC' },
    { platformUserNo: 'CARDLESS', amount: '100' },
    { platformUserNo: 'SLEEPER', bankcardNo: '6228480000000000026', imported: true },
  ]);
});
afterAll(() => world.close());

const { call, clock, user, record, status, ended, books, told } = questions(() => world);
const { ask, withdraw, recharge, rowsOf } = cashPages(() => world);

test('the page shows card, commission and what arrives, and freezes the amount', async () => {
  const page = await ask('W-1', { amount: 100, commission: '1.50' });
  expect(wordsOf(page.html)).toContain('收款银行卡 ABOC 622848*********0018');
  expect(wordsOf(page.html)).toContain('到账金额 ¥98.50');
  const answer = carriedBack(await press(page, { password: '123456' }));
  expect(answer).toMatchObject({
    requestNo: 'W-1',
    code: '0',
    status: 'SUCCESS',
    platformUserNo: 'INV',
    amount: '100.00',
    commission: '1.50',
    withdrawStatus: 'ACCEPT',
    withdrawWay: 'NORMAL',
    withdrawForm: 'IMMEDIATE',
    remitType: 'NORMAL',
    floatAmount: '0.00',
    bankcardNo: '622848*********0018',
  });
  expect(await user('INV')).toMatchObject({ balance: 5000, availableAmount: 4900, freezeAmount: 100 });
  const notice = await eventually(() => told('WITHDRAW', { requestNo: 'W-1' })[0]);
  expect(notice).toMatchObject({ withdrawStatus: 'ACCEPT', bankcardNo: CARD });
  await books();
});

test('it leaves at the next 09:10 and reaches the card; the commission is the platform’s then', async () => {
  await clock('2026-03-31T01:09:00.000Z');
  expect(await status('W-1')).toBe('ACCEPT');
  await clock('2026-03-31T01:10:00.000Z');
  await ended('W-1', 'SUCCESS');
  const told1 = await eventually(() => told('WITHDRAW', { requestNo: 'W-1', withdrawStatus: 'SUCCESS' })[0]);
  expect(told1).toMatchObject({ remitTime: '20260331091000', createTime: expect.stringMatching(/^20260330/) });
  expect(told('WITHDRAW', { requestNo: 'W-1', withdrawStatus: 'REMITING' })).toHaveLength(1);
  expect(await record('W-1')).toMatchObject({
    amount: 100,
    commission: 1.5,
    platformUserNo: 'INV',
    remitTime: '20260331091000',
    completedTime: expect.stringMatching(/^2026033109/),
    bankcardNo: CARD,
    withdrawForm: 'IMMEDIATE',
    withdrawWay: 'NORMAL',
    remitType: 'NORMAL',
    floatAmount: 0,
    backRollStatus: 'INIT',
    status: 'SUCCESS',
  });
  expect(
    await call('QUERY_TRANSACTION', { requestNo: 'W-1', transactionType: 'WITHDRAW', platformUserNo: 'FRESH' }),
  ).toMatchObject({ errorCode: '100007' });
  expect(await user('INV')).toMatchObject({ balance: 4900, freezeAmount: 0 });
  expect(await user('SYS_GENERATE_004')).toMatchObject({ balance: 1.5 });
  expect(await books()).toMatchObject({ custodyAccount: '5001.50', settlement: '0.00' });
});

describe('a payout that waits for the platform', () => {
  test('is accepted by CONFIRM_WITHDRAW, once', async () => {
    expect(await withdraw('W-2', { amount: 50, withdrawForm: 'CONFIRMED' })).toMatchObject({
      withdrawStatus: 'CONFIRMING',
    });
    expect(await record('W-2')).toMatchObject({ status: 'CONFIRMING' });
    expect(await record('W-2')).not.toHaveProperty('transactionTime');
    expect(await call('INTERCEPT_WITHDRAW', { requestNo: 'I-0', withdrawRequestNo: 'W-2' })).toMatchObject({
      errorMessage: '提现订单状态不为ACCEPT',
    });
    const confirm = (requestNo: string) => call('CONFIRM_WITHDRAW', { requestNo, preTransactionNo: 'W-2' });
    expect(await confirm('C-2')).toMatchObject({ code: '0', status: 'SUCCESS', withdrawStatus: 'ACCEPT' });
    expect(await confirm('C-2')).toMatchObject({ code: '0', status: 'INIT', errorCode: '100013' });
    expect(await confirm('C-2b')).toMatchObject({ errorCode: '100008', errorMessage: '冻结订单可用金额不足' });
    expect(await call('CANCEL_WITHDRAW', { requestNo: 'C-2c', preTransactionNo: 'W-2' })).toMatchObject({
      errorMessage: '冻结金额不足',
    });
    await eventually(() => told('WITHDRAW', { requestNo: 'W-2', withdrawStatus: 'ACCEPT' })[0]);
  });

  test('is given up by CANCEL_WITHDRAW, of twenty at once by one', async () => {
    await withdraw('W-3', { amount: 60, withdrawForm: 'CONFIRMED' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('CANCEL_WITHDRAW', { requestNo: 'X-3', preTransactionNo: 'W-3' })),
    );
    expect(answers.filter((one) => one.status === 'SUCCESS')).toHaveLength(1);
    expect(answers.filter((one) => one.errorCode === '100013')).toHaveLength(19);
    expect(await call('CANCEL_WITHDRAW', { requestNo: 'X-3b', preTransactionNo: 'W-3' })).toMatchObject({
      errorCode: '100008',
      errorMessage: '冻结金额不足',
    });
    expect(await call('CONFIRM_WITHDRAW', { requestNo: 'C-3', preTransactionNo: 'W-3' })).toMatchObject({
      errorMessage: '冻结订单可用金额不足',
    });
    expect(await status('W-3')).toBe('ACCEPT_FAIL');
    expect(await user('INV')).toMatchObject({ balance: 4900, freezeAmount: 50 });
  });

  test('of twenty confirmations with numbers of their own one is taken', async () => {
    await withdraw('W-4', { amount: 70, withdrawForm: 'CONFIRMED' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call('CONFIRM_WITHDRAW', { requestNo: `C-4-${n}`, preTransactionNo: 'W-4' }),
      ),
    );
    expect(answers.filter((one) => one.withdrawStatus === 'ACCEPT')).toHaveLength(1);
  });
});

test('an accepted payout is intercepted before it leaves, and comes back whole', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => call('INTERCEPT_WITHDRAW', { requestNo: 'I-4', withdrawRequestNo: 'W-4' })),
  );
  expect(answers.filter((one) => one.status === 'SUCCESS')).toHaveLength(1);
  expect(answers.filter((one) => one.errorCode === '100013')).toHaveLength(19);
  expect(await record('I-4', 'INTERCEPT_WITHDRAW')).toMatchObject({ withdrawRequestNo: 'W-4', status: 'SUCCESS' });
  expect(await record('W-4')).toMatchObject({ status: 'FAIL', backRollStatus: 'SUCCESS' });
  const back = await eventually(() => told('BACKROLL_RECHARGE', { withdrawRequestNo: 'W-4' })[0]);
  expect(back).toMatchObject({
    rollbackAmount: '70.00',
    rollbackCommission: '0.00',
    rollbackType: 'INTERCEPT',
    status: 'SUCCESS',
  });
  expect(await record(String(back?.requestNo), 'RECHARGE')).toMatchObject({ amount: 70, rechargeWay: 'BACKROLL' });
  expect(await user('INV')).toMatchObject({ balance: 4900, freezeAmount: 50 });
  expect(await call('INTERCEPT_WITHDRAW', { requestNo: 'I-5', withdrawRequestNo: 'W-4' })).toMatchObject({
    errorCode: '100008',
    errorMessage: '提现订单状态不为ACCEPT',
  });
  await books();
});

test('a remittance that bounces comes back with its commission', async () => {
  await withdraw('W-5', { amount: 200, commission: 2 });
  await world.platform.control('faults', { service: 'WITHDRAW', fault: 'remit-fail', requestNo: 'W-5' });
  await clock('2026-04-01T01:10:00.000Z');
  await ended('W-5', 'FAIL');
  await ended('W-2', 'SUCCESS');
  expect(await record('W-5')).toMatchObject({ backRollStatus: 'SUCCESS', errorMessage: '出款失败，收款行退票' });
  const back = await eventually(() => told('BACKROLL_RECHARGE', { withdrawRequestNo: 'W-5' })[0]);
  expect(back).toMatchObject({ rollbackAmount: '198.00', rollbackCommission: '2.00', rollbackType: 'REMITFAIL' });
  expect(await user('INV')).toMatchObject({ balance: 4850, availableAmount: 4850, floatBalance: 0 });
  expect(await user('SYS_GENERATE_004')).toMatchObject({ balance: 1.5 });
  expect(await books()).toMatchObject({ settlement: '0.00' });
});

describe('what cannot be paid out', () => {
  const refusal = async (wanted: Record<string, unknown>) => carriedBack(await ask('W-NO', wanted));

  test('is refused with the codes of the wire, and leaves no record', async () => {
    expect(await refusal({ platformUserNo: 'NOBODY', amount: 1 })).toMatchObject({ errorCode: '100009' });
    expect(await refusal({ platformUserNo: 'SLEEPER', amount: 1 })).toMatchObject({ errorCode: '100010' });
    expect(await refusal({ amount: 4850.01 })).toMatchObject({ errorCode: '100014', errorMessage: '余额不足' });
    expect(await refusal({ platformUserNo: 'CARDLESS', amount: 1 })).toMatchObject({
      errorCode: '100008',
      errorMessage: '用户未绑定银行卡',
    });
    expect(await refusal({ amount: 1, withdrawForm: 'CONFIRMED', withdrawType: 'URGENT' })).toMatchObject({
      errorCode: '100008',
    });
    expect(await refusal({ amount: 1, commission: 1 })).toMatchObject({ errorCode: '100002' });
    expect(await refusal({ amount: 1, expired: undefined })).toMatchObject({ errorCode: '100002' });
    expect(await refusal({ amount: 1, withdrawType: 'SOON' })).toMatchObject({ errorCode: '100002' });
    for (const transactionType of ['WITHDRAW', 'INTERCEPT_WITHDRAW']) {
      expect(await call('QUERY_TRANSACTION', { requestNo: 'W-NO', transactionType })).toMatchObject({
        errorCode: '100007',
      });
    }
    for (const service of ['CONFIRM_WITHDRAW', 'CANCEL_WITHDRAW']) {
      expect(await call(service, { requestNo: 'W-NO', preTransactionNo: 'NONE' })).toMatchObject({
        errorCode: '100007',
      });
    }
    expect(await call('INTERCEPT_WITHDRAW', { requestNo: 'W-NO', withdrawRequestNo: 'NONE' })).toMatchObject({
      errorCode: '100007',
    });
  });

  test('float is not withdrawable; twenty identical requests at once are one payout', async () => {
    await recharge('R-1', 'FRESH', 300);
    expect(await refusal({ platformUserNo: 'FRESH', amount: 1 })).toMatchObject({ errorCode: '100014' });
    const pages = await Promise.all(Array.from({ length: 20 }, () => ask('W-6', { amount: 10 })));
    const done = await Promise.all(pages.map((page) => press(page, { password: '123456' })));
    expect(done.filter((page) => carriedBack(page).withdrawStatus === 'ACCEPT')).toHaveLength(1);
    expect(await user('INV')).toMatchObject({ freezeAmount: 10 });
    expect(await refusal({ requestNo: 'W-6', amount: 10 })).toMatchObject({ errorCode: '100013' });
  });
});

test('nothing leaves while the totals of the morning disagree', async () => {
  const shift = async (cents: number) => {
    const sql = postgres(world.databaseUrl, { max: 1 });
    await sql`update account set available = available + ${cents} where user_no = '#CUSTODY'
      and platform_no = ${world.platform.platformNo}`;
    await sql.end();
  };
  await withdraw('W-10', { amount: 5 });
  await shift(1);
  await clock('2026-04-02T01:10:00.000Z');
  expect(await status('W-10')).toBe('ACCEPT');
  await shift(-1);
  await clock('2026-04-03T01:10:00.000Z');
  await ended('W-10', 'SUCCESS');
  await books();
});

test('the desk and the control API list the payouts with what became of them', async () => {
  const { payouts } = await world.platform.control(`payouts?platformNo=${world.platform.platformNo}`);
  const bounced = (payouts as Record<string, unknown>[]).find((one) => one.requestNo === 'W-5');
  expect(bounced).toMatchObject({ amount: '200.00', cardGets: '198.00', status: 'FAIL', remitType: 'NORMAL' });
  expect(bounced?.backroll).toMatch(/^BR/);
  const open = await world.platform.control(`payouts?platformNo=${world.platform.platformNo}&state=open`);
  expect(open.payouts).toEqual([]);
  const page = await fetch(`${world.bank.url}/desk/payouts?platformNo=${world.platform.platformNo}`);
  expect(wordsOf(await page.text())).toContain('W-5 INV 200.00 198.00 0.00 NORMAL IMMEDIATE FAIL');
});

test('the WITHDRAW file has a payout when it was accepted and again when it ended', async () => {
  const [header, accepted, ...more] = await rowsOf('20260330', 'WITHDRAW');
  expect(header).toHaveLength(18);
  expect(accepted).toHaveLength(18);
  expect(more).toEqual([]);
  expect([accepted?.[2], accepted?.[4], accepted?.[5], accepted?.[8], accepted?.[9], accepted?.[10]]).toEqual([
    'W-1',
    'WITHDRAW',
    '100.00',
    'INV',
    '622848*********0018',
    'ABOC',
  ]);
  expect(accepted?.slice(11)).toEqual(['98.50', '', 'ACCEPT', 'NORMAL', '0.00', 'NORMAL', 'IMMEDIATE']);
  expect(accepted?.[0]).toMatch(/^20260330/);
  const ofTuesday = (await rowsOf('20260331', 'WITHDRAW')).slice(1).map((row) => `${row[2]} ${row[13]}`);
  expect(ofTuesday).toEqual(['W-1 SUCCESS', 'W-2 ACCEPT', 'W-3 ACCEPT_FAIL', 'W-4 FAIL', 'W-5 ACCEPT']);
});

test('the BACKROLL_RECHARGE file has what came back', async () => {
  const [header, row, ...more] = await rowsOf('20260401', 'BACKROLL_RECHARGE');
  expect(header).toHaveLength(15);
  expect(row).toHaveLength(15);
  expect(more).toEqual([]);
  expect(row?.slice(5, 8)).toEqual(['BACKROLL_RECHARGE', '200.00', 'CNY']);
  expect(row?.slice(9)).toEqual(['INV', 'BACKROLL', '198.00', '2.00', 'REMITFAIL', 'W-5']);
});
