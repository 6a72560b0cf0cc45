import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriedBack, openGateway, press, wordsOf } from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { lenderOf, line } from './testing/lender.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
const { call, user, establish, freeze, sync, project, record, modify, changes, onlyOneOf, booksAreLevel } = lenderOf(
  () => world.platform,
);
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([
    { platformUserNo: 'BOR', userRole: 'BORROWERS', authList: 'REPAYMENT', amount: '100' },
    { platformUserNo: 'BOR-2', userRole: 'BORROWERS' },
    { platformUserNo: 'SUP', userRole: 'SUPPLIER' },
    ...['A', 'B', 'C', 'D'].map((platformUserNo) => ({ platformUserNo, amount: '1000', authList: 'TENDER' })),
  ]);
});
afterAll(() => world.close());

const hold = (more: Record<string, unknown>) => call('FREEZE', { platformUserNo: 'A', amount: 100, ...more });
const release = (requestNo: string, amount: number, more: Record<string, unknown>) =>
  call('UNFREEZE', { requestNo, amount, ...more });

test('money is frozen under a number and given back in parts', async () => {
  expect(await hold({ requestNo: 'F1', generalFreezeRequestNo: '' })).toMatchObject({
    status: 'SUCCESS',
    requestNo: 'F1',
  });
  expect(await user('A')).toMatchObject({ balance: 1000, availableAmount: 900, freezeAmount: 100 });
  expect(await hold({ requestNo: 'F1' })).toMatchObject({ errorCode: '100013' });
  expect(await record('FREEZE', 'F1')).toMatchObject({ amount: 100, unfreezeAmount: 0, status: 'FREEZED' });
  expect(await record('GENERAL_FREEZE', 'F1')).toBeUndefined();
  expect(await record('PRETRANSACTION', 'F1')).toBeUndefined();
  const short = { status: 'INIT', errorCode: '100008', errorMessage: '冻结金额不足' };
  expect(await release('U1', 100.01, { originalFreezeRequestNo: 'F1' })).toMatchObject(short);
  expect(await record('UNFREEZE', 'U1')).toBeUndefined();
  expect(await release('U1', 30, { originalFreezeRequestNo: 'F1', platformUserNo: 'A' })).toMatchObject({
    status: 'SUCCESS',
  });
  expect(await release('U1', 30, { originalFreezeRequestNo: 'F1' })).toMatchObject({ errorCode: '100013' });
  expect(await record('UNFREEZE', 'U1')).toMatchObject({
    amount: 30,
    originalFreezeRequestNo: 'F1',
    status: 'SUCCESS',
  });
  expect(await record('FREEZE', 'F1')).toMatchObject({ unfreezeAmount: 30, status: 'FREEZED' });
  await release('U1-2', 70, { originalFreezeRequestNo: 'F1' });
  expect(await record('FREEZE', 'F1')).toMatchObject({ unfreezeAmount: 100, status: 'UNFREEZED' });
  expect(await release('U1-3', 0.01, { originalFreezeRequestNo: 'F1' })).toMatchObject(short);
});

test('general freezes of a member are given back from the oldest on, under either spelling of the number', async () => {
  const general = (more: Record<string, unknown>) => hold({ platformUserNo: 'B', requestNo: null, ...more });
  expect(await general({ generalFreezeRequestNo: 'G1', amount: 50 })).toMatchObject({ requestNo: 'G1' });
  expect(await general({ generaFreezeRequest: 'G2', amount: '25.50' })).toMatchObject({ requestNo: 'G2' });
  await hold({ platformUserNo: 'B', requestNo: 'F2', amount: 10 });
  expect(await release('U2', 75.51, { platformUserNo: 'B' })).toMatchObject({ errorMessage: '冻结金额不足' });
  expect(await release('U2', 60, { platformUserNo: 'B' })).toMatchObject({ status: 'SUCCESS' });
  expect(await record('GENERAL_FREEZE', 'G1')).toMatchObject({ unfreezeAmount: 50, status: 'UNFREEZED' });
  expect(await record('GENERAL_FREEZE', 'G2')).toMatchObject({ unfreezeAmount: 10, status: 'FREEZED' });
  expect(await record('FREEZE', 'F2')).toMatchObject({ unfreezeAmount: 0 });
  const sums = await call('QUERY_TRANSACTION', { transactionType: 'GENERAL_FREEZE', platformUserNo: 'B' });
  expect(sums.records).toMatchObject([{ platformUserNo: 'B', amount: 75.5, unfreezeAmount: 60, status: 'FREEZED' }]);
  expect(await user('B')).toMatchObject({ freezeAmount: 25.5 });
  expect(await release('U2-2', 15.5, { originalFreezeRequestNo: 'G2' })).toMatchObject({ status: 'SUCCESS' });
});

