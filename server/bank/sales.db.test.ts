import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriedBack, openGateway, press, wordsOf } from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { type Line, lenderOf, line } from './testing/lender.ts';
import { LIFE_OF_A_LOAN } from './testing/loan-life.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
const { call, establish, freeze, sync, project, record, modify, changes, onlyOneOf, booksAreLevel } = lenderOf(
  () => world.platform,
);
beforeAll(async () => {
  world = await openTestWorld();
  await world.members([
    { platformUserNo: 'BOR', userRole: 'BORROWERS', authList: 'REPAYMENT', amount: '2000' },
    { platformUserNo: 'GUA', userRole: 'GUARANTEECORP', authList: 'COMPENSATORY', amount: '500' },
    ...['A', 'B', 'C', 'D'].map((platformUserNo) => ({
      platformUserNo,
      amount: '1000',
      authList: 'TENDER,CREDIT_ASSIGNMENT',
    })),
  ]);
  await world.platform.control('accounts/SYS_GENERATE_002/deposit', { amount: '100' });
});
afterAll(() => world.close());

/** A loan of A's money alone. */
async function lend(projectNo: string, amount = 300): Promise<void> {
  await establish(projectNo, amount);
  await freeze(`${projectNo}-F`, projectNo, 'A', amount);
  const details = [line('TENDER', 'A', 'BOR', amount, { freezeRequestNo: `${projectNo}-F` })];
  expect(await sync(`${projectNo}-T`, 'TENDER', projectNo, details)).toMatchObject({ status: 'SUCCESS' });
}

const sell = (requestNo: string, projectNo: string, saleShare: number | string, platformUserNo = 'A') =>
  call('DEBENTURE_SALE', { requestNo, platformUserNo, projectNo, saleShare });
const bid = (requestNo: string, projectNo: string, buyer: string, sale: string, share: number, more: Line = {}) =>
  freeze(requestNo, projectNo, buyer, share, {
    bizType: 'CREDIT_ASSIGNMENT',
    creditsaleRequestNo: sale,
    share,
    ...more,
  });
const assign = (requestNo: string, projectNo: string, saleRequestNo: string, details: Line[]) =>
  sync(requestNo, 'CREDIT_ASSIGNMENT', projectNo, details, { saleRequestNo });
const cancelSale = (requestNo: string, creditsaleRequestNo: string) =>
  call('CANCEL_DEBENTURE_SALE', { requestNo, creditsaleRequestNo });
const bought = (buyer: string, freezeRequestNo: string, amount: number, share: number): Line =>
  line('CREDIT_ASSIGNMENT', buyer, 'A', amount, { freezeRequestNo, share });
const holdings = async (projectNo: string) => (await world.platform.control(`projects/${projectNo}`)).holdings;

test('shares are offered, kept for a buyer, paid for and conserved', async () => {
  await lend('P1');
  expect(await sell('S1', 'P1', '200.00')).toMatchObject({ status: 'SUCCESS', debentureStatus: 'ONSALE' });
  expect(await sell('S1', 'P1', 1)).toMatchObject({ errorCode: '100013' });
  expect(await bid('B1', 'P1', 'B', 'S1', 150, { amount: 140, preMarketingAmount: 5 })).toMatchObject({
    bizType: 'CREDIT_ASSIGNMENT',
  });
  expect(await record('DEBENTURE_SALE', 'S1')).toMatchObject({
    platformUserNo: 'A',
    projectNo: 'P1',
    saleShare: 200,
    preSalingShare: 150,
    confirmedShare: 0,
    status: 'ONSALE',
  });
  const details = [
    bought('B', 'B1', 140, 150),
    line('MARKETING', 'SYS_GENERATE_002', 'A', 5, { freezeRequestNo: 'B1' }),
    line('COMMISSION', 'A', 'SYS_GENERATE_004', 2, { freezeRequestNo: 'B1' }),
  ];
  const moved = await changes(['A', 'B', 'SYS_GENERATE_002', 'SYS_GENERATE_004'], () =>
    assign('T1', 'P1', 'S1', details),
  );
  expect(moved).toEqual([143, -140, -5, 2]);
  expect(await record('TRANSACTION', 'T1')).toMatchObject({ confirmTradeType: 'CREDIT_ASSIGNMENT', commission: 2 });
  expect(await record('DEBENTURE_SALE', 'S1')).toMatchObject({ preSalingShare: 0, confirmedShare: 150 });
  expect(await holdings('P1')).toMatchObject([
    { platformUserNo: 'A', amount: '150.00' },
    { platformUserNo: 'B', amount: '150.00' },
  ]);
  const desk = await fetch(`${world.platform.url}/desk/projects/P1`, { headers: { 'accept-language': 'zh-CN' } });
  expect(wordsOf(await desk.text())).toMatch(/债权出让 .*S1 A ONSALE 200\.00 0\.00 150\.00/);
  await bid('B2', 'P1', 'C', 'S1', 50);
  expect(await assign('T2', 'P1', 'S1', [bought('C', 'B2', 50, 50)])).toMatchObject({ status: 'SUCCESS' });
  const sold = await record('DEBENTURE_SALE', 'S1');
  expect(sold).toMatchObject({ confirmedShare: 200, status: 'COMPLETED' });
  expect(sold?.transactionTime).toMatch(/^\d{14}$/);
  expect(await cancelSale('X1', 'S1')).toMatchObject({ errorCode: '100008', errorMessage: '债权出让订单已结束' });
});

