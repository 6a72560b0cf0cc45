import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Line, lenderOf, line } from './testing/lender.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
const { call, establish, freeze, sync, project, record, modify, changes, onlyOneOf, booksAreLevel } = lenderOf(
  () => world.platform,
);
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([
    { platformUserNo: 'BOR', userRole: 'BORROWERS', authList: 'REPAYMENT', amount: '2000' },
    { platformUserNo: 'GUA', userRole: 'GUARANTEECORP', authList: 'COMPENSATORY', amount: '2000' },
    ...['A', 'B', 'C'].map((platformUserNo) => ({ platformUserNo, amount: '1000', authList: 'TENDER' })),
  ]);
  await world.platform.control('accounts/SYS_GENERATE_002/deposit', { amount: '100' });
});
afterAll(() => world.close());

const NO_COVER = { code: '0', status: 'INIT', errorCode: '100008', errorMessage: '账户冻结资金不足' };

/** A loan of 300 by A and B with a red packet of 10, a fee of 6 taken from what the trade brought. */
async function lend(projectNo: string) {
  await establish(projectNo, 300);
  await freeze(`${projectNo}-A`, projectNo, 'A', 100);
  await freeze(`${projectNo}-B`, projectNo, 'B', 190, { preMarketingAmount: 10 });
  return sync(`${projectNo}-T`, 'TENDER', projectNo, [
    line('TENDER', 'A', 'BOR', 100, { freezeRequestNo: `${projectNo}-A`, customDefine: 'l1' }),
    line('TENDER', 'B', 'BOR', 190, { freezeRequestNo: `${projectNo}-B`, customDefine: 'l2' }),
    line('MARKETING', 'SYS_GENERATE_002', 'BOR', 10, { freezeRequestNo: `${projectNo}-B`, customDefine: 'l3' }),
    line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 6, { freezeRequestNo: `${projectNo}-A`, customDefine: 'l4' }),
  ]);
}

test('frozen money is lent, a red packet beside it counts as the bidder’s claim, and the fee is money the trade brought', async () => {
  const users = ['A', 'B', 'BOR', 'SYS_GENERATE_002', 'SYS_GENERATE_004'];
  const done = await changes(users, async () =>
    expect(await lend('P1')).toMatchObject({ status: 'SUCCESS', transactionStatus: 'SUCCESS' }),
  );
  expect(done).toEqual([-100, -190, 294, -10, 6]);
  expect(await project('P1')).toMatchObject({ loanAmount: 300, totalTenderAmount: 300, remainTenderAmount: 0 });
  const { holdings } = await world.platform.control('projects/P1');
  expect(holdings).toEqual([
    { platformUserNo: 'A', amount: '100.00', repaid: '0.00' },
    { platformUserNo: 'B', amount: '200.00', repaid: '0.00' },
  ]);
  expect(await record('TRANSACTION', 'P1-T')).toMatchObject({
    confirmTradeType: 'TENDER',
    status: 'SUCCESS',
    commission: 6,
    projectNo: 'P1',
  });
  expect((await world.platform.control('trades/P1-T')).lines).toHaveLength(4);
  expect(await lend('P1')).toMatchObject({ errorCode: '100013' });
});