test('freezing and releasing are refused for every reason there is', async () => {
  await hold({ requestNo: 'F3', amount: 10 });
  await freeze('PRE', (await establish('P0', 100)) && 'P0', 'A', 10);
  const holds: [Record<string, unknown>, Record<string, unknown>][] = [
    [{}, { code: '1', errorCode: '100002' }],
    [
      { requestNo: 'F4', generalFreezeRequestNo: 'G4' },
      { code: '1', errorCode: '100002' },
    ],
    [
      { requestNo: 'F4', amount: 0 },
      { code: '1', errorCode: '100002' },
    ],
    [
      { requestNo: 'F4', amount: 1.001 },
      { code: '1', errorCode: '100002' },
    ],
    [
      { requestNo: 'F4', platformUserNo: 'NOBODY' },
      { code: '0', errorCode: '100009', errorMessage: '用户不存在' },
    ],
    [{ requestNo: 'F4', platformUserNo: '#CUSTODY' }, { errorCode: '100009' }],
    [
      { requestNo: 'F4', amount: 5000 },
      { errorCode: '100014', errorMessage: '余额不足' },
    ],
  ];
  for (const [more, expected] of holds) {
    expect(await hold(more), JSON.stringify(more)).toMatchObject({ status: 'INIT', ...expected });
  }
  const releases: [Record<string, unknown>, Record<string, unknown>][] = [
    [{}, { code: '1', errorCode: '100002' }],
    [{ originalFreezeRequestNo: 'NONE' }, { errorCode: '100008', errorMessage: '冻结订单不存在' }],
    [{ originalFreezeRequestNo: 'PRE' }, { errorMessage: '冻结订单不存在' }],
    [{ originalFreezeRequestNo: 'F3', platformUserNo: 'B' }, { errorCode: '100011' }],
    [{ platformUserNo: 'NOBODY' }, { errorCode: '100009' }],
    [{ platformUserNo: 'C' }, { errorMessage: '冻结金额不足' }],
  ];
  for (const [more, expected] of releases) {
    expect(await release('U3', 1, more), JSON.stringify(more)).toMatchObject({ status: 'INIT', ...expected });
  }
});

const deduct = async (more: Record<string, unknown> = {}) =>
  openGateway(world.platform, 'VERIFY_DEDUCT', {
    requestNo: 'D1',
    platformUserNo: 'C',
    amount: '12.30',
    targetPlatformUserNo: 'SYS_GENERATE_004',
    customDefine: '会员费',
    expired: soon(await world.platform.now()),
    ...more,
  });

test('a fee is taken with the customer’s password and stands in the trades of the day', async () => {
  const page = await deduct();
  expect(wordsOf(page.html)).toMatch(/付款用户 C 收款账户 SYS_GENERATE_004 扣费说明 会员费 可用余额 ¥1,000\.00/);
  expect(wordsOf((await press(page, { password: '000000' })).html)).toContain('交易密码错误');
  const done = await changes(['C', 'SYS_GENERATE_004'], async () => {
    const back = await press(page, { password: '123456' });
    expect(carriedBack(back)).toMatchObject({ requestNo: 'D1', code: '0', status: 'SUCCESS', amount: '12.30' });
    expect(carriedBack(await press(page, { password: '123456' }))).toMatchObject({ requestNo: 'D1' });
  });
  expect(done).toEqual([-12.3, 12.3]);
  await eventually(() => world.notices.find((notice) => notice.serviceName === 'VERIFY_DEDUCT'));
  expect(await record('TRANSACTION', 'D1')).toMatchObject({
    confirmTradeType: 'PLATFORM_SERVICE_DEDUCT',
    status: 'SUCCESS',
  });
  expect((await world.platform.control('trades/D1')).lines).toMatchObject([
    { bizType: 'DEDUCT', sourceUserNo: 'C', targetUserNo: 'SYS_GENERATE_004', amount: '12.30', customDefine: '会员费' },
  ]);
  const refused: [Record<string, unknown>, string][] = [
    [{}, '100013'],
    [{ requestNo: 'D2', amount: 5000 }, '100014'],
    [{ requestNo: 'D2', platformUserNo: 'NOBODY' }, '100009'],
    [{ requestNo: 'D2', targetPlatformUserNo: 'NOBODY' }, '100009'],
    [{ requestNo: 'D2', targetPlatformUserNo: 'A' }, '100011'],
    [{ requestNo: 'D2', platformUserNo: 'SYS_GENERATE_002' }, '100011'],
    [{ requestNo: 'D2', amount: null }, '100002'],
    [{ requestNo: 'D2', expired: null }, '100002'],
  ];
  for (const [more, errorCode] of refused) {
    expect(carriedBack(await deduct(more)), JSON.stringify(more)).toMatchObject({ status: 'INIT', errorCode });
  }
});