test('an offer is refused when there is nothing of the kind to sell', async () => {
  await lend('P2', 100);
  const refused: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ['nobody', { platformUserNo: 'NOBODY' }, { errorCode: '100009', errorMessage: '用户不存在' }],
    ['no project', { projectNo: 'NONE' }, { errorMessage: '标的不存在' }],
    ['no investor', { platformUserNo: 'BOR' }, { errorCode: '100011' }],
    ['holds nothing', { platformUserNo: 'B' }, { errorCode: '100008', errorMessage: '可出让债权份额不足' }],
    ['too much', { saleShare: 100.01 }, { errorMessage: '可出让债权份额不足' }],
    ['no share', { saleShare: 0 }, { code: '1', errorCode: '100002' }],
    ['no number', { requestNo: '' }, { code: '1', errorCode: '100002' }],
  ];
  for (const [what, more, expected] of refused) {
    const answer = await call('DEBENTURE_SALE', {
      requestNo: 'S2-X',
      platformUserNo: 'A',
      projectNo: 'P2',
      saleShare: 1,
      ...more,
    });
    expect(answer, what).toMatchObject({ status: 'INIT', ...expected });
  }
  expect(await record('DEBENTURE_SALE', 'S2-X')).toBeUndefined();
  await sell('S2', 'P2', 60);
  expect(await sell('S2-X', 'P2', 40.01)).toMatchObject({ errorMessage: '可出让债权份额不足' });
  await modify('P2', 'REPAYING');
  expect(await sell('S2-Y', 'P2', 40)).toMatchObject({ status: 'SUCCESS' });
  await modify('P2', 'FINISH');
  expect(await sell('S2-X', 'P2', 1)).toMatchObject({ errorCode: '100015' });
});

test('what was paid back can be sold no more, offered already or not', async () => {
  await lend('P3', 100);
  await sell('S3', 'P3', 100);
  await modify('P3', 'REPAYING');
  await freeze('P3-R', 'P3', 'BOR', 50, { bizType: 'REPAYMENT' });
  const repaid = [line('REPAYMENT', 'BOR', 'A', 42, { freezeRequestNo: 'P3-R', income: 2 })];
  expect(await sync('P3-P', 'REPAYMENT', 'P3', repaid)).toMatchObject({ status: 'SUCCESS' });
  expect(await holdings('P3')).toMatchObject([{ amount: '100.00', repaid: '40.00' }]);
  expect(await bid('B3', 'P3', 'B', 'S3', 60.01)).toMatchObject({ errorMessage: '债权份额不足' });
  await bid('B3', 'P3', 'B', 'S3', 60, { shareLock: 'UNLOCK' });
  const tooMuch = [bought('B', 'B3', 60, 60.01)];
  expect(await assign('T3', 'P3', 'S3', tooMuch)).toMatchObject({ errorCode: '100008', errorMessage: '债权份额不足' });
  expect(await assign('T3', 'P3', 'S3', [bought('B', 'B3', 60, 60)])).toMatchObject({ status: 'SUCCESS' });
  expect(await cancelSale('X3', 'S3')).toMatchObject({ status: 'SUCCESS' });
  expect(await sell('S3-Y', 'P3', 0.01)).toMatchObject({ errorMessage: '可出让债权份额不足' });
  expect(await sell('S3-Z', 'P3', 60, 'B')).toMatchObject({ status: 'SUCCESS' });
});