test('a user pays only out of his own freeze or what the same trade brought him', async () => {
  await establish('P2', 300);
  await freeze('P2-A', 'P2', 'A', 100);
  const tender = (details: Line[]) => sync('P2-T', 'TENDER', 'P2', details);
  const own = { freezeRequestNo: 'P2-A' };
  const refused: Line[][] = [
    [line('TENDER', 'A', 'BOR', 100)],
    [line('TENDER', 'A', 'BOR', 100.01, own)],
    [line('TENDER', 'B', 'BOR', 50, own)],
    [line('TENDER', 'A', 'BOR', 60, own), line('TENDER', 'A', 'BOR', 41, own)],
    [line('TENDER', 'A', 'BOR', 100, own), line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 100.01)],
    [line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 1), line('TENDER', 'A', 'BOR', 100, own)],
    [line('TENDER', 'A', 'BOR', 50, { freezeRequestNo: 'P1-A' })],
  ];
  const done = await changes(['A', 'BOR', 'SYS_GENERATE_004'], async () => {
    for (const details of refused) expect(await tender(details), JSON.stringify(details)).toMatchObject(NO_COVER);
    const short = [line('TENDER', 'A', 'BOR', 100, own), line('MARKETING', 'SYS_GENERATE_002', 'BOR', 500, own)];
    expect(await tender(short)).toMatchObject({ errorCode: '100014', errorMessage: '余额不足' });
  });
  expect(done).toEqual([0, 0, 0]);
  expect(await tender([line('TENDER', 'A', 'BOR', 60, own)])).toMatchObject({ status: 'SUCCESS' });
  expect(await sync('P2-U', 'TENDER', 'P2', [line('TENDER', 'A', 'BOR', 40, own)])).toMatchObject({
    status: 'SUCCESS',
  });
});

test('who may pay whom is a matrix; everything else is refused before any money is looked at', async () => {
  await establish('P3', 300);
  const refused: [string, Line, string][] = [
    ['TENDER', line('TENDER', 'BOR', 'A', 1), '100011'],
    ['TENDER', line('TENDER', 'A', 'B', 1), '100011'],
    ['TENDER', line('REPAYMENT', 'BOR', 'A', 1), '100011'],
    ['TENDER', line('MARKETING', 'SYS_GENERATE_002', 'A', 1), '100011'],
    ['TENDER', line('FUNDS_TRANSFER', 'SYS_GENERATE_004', 'SYS_GENERATE_002', 1), '100011'],
    ['TENDER', line('TENDER', 'A', 'NOBODY', 1), '100009'],
    ['TENDER', line('TENDER', 'A', '#CUSTODY', 1), '100009'],
    ['REPAYMENT', line('REPAYMENT', 'BOR', 'A', 1), '100015'],
    ['FUNDS_TRANSFER', line('FUNDS_TRANSFER', 'A', 'SYS_GENERATE_002', 1), '100011'],
  ];
  for (const [tradeType, one, errorCode] of refused) {
    expect(await sync('P3-T', tradeType, 'P3', [one]), JSON.stringify(one)).toMatchObject({
      status: 'INIT',
      errorCode,
    });
  }
  expect(await sync('P3-T', 'TENDER', 'NONE', [line('TENDER', 'A', 'BOR', 1)])).toMatchObject({
    errorMessage: '标的不存在',
  });
  expect(await sync('P3-T', 'TENDER', 'P3', [])).toMatchObject({ code: '1', errorCode: '100002' });
  const moved = [line('FUNDS_TRANSFER', 'SYS_GENERATE_004', 'SYS_GENERATE_005', 1)];
  expect(await sync('P3-F', 'FUNDS_TRANSFER', 'P3', moved)).toMatchObject({ status: 'SUCCESS' });
  const subsidy = [line('INTEREST', 'SYS_GENERATE_005', 'A', 1)];
  expect(await sync('P3-I', 'INTEREST', 'P3', subsidy)).toMatchObject({ status: 'SUCCESS' });
});