test('of twenty pages confirmed at once for one fee exactly one takes it', async () => {
  const pages = await Promise.all(Array.from({ length: 20 }, () => deduct({ requestNo: 'D9', amount: 1 })));
  const done = await changes(['C', 'SYS_GENERATE_004'], async () => {
    const backs = await Promise.all(pages.map((page) => press(page, { password: '123456' })));
    expect(backs.filter((back) => carriedBack(back).status === 'SUCCESS')).toHaveLength(1);
    expect(backs.filter((back) => wordsOf(back.html).includes('请求流水号重复'))).toHaveLength(19);
  });
  expect(done).toEqual([-1, 1]);
});

test('what an entrusting borrower borrows goes on to whom he has named, fees first', async () => {
  await establish('E1', 300, { projectType: 'ENTRUST_PAY' });
  await freeze('E1-F', 'E1', 'A', 300);
  const details = [
    line('TENDER', 'A', 'BOR', 300, { freezeRequestNo: 'E1-F' }),
    line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 10),
  ];
  const tender = () => sync('E1-T', 'TENDER', 'E1', details);
  expect(await tender()).toMatchObject({ errorCode: '100008', errorMessage: '委托支付未授权' });
  const entrust = (more: Record<string, unknown> = {}) =>
    call('AUTHORIZATION_ENTRUST_PAY', {
      requestNo: 'EA',
      borrowPlatformUserNo: 'BOR',
      projectNo: 'E1',
      checkType: 'LIMIT',
      entrustedType: 'PERSONAL',
      entrustedPlatformUserNo: 'SUP',
      ...more,
    });
  const refused: [Record<string, unknown>, Record<string, unknown>][] = [
    [{ borrowPlatformUserNo: 'NOBODY' }, { errorCode: '100009', errorMessage: '用户不存在' }],
    [{ entrustedPlatformUserNo: 'NOBODY' }, { errorCode: '100009' }],
    [{ projectNo: 'NONE' }, { errorMessage: '标的不存在' }],
    [{ borrowPlatformUserNo: 'BOR-2' }, { errorCode: '100011' }],
    [{ entrustedPlatformUserNo: 'BOR' }, { errorCode: '100011' }],
    [{ entrustedPlatformUserNo: 'SYS_GENERATE_004' }, { errorCode: '100011' }],
    [{ entrustedType: 'ENTERPRISE' }, { errorCode: '100011' }],
    [{ entrustedType: 'NONE' }, { code: '1', errorCode: '100002' }],
  ];
  for (const [more, expected] of refused) {
    expect(await entrust(more), JSON.stringify(more)).toMatchObject({ status: 'INIT', ...expected });
  }
  await onlyOneOf(entrust);
  expect(await entrust({ requestNo: 'EA-2' })).toMatchObject({ errorMessage: '标的已存在委托支付授权' });
  expect(await call('QUERY_AUTHORIZATION_ENTRUST_PAY_RECORD', { requestNo: 'EA' })).toMatchObject({
    authorizeStatus: 'PASSED',
    borrowPlatformUserNo: 'BOR',
    entrustedPlatformUserNo: 'SUP',
    entrustedType: 'PERSONAL',
    projectNo: 'E1',
  });
  expect(await call('QUERY_AUTHORIZATION_ENTRUST_PAY_RECORD', { requestNo: 'NONE' })).toMatchObject({
    errorCode: '100007',
  });
  expect(await changes(['A', 'BOR', 'SUP', 'SYS_GENERATE_004'], tender)).toEqual([-300, 0, 290, 10]);
  expect(await project('E1')).toMatchObject({ loanAmount: 300, projectType: 'ENTRUST_PAY' });
  expect((await world.platform.control('trades/E1-T')).lines).toMatchObject([
    { bizType: 'TENDER' },
    { bizType: 'COMMISSION' },
    { lineNumber: 3, bizType: 'ENTRUST_PAY', sourceUserNo: 'BOR', targetUserNo: 'SUP', amount: '290.00' },
  ]);
  await establish('E2', 100);
  await modify('E2', 'REPAYING');
  expect(await entrust({ requestNo: 'EA-2', projectNo: 'E2' })).toMatchObject({ errorCode: '100015' });
});

