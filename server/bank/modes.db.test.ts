import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustodyMode } from '#db/bank/schema/platforms.ts';
import { PERSON, press, REGISTRATION, wordsOf } from './testing/browser.ts';
import { testKeys } from './testing/client.ts';
import { DEAD_END, type ModePlatform, openModePlatform } from './testing/mode-platform.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

type Expected = {
  mode: CustodyMode;
  /** What a payment company and the bank's own channel do, and whether money is paid out over the gateway. */
  company: 'float' | 'refused';
  own: 'arrived' | 'refused';
  payouts: 'taken' | 'refused';
};
const MODES: Expected[] = [
  { mode: 'direct', company: 'float', own: 'arrived', payouts: 'taken' },
  { mode: 'linked', company: 'refused', own: 'refused', payouts: 'refused' },
  { mode: 'joint', company: 'float', own: 'refused', payouts: 'taken' },
];

let world: TestWorld;
const platforms = new Map<CustodyMode, ModePlatform>();

beforeAll(async () => {
  world = await openTestWorld();
  await world.platform.control('clock', { now: '2026-03-30T02:00:00.000Z' });
  for (const { mode } of MODES) platforms.set(mode, await openModePlatform(world, mode, `PLATFORM-${mode}`));
});
afterAll(() => world.close());

function at(mode: CustodyMode): ModePlatform {
  const found = platforms.get(mode);
  if (!found) throw new Error(`no platform in ${mode} mode`);
  return found;
}

const PROJECT = {
  ...{ projectNo: 'P', projectAmount: 600, projectName: '标的', projectType: 'STANDARDPOWDER', projectPeriod: 30 },
  ...{ annnualInterestRate: 8, repaymentWay: 'ONE_TIME_SERVICING' },
};

test.each(MODES)('$mode: the bank’s page opens an account', async ({ mode }) => {
  const { gateway, user, control, level } = at(mode);
  for (const [platformUserNo, userRole] of [
    ['INV', 'INVESTOR'],
    ['BOR', 'BORROWERS'],
  ]) {
    const wanted = {
      requestNo: `REG-${platformUserNo}`,
      platformUserNo,
      userRole,
      checkType: 'LIMIT',
      authList: 'TENDER',
    };
    await press(
      await gateway('PERSONAL_REGISTER_EXPAND', { ...wanted, failTime: '20270101', ...PERSON }),
      REGISTRATION,
    );
    expect(await user(platformUserNo ?? '')).toMatchObject({ auditStatus: 'PASSED', balance: 0, floatBalance: 0 });
  }
  const { ledger } = await control('books');
  expect((ledger as { role: string }[]).map((line) => line.role)).toEqual(
    ['CUSTODY', 'EACCOUNT', 'CLEARING', 'CHANNELS', 'SETTLEMENT', 'OWN', 'ADVANCE', 'CARDS'].filter(
      (role) => role !== 'EACCOUNT' || mode === 'linked',
    ),
  );
  await level();
});