test('repayments run asynchronously, all or nothing, and are told by notify', async () => {
  await lend('P4');
  await modify('P4', 'REPAYING');
  await freeze('P4-R', 'P4', 'BOR', 330, { bizType: 'REPAYMENT' });
  const own = { freezeRequestNo: 'P4-R' };
  const repay = (requestNo: string, details: Line[]) => ({
    requestNo,
    tradeType: 'REPAYMENT',
    projectNo: 'P4',
    details,
  });
  const good = repay('P4-1', [
    line('REPAYMENT', 'BOR', 'A', 110, { ...own, income: '10.00', customDefine: 'r1' }),
    line('REPAYMENT', 'BOR', 'B', 102, { ...own, income: 2, customDefine: 'r2' }),
    line('COMMISSION', 'A', 'SYS_GENERATE_004', 1, { ...own, customDefine: 'r3' }),
  ]);
  const tooMuch = repay('P4-2', [line('REPAYMENT', 'BOR', 'B', 1, own), line('REPAYMENT', 'BOR', 'A', 200, own)]);
  const beyondTheLoan = repay('P4-3', [line('REPAYMENT', 'BOR', 'A', 101, own)]);
  const bizDetails = [good, tooMuch, beyondTheLoan];
  const detail = (asyncRequestNo: string) =>
    eventually(() =>
      world.notices
        .map((notice) => JSON.parse(notice.respData ?? '{}').details?.[0] as Record<string, unknown> | undefined)
        .find((one) => one?.asyncRequestNo === asyncRequestNo),
    );
  const done = await changes(['A', 'B', 'BOR'], async () => {
    const accepted = await call('ASYNC_TRANSACTION', { batchNo: 'P4-N', bizDetails });
    expect(accepted).toMatchObject({ requestNo: 'P4-N', code: '0', status: 'SUCCESS' });
    expect(await detail('P4-1')).toMatchObject({ bizType: 'REPAYMENT', bizOrigin: 'DISPERSION', status: 'SUCCESS' });
  });
  expect(done).toEqual([109, 102, -212]);
  expect(await detail('P4-2')).toMatchObject({ status: 'FAIL', errorCode: '100008', errorMessage: '账户冻结资金不足' });
  expect(await detail('P4-3')).toMatchObject({ status: 'FAIL', errorMessage: '还款本金超过借款金额' });
  expect(await project('P4')).toMatchObject({ repaymentAmount: 200, income: 12 });
  expect(await call('ASYNC_TRANSACTION', { batchNo: 'P4-N', bizDetails: [good] })).toMatchObject({
    errorCode: '100013',
  });
  expect(await record('TRANSACTION', 'P4-2')).toMatchObject({ status: 'FAIL', errorMessage: '账户冻结资金不足' });
});

test('the guarantor pays through the borrower, the borrower pays back, and money is appended to a freeze', async () => {
  await lend('P5');
  await modify('P5', 'REPAYING');
  await freeze('P5-G', 'P5', 'GUA', 120, { bizType: 'COMPENSATORY' });
  const own = { freezeRequestNo: 'P5-G' };
  const indirect = [
    line('COMPENSATORY', 'GUA', 'BOR', 120, own),
    line('COMPENSATORY', 'BOR', 'A', 110, { ...own, income: 10 }),
  ];
  expect(await sync('P5-C', 'INDIRECT_COMPENSATORY', 'P5', indirect)).toMatchObject({ status: 'SUCCESS' });
  expect(await project('P5')).toMatchObject({ repaymentAmount: 100, income: 10 });
  await freeze('P5-R', 'P5', 'BOR', 50, { bizType: 'REPAYMENT' });
  const append = (amount: number) => [
    line('COMPENSATORY_REPAYMENT', 'BOR', 'GUA', 50, { freezeRequestNo: 'P5-R' }),
    { bizType: 'APPEND_FREEZE', freezeRequestNo: 'P5-G', sourcePlatformUserNo: 'GUA', amount },
  ];
  expect(await sync('P5-X', 'COMPENSATORY_REPAYMENT', 'P5', append(51))).toMatchObject(NO_COVER);
  expect(await sync('P5-X', 'COMPENSATORY_REPAYMENT', 'P5', append(50))).toMatchObject({ status: 'SUCCESS' });
  const left = { freezeAmount: 170, unfreezeAmount: 120, status: 'FREEZED' };
  expect(await record('PRETRANSACTION', 'P5-G')).toMatchObject(left);
});