test('shares are kept for whoever asked first, and with UNLOCK for nobody', async () => {
  await lend('P4', 100);
  await sell('S4', 'P4', 100);
  await bid('B4-1', 'P4', 'B', 'S4', 70);
  expect(await bid('B4-2', 'P4', 'C', 'S4', 30.01)).toMatchObject({ errorMessage: '债权份额不足' });
  expect(await bid('B4-2', 'P4', 'C', 'S4', 100, { shareLock: 'UNLOCK' })).toMatchObject({ status: 'SUCCESS' });
  expect(await record('DEBENTURE_SALE', 'S4')).toMatchObject({ preSalingShare: 70 });
  expect(await assign('T4', 'P4', 'S4', [bought('C', 'B4-2', 40, 40)])).toMatchObject({ errorMessage: '债权份额不足' });
  expect(await cancelSale('X4', 'S4')).toMatchObject({ errorMessage: '债权出让订单存在预处理中的份额' });
  const cancel = (requestNo: string, amount: number) =>
    call('CANCEL_PRE_TRANSACTION', { requestNo, preTransactionNo: 'B4-1', amount });
  await cancel('C4-1', 20);
  expect(await record('DEBENTURE_SALE', 'S4')).toMatchObject({ preSalingShare: 70 });
  await cancel('C4-2', 50);
  expect(await record('DEBENTURE_SALE', 'S4')).toMatchObject({ preSalingShare: 0 });
  expect(await assign('T4', 'P4', 'S4', [bought('C', 'B4-2', 40, 40)])).toMatchObject({ status: 'SUCCESS' });
  expect(await cancelSale('X4', 'S4')).toMatchObject({ status: 'SUCCESS' });
  expect(await record('DEBENTURE_SALE', 'S4')).toMatchObject({ status: 'COMPLETED', confirmedShare: 40 });
  const over = { errorCode: '100008', errorMessage: '债权出让订单已结束' };
  expect(await bid('B4-3', 'P4', 'B', 'S4', 1)).toMatchObject(over);
  expect(await assign('T4-2', 'P4', 'S4', [bought('C', 'B4-2', 1, 1)])).toMatchObject(over);
  expect(await sell('S4-2', 'P4', 60)).toMatchObject({ status: 'SUCCESS' });
});

test('a purchase is refused when sale, seller, freeze or fields do not fit', async () => {
  await lend('P5', 100);
  await lend('P6', 100);
  await sell('S5', 'P5', 50);
  await sell('S6', 'P6', 50);
  const bids: [Line, Record<string, unknown>][] = [
    [{ creditsaleRequestNo: 'NONE' }, { errorCode: '100008', errorMessage: '债权出让订单不存在' }],
    [{ creditsaleRequestNo: 'S6' }, { errorMessage: '债权出让订单不存在' }],
    [{ creditsaleRequestNo: null }, { code: '1', errorCode: '100002' }],
    [{ share: '' }, { code: '1', errorCode: '100002' }],
    [{ share: 1.001 }, { code: '1', errorCode: '100002' }],
    [{ platformUserNo: 'A' }, { errorCode: '100011' }],
    [{ platformUserNo: 'BOR' }, { errorCode: '100011' }],
    [{ amount: 5000 }, { errorCode: '100014' }],
  ];
  for (const [more, expected] of bids) {
    expect(await bid('B5-X', 'P5', 'B', 'S5', 10, more), JSON.stringify(more)).toMatchObject(expected);
  }
  await bid('B5', 'P5', 'B', 'S5', 10);
  await bid('B6', 'P6', 'B', 'S6', 10);
  const good = bought('B', 'B5', 10, 10);
  const trades: [string | null, Line, Record<string, unknown>][] = [
    ['NONE', good, { errorMessage: '债权出让订单不存在' }],
    ['S6', good, { errorMessage: '债权出让订单不存在' }],
    [null, good, { code: '1', errorCode: '100002' }],
    ['S5', { ...good, share: null }, { code: '1', errorCode: '100002' }],
    ['S5', { ...good, targetPlatformUserNo: 'C' }, { errorCode: '100011' }],
    ['S5', { ...good, freezeRequestNo: 'B6' }, { errorMessage: '账户冻结资金不足' }],
    ['S5', { ...good, amount: 10.01 }, { errorMessage: '账户冻结资金不足' }],
    ['S5', { ...good, share: 50.01 }, { errorMessage: '债权份额不足' }],
  ];
  for (const [saleRequestNo, one, expected] of trades) {
    const answer = await sync('T5-X', 'CREDIT_ASSIGNMENT', 'P5', [one], { saleRequestNo });
    expect(answer, JSON.stringify([saleRequestNo, one])).toMatchObject({ status: 'INIT', ...expected });
  }
  expect(await cancelSale('X5', 'NONE')).toMatchObject({ errorCode: '100008', errorMessage: '债权出让订单不存在' });
  expect(await assign('T5', 'P5', 'S5', [good])).toMatchObject({ status: 'SUCCESS' });
});

