import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([
    { platformUserNo: 'BOR', userRole: 'BORROWERS', authList: 'REPAYMENT', amount: '500' },
    { platformUserNo: 'BOR-2', userRole: 'BORROWERS', authList: 'REPAYMENT', amount: '500' },
    { platformUserNo: 'SHY', amount: '1000' },
    ...Array.from({ length: 30 }, (_, n) => ({ platformUserNo: `INV-${n}`, amount: '1000', authList: 'TENDER' })),
  ]);
});
afterAll(() => world.close());

const call = async (service: string, reqData: Record<string, unknown>) =>
  (await world.platform.call(service, reqData)).body;
const establish = (projectNo: string, projectAmount: unknown = '1000') =>
  call('ESTABLISH_PROJECT', {
    ...{ requestNo: `E-${projectNo}`, platformUserNo: 'BOR', projectNo, projectAmount, projectName: '测试标的' },
    ...{
      projectType: 'STANDARDPOWDER',
      projectPeriod: 30,
      annnualInterestRate: 8.5,
      repaymentWay: 'ONE_TIME_SERVICING',
    },
  });
const freeze = (requestNo: string, projectNo: string, more: Record<string, unknown> = {}) =>
  call('USER_AUTO_PRE_TRANSACTION', {
    ...{ requestNo, platformUserNo: 'INV-0', bizType: 'TENDER', amount: 100, projectNo, ...more },
  });
const project = (projectNo: string) => call('QUERY_PROJECT_INFORMATION', { projectNo });
const freezeRecord = async (requestNo: string) =>
  (
    (await call('QUERY_TRANSACTION', { requestNo, transactionType: 'PRETRANSACTION' })).records as object[] | undefined
  )?.[0];

test('a project is established once, by a borrower, and queried with numbers', async () => {
  expect(await establish('P1', 1000.5)).toMatchObject({ status: 'SUCCESS', requestNo: 'E-P1' });
  expect(await establish('P1')).toMatchObject({ errorCode: '100013', errorMessage: '请求流水号重复' });
  const other = {
    requestNo: 'E-x',
    projectNo: 'P1',
    platformUserNo: 'BOR',
    projectAmount: 1,
    projectName: 'x',
    projectPeriod: 1,
  };
  const rest = { projectType: 'STANDARDPOWDER', annnualInterestRate: '1', repaymentWay: 'ONE_TIME_SERVICING' };
  expect(await call('ESTABLISH_PROJECT', { ...other, ...rest })).toMatchObject({ errorMessage: '标的编号重复' });
  const byInvestor = { ...other, ...rest, projectNo: 'P9', platformUserNo: 'INV-0' };
  expect(await call('ESTABLISH_PROJECT', byInvestor)).toMatchObject({ errorCode: '100011' });
  expect(await call('ESTABLISH_PROJECT', { ...byInvestor, platformUserNo: 'NO' })).toMatchObject({
    errorCode: '100009',
  });
  expect(await project('P1')).toMatchObject({
    ...{ projectStatus: 'COLLECTING', projectAmount: 1000.5, loanAmount: 0, totalTenderAmount: 0 },
    ...{ remainTenderAmount: 1000.5, platformUserNo: 'BOR', annnualInterestRate: '8.5' },
  });
  expect(await project('P404')).toMatchObject({ code: '0', errorCode: '100007', errorMessage: '查询对象不存在' });
});

test('a freeze holds exactly its amount and is refused for every reason there is', async () => {
  await establish('P2', 250);
  expect(await freeze('F1', 'P2', { amount: '100.00', preMarketingAmount: 20 })).toMatchObject({ bizType: 'TENDER' });
  expect(await freezeRecord('F1')).toMatchObject({
    freezeAmount: 100,
    unfreezeAmount: 0,
    cancelAmount: 0,
    status: 'FREEZED',
  });
  expect(await project('P2')).toMatchObject({ totalTenderAmount: 120, remainTenderAmount: 130 });
  const refusals: [Record<string, unknown>, string, string?][] = [
    [{ requestNo: 'F1' }, '100013'],
    [{ platformUserNo: 'NOBODY' }, '100009'],
    [{ projectNo: 'P404' }, '100008', '标的不存在'],
    [{ platformUserNo: 'BOR' }, '100011'],
    [{ platformUserNo: 'SHY' }, '100011'],
    [{ amount: 130.01 }, '100008', '超过标的可投金额'],
    [{ amount: 0 }, '100002'],
    [{ amount: '1.001' }, '100002'],
    [{ bizType: 'CREDIT_ASSIGNMENT' }, '100002'],
    [{ bizType: 'REPAYMENT', platformUserNo: 'BOR' }, '100015', '标的状态与业务不匹配'],
    [{ bizType: 'REPAYMENT', platformUserNo: 'BOR-2' }, '100011'],
  ];
  for (const [more, errorCode, errorMessage] of refusals) {
    const answer = await freeze('F2', 'P2', more);
    expect(answer, JSON.stringify(more)).toMatchObject({
      status: 'INIT',
      errorCode,
      ...(errorMessage && { errorMessage }),
    });
  }
  expect(await freezeRecord('F2')).toBeUndefined();
  await establish('P3', 5000);
  expect(await freeze('F2', 'P3', { amount: 900.01 })).toMatchObject({ errorCode: '100014', errorMessage: '余额不足' });
  expect(await freeze('F2', 'P3', { amount: 900 })).toMatchObject({ status: 'SUCCESS' });
});