test('of twenty identical trades at once exactly one is executed, and the books stay level', async () => {
  await establish('P6', 300);
  await freeze('P6-C', 'P6', 'C', 200);
  const details = [line('TENDER', 'C', 'BOR', 10, { freezeRequestNo: 'P6-C' })];
  await onlyOneOf(() => sync('P6-T', 'TENDER', 'P6', details));
  const many = await Promise.all(Array.from({ length: 30 }, (_, n) => sync(`P6-${n}`, 'TENDER', 'P6', details)));
  expect(many.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(19);
  expect(await project('P6')).toMatchObject({ loanAmount: 200, totalTenderAmount: 200 });
  await booksAreLevel();
});

test('the platform’s own accounts pay, and take only what was frozen for it', async () => {
  for (const no of ['003', '005', '006']) {
    await world.platform.control(`accounts/SYS_GENERATE_${no}/deposit`, { amount: '50' });
  }
  await call('FREEZE_PRE_TRANSACTION', { requestNo: 'W-C', platformUserNo: 'C', bizType: 'PRETRANSACTION', amount: 9 });
  const trades: [string, Line[], string[], number[]][] = [
    [
      'PLATFORM_INDEPENDENT_PROFIT',
      [line('PLATFORM_INDEPENDENT_PROFIT', 'SYS_GENERATE_003', 'A', 3)],
      ['A', 'SYS_GENERATE_003'],
      [3, -3],
    ],
    ['MARKETING', [line('MARKETING', 'SYS_GENERATE_002', 'GUA', 2)], ['GUA', 'SYS_GENERATE_002'], [2, -2]],
    [
      'INTEREST',
      [line('INTEREST', 'SYS_GENERATE_005', 'B', 4), line('COMMISSION', 'B', 'SYS_GENERATE_004', 1)],
      ['B', 'SYS_GENERATE_005', 'SYS_GENERATE_004'],
      [3, -4, 1],
    ],
    [
      'FUNDS_TRANSFER',
      [
        line('FUNDS_TRANSFER', 'SYS_GENERATE_006', 'SYS_GENERATE_001', 5),
        line('ALTERNATIVE_RECHARGE', 'SYS_GENERATE_006', 'A', 6),
      ],
      ['SYS_GENERATE_006', 'SYS_GENERATE_001', 'A'],
      [-11, 5, 6],
    ],
    [
      'PLATFORM_SERVICE_DEDUCT',
      [line('DEDUCT', 'C', 'SYS_GENERATE_004', 8, { freezeRequestNo: 'W-C' })],
      ['C', 'SYS_GENERATE_004'],
      [-8, 8],
    ],
  ];
  for (const [tradeType, details, users, expected] of trades) {
    const done = await changes(users, async () =>
      expect(await sync(`W-${tradeType}`, tradeType, null, details), tradeType).toMatchObject({ status: 'SUCCESS' }),
    );
    expect(done, tradeType).toEqual(expected);
  }
  const unfrozen = [line('DEDUCT', 'C', 'SYS_GENERATE_004', 2, { freezeRequestNo: 'W-C' })];
  expect(await sync('W-X', 'PLATFORM_SERVICE_DEDUCT', null, unfrozen)).toMatchObject(NO_COVER);
});

test('money appended to a bid elsewhere takes room in that project, and is refused where there is none', async () => {
  await lend('P7');
  await modify('P7', 'REPAYING');
  await establish('P8', 150);
  await freeze('P8-A', 'P8', 'A', 100);
  await freeze('P7-R', 'P7', 'BOR', 100, { bizType: 'REPAYMENT' });
  const reinvest = (amount: number) => [
    line('REPAYMENT', 'BOR', 'A', 60, { freezeRequestNo: 'P7-R' }),
    { bizType: 'APPEND_FREEZE', freezeRequestNo: 'P8-A', sourcePlatformUserNo: 'A', amount },
  ];
  const full = { errorCode: '100008', errorMessage: '超过标的可投金额' };
  expect(await sync('P7-X', 'REPAYMENT', 'P7', reinvest(50.01))).toMatchObject(full);
  expect(await sync('P7-Y', 'REPAYMENT', 'P7', reinvest(50))).toMatchObject({ status: 'SUCCESS' });
  expect(await project('P8')).toMatchObject({ totalTenderAmount: 150, remainTenderAmount: 0 });
  expect(await project('P7')).toMatchObject({ totalTenderAmount: 300, repaymentAmount: 60 });
});