test.each(MODES)('$mode: money comes in by the channels that the mode knows', async ({ mode, company, own }) => {
  const { gateway, call, control, user, level } = at(mode);
  for (const [requestNo, expectPayCompany, outcome] of [
    ['RC-FUIOU', 'FUIOU', company],
    ['RC-BANK', 'BANK', own],
  ] as const) {
    const before = await user('INV');
    const wanted = { requestNo, platformUserNo: 'INV', amount: 300, expectPayCompany, rechargeWay: 'WEB' };
    const page = await gateway('RECHARGE', wanted);
    if (outcome === 'refused') {
      expect(wordsOf(page.html)).toContain('业务未开通');
      expect(await call('QUERY_TRANSACTION', { requestNo, transactionType: 'RECHARGE' })).toMatchObject({
        errorCode: '100007',
      });
      continue;
    }
    await press(page, { password: '123456' });
    const { records } = await call('QUERY_TRANSACTION', { requestNo, transactionType: 'RECHARGE' });
    const way = outcome === 'arrived' ? 'BANK' : 'WEB';
    expect(records).toMatchObject([{ status: 'SUCCESS', rechargeWay: way, payCompany: expectPayCompany, amount: 300 }]);
    const float = Number(before.floatBalance) + (outcome === 'float' ? 300 : 0);
    expect(await user('INV')).toMatchObject({ balance: Number(before.balance) + 300, floatBalance: float });
    await level();
  }
  await control('accounts/INV/deposit', { amount: '400' });
  await control('accounts/SYS_GENERATE_002/deposit', { amount: '50' });
  const { balance, floatBalance } = await user('INV');
  expect({ balance, floatBalance }).toEqual(
    {
      direct: { balance: 1000, floatBalance: 300 },
      linked: { balance: 400, floatBalance: 0 },
      joint: { balance: 700, floatBalance: 300 },
    }[mode],
  );
  await level();
  const books = await control('books');
  expect(books).toMatchObject(
    {
      direct: { custodyAccount: '750.00', receivable: '300.00', eAccounts: '0.00' },
      linked: { custodyAccount: '0.00', receivable: '0.00', eAccounts: '450.00' },
      joint: { custodyAccount: '450.00', receivable: '300.00', eAccounts: '0.00' },
    }[mode],
  );
  const passed = (books.ledger as { role: string }[]).find((line) => line.role === 'OWN');
  expect(passed).toMatchObject({ received: '50.00', paid: '50.00', balance: '0.00' });
});

test('direct: a commission of a recharge by the bank’s own channel is taken out of it and has arrived too', async () => {
  const { gateway, user, level } = at('direct');
  const wanted = {
    requestNo: 'RC-FEE',
    platformUserNo: 'BOR',
    amount: 100,
    commission: 2,
    expectPayCompany: 'BANK',
    rechargeWay: 'WEB',
  };
  await press(await gateway('RECHARGE', wanted), { password: '123456' });
  expect(await user('BOR')).toMatchObject({ balance: 98, arriveBalance: 98 });
  expect(await user('SYS_GENERATE_004')).toMatchObject({ balance: 2, arriveBalance: 2 });
  await level();
});

test.each(MODES)('$mode: bids are frozen, cancelled and lent with a fee and a red packet', async ({ mode }) => {
  const { call, user, control, level } = at(mode);
  const before = await user('INV');
  await call('ESTABLISH_PROJECT', { requestNo: 'E', platformUserNo: 'BOR', ...PROJECT });
  const freeze = {
    requestNo: 'F',
    platformUserNo: 'INV',
    bizType: 'TENDER',
    amount: 300,
    preMarketingAmount: 10,
    projectNo: 'P',
  };
  expect(await call('USER_AUTO_PRE_TRANSACTION', freeze)).toMatchObject({ status: 'SUCCESS' });
  expect(await user('INV')).toMatchObject({ balance: before.balance, freezeAmount: 300 });
  await level();
  expect(await call('CANCEL_PRE_TRANSACTION', { requestNo: 'C', preTransactionNo: 'F', amount: 100 })).toMatchObject({
    status: 'SUCCESS',
  });
  expect(await user('INV')).toMatchObject({ balance: before.balance, freezeAmount: 200 });
  await level();
  const line = (bizType: string, from: string, to: string, amount: number) => ({
    ...{ bizType, sourcePlatformUserNo: from, targetPlatformUserNo: to, amount, freezeRequestNo: 'F' },
  });
  const details = [
    line('TENDER', 'INV', 'BOR', 150),
    line('MARKETING', 'SYS_GENERATE_002', 'BOR', 10),
    line('COMMISSION', 'BOR', 'SYS_GENERATE_004', 5),
  ];
  const had = [await user('BOR'), await user('SYS_GENERATE_004')].map((one) => Number(one.balance));
  expect(
    await call('SYNC_TRANSACTION', { requestNo: 'T', tradeType: 'TENDER', projectNo: 'P', details }),
  ).toMatchObject({ status: 'SUCCESS' });
  expect(await user('INV')).toMatchObject({ balance: Number(before.balance) - 150, freezeAmount: 50 });
  expect(await user('BOR')).toMatchObject({ balance: (had[0] ?? 0) + 155 });
  expect(await user('SYS_GENERATE_004')).toMatchObject({ balance: (had[1] ?? 0) + 5 });
  await level();
  const { entries } = await control('accounts/INV');
  const booked = (entries as Record<string, string>[]).filter(({ requestNo }) => requestNo === 'T');
  expect(booked.map(({ source, target }) => [source, target])).toEqual([['INV', 'BOR']]);
});