test('the buyer sees at the bank’s page what is bought, and freezes the money with the password', async () => {
  await lend('P7', 100);
  await sell('S7', 'P7', 100);
  const wanted = {
    requestNo: 'B7',
    platformUserNo: 'D',
    bizType: 'CREDIT_ASSIGNMENT',
    amount: 95,
    projectNo: 'P7',
    creditsaleRequestNo: 'S7',
    share: 100,
    expired: soon(await world.platform.now()),
  };
  const page = await openGateway(world.platform, 'USER_PRE_TRANSACTION', wanted);
  expect(wordsOf(page.html)).toMatch(/债权出让订单 S7 认购份额 100\.00/);
  expect(carriedBack(await press(page, { password: '123456' }))).toMatchObject({ status: 'SUCCESS', requestNo: 'B7' });
  expect(await record('DEBENTURE_SALE', 'S7')).toMatchObject({ preSalingShare: 100 });
});

test('of twenty identical offers, purchases and cancellations at once exactly one is taken', async () => {
  await lend('P8', 100);
  await onlyOneOf(() => sell('S8', 'P8', 60));
  await bid('B8', 'P8', 'D', 'S8', 60);
  await onlyOneOf(() => assign('T8', 'P8', 'S8', [bought('D', 'B8', 20, 20)]));
  const rest = { requestNo: 'C8', preTransactionNo: 'B8', amount: 40 };
  await onlyOneOf(() => call('CANCEL_PRE_TRANSACTION', rest));
  await onlyOneOf(() => cancelSale('X8', 'S8'));
  expect(await record('DEBENTURE_SALE', 'S8')).toMatchObject({ confirmedShare: 20, preSalingShare: 0 });
  expect(await project('P8')).toMatchObject({ loanAmount: 100 });
  await booksAreLevel();
});

async function deal(requestNo: string): Promise<void> {
  const [tradeType, details, users, cents] = LIFE_OF_A_LOAN[requestNo] ?? ['', [], [], []];
  const done = await changes(users, async () =>
    expect(await sync(requestNo, tradeType, 'V', details, { saleRequestNo: 'V-S' }), requestNo).toMatchObject({
      transactionStatus: 'SUCCESS',
    }),
  );
  expect(done, requestNo).toEqual(cents.map((one) => one / 100));
}

test('a loan lives from its first bid to its last fen as clients in use have it', async () => {
  await establish('V', 10, { projectPeriod: 90, annnualInterestRate: 0.01, repaymentWay: 'FIXED_BASIS_MORTGAGE' });
  await freeze('V-1', 'V', 'A', 0.05, { preMarketingAmount: 0.01 });
  await deal('V-TENDER');
  await deal('V-REST');
  const { loanAmount } = await project('V');
  expect(await sell('V-S', 'V', String(loanAmount))).toMatchObject({ debentureStatus: 'ONSALE' });
  await bid('V-2', 'V', 'B', 'V-S', 0.05, { amount: 0.04, preMarketingAmount: 0.01, shareLock: 'UNLOCK' });
  await bid('V-3', 'V', 'B', 'V-S', 0.05, { amount: 0.04, preMarketingAmount: 0.01 });
  await deal('V-ASSIGN');
  expect(await record('PRETRANSACTION', 'V-3')).toMatchObject({ status: 'UNFREEZED' });
  await modify('V', 'REPAYING');
  await freeze('V-4', 'V', 'GUA', 0.06, { bizType: 'COMPENSATORY' });
  await deal('V-COMPENSATE');
  await deal('V-INDIRECT');
  await freeze('V-5', 'V', 'BOR', 0.02, { bizType: 'COMPENSATORY_REPAYMENT' });
  await deal('V-RECOURSE');
  await freeze('V-6', 'V', 'BOR', 0.07, { bizType: 'REPAYMENT' });
  await deal('V-REPAY');
  expect(await record('PRETRANSACTION', 'V-3')).toMatchObject({ freezeAmount: 0.06, status: 'FREEZED' });
  expect(await project('V')).toMatchObject({ loanAmount: 0.05, repaymentAmount: 0.05, income: 0.02 });
  expect(await holdings('V')).toMatchObject([{ amount: '0.00' }, { amount: '0.05', repaid: '0.05' }]);
  await booksAreLevel();
});