test('a project of no known type is refused, and one under accepted trades stays as it is', async () => {
  expect(await establish('T1', 100, { projectType: 'INTELLIGENT' })).toMatchObject({
    code: '0',
    errorCode: '100019',
    errorMessage: '标的类型与业务不匹配',
  });
  await establish('T1', 100);
  await freeze('T1-F', 'T1', 'D', 100);
  await world.platform.control('faults', { service: 'ASYNC_TRANSACTION', fault: 'stuck', next: 1, delayMs: 300 });
  const details = [line('TENDER', 'D', 'BOR', 100, { freezeRequestNo: 'T1-F' })];
  const bizDetails = [{ requestNo: 'T1-T', tradeType: 'TENDER', projectNo: 'T1', details }];
  await call('ASYNC_TRANSACTION', { batchNo: 'T1-N', bizDetails });
  expect(await modify('T1', 'REPAYING')).toMatchObject({ errorCode: '100020', errorMessage: '交易处理中，请勿重试' });
  await eventually(async () => (await record('TRANSACTION', 'T1-T'))?.status === 'FAIL');
  expect(await modify('T1', 'MISCARRY')).toMatchObject({ status: 'SUCCESS' });
});

test('the bank may let a project miscarry: everything frozen is free again, and the platform is told', async () => {
  await establish('M1', 500);
  await freeze('M1-C', 'M1', 'C', 100, { preMarketingAmount: 5 });
  await freeze('M1-D', 'M1', 'D', 50);
  const { httpStatus, requestNo, ...done } = await world.platform.control('projects/M1/miscarry', {});
  expect([httpStatus, done]).toEqual([200, { freezes: 2, released: '150.00' }]);
  expect(await record('PRETRANSACTION', 'M1-C')).toMatchObject({ cancelAmount: 100, status: 'UNFREEZED' });
  expect(await project('M1')).toMatchObject({ projectStatus: 'MISCARRY', totalTenderAmount: 0 });
  const told = await eventually(() =>
    world.notices.find((notice) => JSON.parse(notice.respData ?? '{}').requestNo === requestNo),
  );
  expect(told.serviceName).toBe('MODIFY_PROJECT');
  expect(JSON.parse(told.respData ?? '{}')).toMatchObject({
    projectNo: 'M1',
    projectStatus: 'MISCARRY',
    details: [
      { preTransactionNo: 'M1-C', platformUserNo: 'C', amount: '100.00' },
      { preTransactionNo: 'M1-D', platformUserNo: 'D', amount: '50.00' },
    ],
  });
  expect(await world.platform.control('projects/M1/miscarry', {})).toMatchObject({ httpStatus: 409 });
  for (const [service, projectNo] of [
    ['USER_AUTO_PRE_TRANSACTION', 'M2'],
    ['SYNC_TRANSACTION', 'M3'],
  ] as const) {
    await establish(projectNo, 500);
    if (projectNo === 'M3') await freeze('M3-A', 'M3', 'C', 10);
    await world.platform.control('faults', { service, fault: 'miscarry', next: 1 });
    if (projectNo === 'M2') expect(await freeze('M2-F', 'M2', 'C', 10)).toMatchObject({ status: 'SUCCESS' });
    else {
      const details = [line('TENDER', 'C', 'BOR', 10, { freezeRequestNo: 'M3-A' })];
      expect(await sync('M3-T', 'TENDER', 'M3', details)).toMatchObject({ errorCode: '100015' });
    }
    expect(await project(projectNo)).toMatchObject({ projectStatus: 'MISCARRY', totalTenderAmount: 0 });
  }
  expect(await user('C')).toMatchObject({ freezeAmount: 0 });
});

test('of twenty identical freezes and releases at once exactly one is taken', async () => {
  await onlyOneOf(() => hold({ requestNo: 'F9', platformUserNo: 'D', amount: 100 }));
  await onlyOneOf(() => release('U9', 10, { originalFreezeRequestNo: 'F9' }));
  const many = await Promise.all(
    Array.from({ length: 12 }, (_, n) => release(`U9-${n}`, 10, { originalFreezeRequestNo: 'F9' })),
  );
  expect(many.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(9);
  expect(await record('FREEZE', 'F9')).toMatchObject({ unfreezeAmount: 100, status: 'UNFREEZED' });
  await booksAreLevel();
});