test('a freeze is given back in parts, never more than is left', async () => {
  await establish('P4', 500);
  await freeze('F4', 'P4', { platformUserNo: 'INV-1', preMarketingAmount: 50 });
  const cancel = (requestNo: string, more: object) =>
    call('CANCEL_PRE_TRANSACTION', { requestNo, preTransactionNo: 'F4', ...more });
  expect(await cancel('C1', { amount: 30 })).toMatchObject({ status: 'SUCCESS' });
  expect(await cancel('C1', { amount: 30 })).toMatchObject({ errorCode: '100013' });
  expect(await cancel('C2', { amount: 70.01 })).toMatchObject({ errorCode: '100008', errorMessage: '冻结金额不足' });
  expect(await cancel('C2', { amount: 1, preTransactionNo: 'NONE' })).toMatchObject({
    errorMessage: '预处理订单不存在',
  });
  expect(await project('P4')).toMatchObject({ totalTenderAmount: 120 });
  const fees = { amount: 70, commission: 5, profitDetails: [{ platformUserNo: 'INV-2', amount: 2 }] };
  expect(await cancel('C2', fees)).toMatchObject({ status: 'SUCCESS' });
  expect(await freezeRecord('F4')).toMatchObject({ cancelAmount: 100, status: 'UNFREEZED' });
  expect(await project('P4')).toMatchObject({ totalTenderAmount: 0 });
  const balance = async (platformUserNo: string) => (await call('QUERY_USER_INFORMATION', { platformUserNo })).balance;
  expect([await balance('INV-1'), await balance('INV-2'), await balance('SYS_GENERATE_004')]).toEqual([993, 1002, 5]);
  const asked = await call('QUERY_TRANSACTION', { requestNo: 'C2', transactionType: 'CANCEL_PRETRANSACTION' });
  expect(asked.records).toMatchObject([{ preTransactionNo: 'F4', amount: 70, status: 'SUCCESS' }]);
  expect((await world.platform.control('trades/C2')).lines).toMatchObject([
    { bizType: 'COMMISSION', sourceUserNo: 'INV-1', targetUserNo: 'SYS_GENERATE_004', amount: '5.00' },
    { bizType: 'PROFIT', sourceUserNo: 'INV-1', targetUserNo: 'INV-2', amount: '2.00' },
  ]);
  const trade = await call('QUERY_TRANSACTION', { requestNo: 'C2', transactionType: 'TRANSACTION' });
  expect(trade).toMatchObject({ errorCode: '100007' });
  const toMarketing = { amount: 1, profitDetails: [{ platformUserNo: 'SYS_GENERATE_002', amount: 1 }] };
  await freeze('F4-2', 'P4', { platformUserNo: 'INV-1' });
  const again = { requestNo: 'C3', preTransactionNo: 'F4-2', ...toMarketing };
  expect(await call('CANCEL_PRE_TRANSACTION', again)).toMatchObject({ errorCode: '100011' });
});

test('a project moves only forwards', async () => {
  await establish('P5');
  const move = (requestNo: string, status: string) => call('MODIFY_PROJECT', { requestNo, projectNo: 'P5', status });
  expect(await move('M1', 'FINISH')).toMatchObject({ errorCode: '100008', errorMessage: '标的当前不能变更为:FINISH' });
  expect(await move('M1', 'REPAYING')).toMatchObject({ projectStatus: 'REPAYING' });
  expect(await move('M2', 'REPAYING')).toMatchObject({ errorMessage: '标的当前不能变更为:REPAYING' });
  expect(await freeze('F5', 'P5', { platformUserNo: 'INV-3' })).toMatchObject({ errorCode: '100015' });
  expect(await freeze('F5', 'P5', { bizType: 'REPAYMENT', platformUserNo: 'BOR' })).toMatchObject({
    status: 'SUCCESS',
  });
  expect(await move('M2', 'FINISH')).toMatchObject({ projectStatus: 'FINISH' });
  expect(await move('M3', 'MISCARRY')).toMatchObject({ errorMessage: '标的当前不能变更为:MISCARRY' });
  expect(await call('MODIFY_PROJECT', { requestNo: 'M3', projectNo: 'NONE', status: 'FINISH' })).toMatchObject({
    errorCode: '100007',
  });
});

test('of twenty identical requests at once exactly one is taken', async () => {
  await establish('P6', 5000);
  const answers = await Promise.all(Array.from({ length: 20 }, () => freeze('F6', 'P6', { platformUserNo: 'INV-4' })));
  expect(answers.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(1);
  expect(answers.filter((answer) => answer.errorCode === '100013')).toHaveLength(19);
  const cancels = await Promise.all(
    Array.from({ length: 20 }, () =>
      call('CANCEL_PRE_TRANSACTION', { requestNo: 'C6', preTransactionNo: 'F6', amount: 10 }),
    ),
  );
  expect(cancels.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(1);
  expect(await freezeRecord('F6')).toMatchObject({ freezeAmount: 100, cancelAmount: 10 });
});

test('a hot project takes bids until it is exactly full', async () => {
  await establish('HOT', 1000);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => freeze(`H${n}`, 'HOT', { platformUserNo: `INV-${(n % 24) + 6}`, amount: 30 })),
  );
  expect(answers.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(33);
  expect(answers.filter((answer) => answer.errorMessage === '超过标的可投金额')).toHaveLength(27);
  expect(await project('HOT')).toMatchObject({ totalTenderAmount: 990, remainTenderAmount: 10 });
  expect((await world.platform.control('books')).checks).toEqual({
    ...{ sumIsZero: true, arrivedEquation: true, receivableEquation: true, clearingNotNegative: true },
    balancesAreTheirTransfers: true,
  });
  const { freezes } = await world.platform.control('freezes?projectNo=HOT&state=open');
  expect(freezes).toHaveLength(33);
});