test('linked: a trade runs payer’s e-account → custody account → payee’s e-account, and their mirrors with it', async () => {
  const { control } = at('linked');
  const { ledger, custodyAccount, equations } = await control('books');
  const lines = ledger as { role: string; received: string; paid: string; balance: string }[];
  expect(custodyAccount).toBe('0.00');
  // 450 brought in and passed on at once, 165 lent with its fee and red packet.
  expect(lines.find((line) => line.role === 'CUSTODY')).toMatchObject({ received: '615.00', paid: '615.00' });
  expect(equations).toEqual({
    arrived: {
      left: { custodyAccount: '0.00', eAccounts: '450.00' },
      right: { inClearing: '0.00', arrived: '450.00' },
      holds: true,
    },
    receivable: { left: { receivable: '0.00' }, right: { float: '0.00' }, holds: true },
  });
});

test.each(MODES)(
  '$mode: money is held, given back, taken with a password, and released by the bank',
  async ({ mode }) => {
    const { call, gateway, user, control, level } = at(mode);
    const before = await user('INV');
    const held = { requestNo: 'GF', platformUserNo: 'INV', amount: 30 };
    expect(await call('FREEZE', held)).toMatchObject({ status: 'SUCCESS' });
    await level();
    const back = { requestNo: 'GU', amount: 30, originalFreezeRequestNo: 'GF' };
    expect(await call('UNFREEZE', back)).toMatchObject({ status: 'SUCCESS' });
    await level();
    const fee = { requestNo: 'VD', platformUserNo: 'INV', amount: 1, targetPlatformUserNo: 'SYS_GENERATE_004' };
    await press(await gateway('VERIFY_DEDUCT', fee), { password: '123456' });
    expect(await user('INV')).toMatchObject({
      balance: Number(before.balance) - 1,
      freezeAmount: before.freezeAmount,
    });
    await level();
    await call('ESTABLISH_PROJECT', { requestNo: 'EQ', platformUserNo: 'BOR', ...PROJECT, projectNo: 'Q' });
    const bid = { requestNo: 'FQ', platformUserNo: 'INV', bizType: 'TENDER', amount: 25, projectNo: 'Q' };
    expect(await call('USER_AUTO_PRE_TRANSACTION', bid)).toMatchObject({ status: 'SUCCESS' });
    expect(await control('projects/Q/miscarry', {})).toMatchObject({ freezes: 1, released: '25.00' });
    expect(await user('INV')).toMatchObject({ freezeAmount: before.freezeAmount });
    await level();
  },
);

test.each(MODES)('$mode: payouts go as the mode says', async ({ mode, payouts }) => {
  const { gateway, call, user, level } = at(mode);
  const before = await user('INV');
  const page = await gateway('WITHDRAW', { requestNo: 'W', platformUserNo: 'INV', amount: 20 });
  expect(wordsOf(page.html).includes('业务未开通')).toBe(payouts === 'refused');
  const asked = { requestNo: 'W', transactionType: 'WITHDRAW' };
  if (payouts === 'refused') {
    expect(await call('QUERY_TRANSACTION', asked)).toMatchObject({ errorCode: '100007' });
  } else {
    await press(page, { password: '123456' });
    expect((await call('QUERY_TRANSACTION', asked)).records).toMatchObject([{ status: 'ACCEPT', amount: 20 }]);
    expect(await user('INV')).toMatchObject({ balance: before.balance });
  }
  await level();
});

test('the day ends for every mode at once', async () => {
  for (const now of ['2026-03-30T16:05:00.000Z', '2026-03-31T01:05:00.000Z', '2026-03-31T01:10:00.000Z']) {
    await world.platform.control('clock', { now });
    for (const { mode } of MODES) await at(mode).level();
    const clearing = now === '2026-03-31T01:05:00.000Z' ? '300.00' : '0.00';
    expect(await at('joint').control('books')).toMatchObject({ inClearing: clearing });
  }
});

test.each(MODES)(
  '$mode: overnight everything has arrived, and the files say what the bank says',
  async ({ mode, payouts }) => {
    const { user, control, files } = at(mode);
    const inv = await user('INV');
    expect(inv).toMatchObject({ floatBalance: 0, arriveBalance: inv.balance });
    const books = await control('books');
    expect([books.receivable, books.inClearing]).toEqual(['0.00', '0.00']);
    if (mode === 'linked') expect(books.custodyAccount).toBe('0.00');
    const found = await files('20260330');
    const recharges = { direct: 5, linked: 2, joint: 3 }[mode];
    expect(found.get('RECHARGE')).toHaveLength(recharges);
    expect(found.get('WITHDRAW')).toHaveLength(payouts === 'taken' ? 1 : 0);
    expect(found.get('TRANSACTION')).toHaveLength(4);
    expect(found.get('COMMISSION')).toHaveLength(1);
    const balances = (found.get('BALANCE') ?? []).map((line) => line.split(','));
    expect(balances.map((row) => row[2]).filter((no) => no?.startsWith('#'))).toEqual([]);
    const left = payouts === 'taken' ? 20 : 0;
    expect(balances.find((row) => row[2] === 'INV')?.[4]).toBe((Number(inv.balance) + left).toFixed(2));
    const summary = (found.get('SUMMARY') ?? []).map((line) => line.split(','));
    const held = mode === 'linked' ? 'EACCOUNT' : 'CUSTODY';
    const core = summary.find((row) => row[0] === 'CORE' && row[3] === held);
    expect(core?.[7]).toBe({ direct: '850.00', linked: '450.00', joint: '450.00' }[mode]);
  },
);

const visit = async (path: string, init: RequestInit = { headers: { 'accept-language': 'zh-CN' } }) =>
  wordsOf(await (await fetch(`${world.bank.url}${path}`, init)).text());

test('the desk shows the accounts by layer, e-accounts beside their mirrors, and fills them at the counter', async () => {
  const linked = await visit('/desk/accounts?platformNo=PLATFORM-linked');
  expect(linked).toContain('银行直联（双核心）');
  expect(linked).toMatch(
    /核心总账.*电子账户合计 616\.00 166\.00 450\.00 .*平台账户.*SYS_GENERATE_002.*会员账户.*INV INVESTOR/,
  );
  expect(linked).toContain('INV INVESTOR 199.00 50.00 0.00 199.00 50.00');
  const direct = await visit('/desk/accounts?platformNo=PLATFORM-direct');
  expect(direct).toContain('直接存管（单核心）');
  expect(direct).not.toContain('电子账户');
  const book = await visit(`/desk/accounts/${encodeURIComponent('#E:BOR')}?platformNo=PLATFORM-linked`);
  expect(book).toContain('TENDER #CUSTODY available #E:BOR available 150.00');
  expect(await visit('/desk/accounts/BOR?platformNo=PLATFORM-linked')).toContain('柜台存入电子账户');
  const body = new URLSearchParams({ amount: '7' });
  await visit('/desk/accounts/BOR/deposit?platformNo=PLATFORM-linked', { method: 'POST', body });
  expect(await at('linked').user('BOR')).toMatchObject({ balance: 162, floatBalance: 0 });
  await at('linked').level();
});

test('the mode of a platform that has been booked for cannot change; registering a key leaves it alone', async () => {
  const { publicKeyPem } = testKeys();
  const again = { platformNo: 'PLATFORM-linked', publicKeyPem, notifyUrl: DEAD_END };
  const { platform, level } = at('linked');
  expect(await platform.control('platforms', { ...again, custodyMode: 'direct' })).toMatchObject({ httpStatus: 409 });
  expect(await platform.control('platforms', { ...again, keySerial: '2' })).toMatchObject({ custodyMode: 'linked' });
  expect(await platform.control('platforms', { ...again, custodyMode: 'other' })).toMatchObject({ httpStatus: 400 });
  await level();
});
