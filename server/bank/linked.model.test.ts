import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerTestPlatform, type TestPlatform, testKeys } from './testing/client.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

const SEED = Number(process.env.BANK_MODEL_SEED ?? 20_260_331);
const STEPS = process.env.LONG === '1' ? 90 * 5 : 90;
const INVESTORS = ['INV-1', 'INV-2', 'INV-3'];
const NOWHERE = 'http://127.0.0.1:9/notify';

let world: TestWorld;
let linked: TestPlatform;
beforeAll(async () => {
  world = await openTestWorld();
  linked = await registerTestPlatform(world.bank.url, 'LINKED', NOWHERE);
  const told = { platformNo: 'LINKED', notifyUrl: NOWHERE, custodyMode: 'linked' };
  await linked.control('platforms', { ...told, publicKeyPem: testKeys().publicKeyPem });
});
afterAll(() => world.close());

const call = async (service: string, reqData: Record<string, unknown>) => (await linked.call(service, reqData)).body;
const control = (path: string, body?: unknown) =>
  linked.control(`${path}${path.includes('?') ? '&' : '?'}platformNo=LINKED`, body);

type Step = { name: string; run: (n: number) => Promise<unknown> };
const named = (name: string, run: Step['run']): Step => ({ name, run });
const investor = fc.constantFrom(...INVESTORS);
const anybody = fc.constantFrom(...INVESTORS, 'BOR', 'SYS_GENERATE_002', 'SYS_GENERATE_001');
const yuan = fc.integer({ min: 1, max: 30_000 }).map((cents) => (cents / 100).toFixed(2));
const freezeOf = (n: number): string => `F-${n}`;

type Open = { requestNo: string; platformUserNo: string; left: string; bizType: string };

async function openFreeze(which: number, bizType: string): Promise<Open> {
  const { freezes } = await control('freezes?state=open');
  const open = (freezes as Open[]).filter((one) => one.bizType === bizType);
  return (
    open[which % Math.max(1, open.length)] ?? { requestNo: 'NONE', platformUserNo: 'INV-1', left: '1.00', bizType }
  );
}

/** A part of an amount in yuan, now and then a little too much. */
function part(amount: string, percent: number): string {
  const cents = (BigInt(amount.replace('.', '')) * BigInt(percent)) / 100n + 1n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

const freeze = (n: number, platformUserNo: string, bizType: string, amount: string) =>
  call('USER_AUTO_PRE_TRANSACTION', { requestNo: freezeOf(n), platformUserNo, bizType, amount, projectNo: 'P' });
const line = (bizType: string, from: string, to: string, amount: string, freezeRequestNo: string) => ({
  bizType,
  sourcePlatformUserNo: from,
  targetPlatformUserNo: to,
  amount,
  freezeRequestNo,
});

async function lend(n: number, which: number, percent: number, packet: boolean) {
  const { requestNo, platformUserNo, left } = await openFreeze(which, 'TENDER');
  const details = [
    line('TENDER', platformUserNo, 'BOR', part(left, percent), requestNo),
    ...(packet ? [line('MARKETING', 'SYS_GENERATE_002', 'BOR', '1.00', requestNo)] : []),
    line('COMMISSION', 'BOR', 'SYS_GENERATE_004', '0.01', requestNo),
    line('PROFIT', 'BOR', 'INV-3', '0.01', requestNo),
  ];
  return call('SYNC_TRANSACTION', { requestNo: `T-${n}`, tradeType: 'TENDER', projectNo: 'P', details });
}

async function cancel(n: number, which: number, percent: number) {
  const { requestNo: preTransactionNo, left } = await openFreeze(which, 'TENDER');
  const wanted = { requestNo: `C-${n}`, preTransactionNo, amount: part(left, percent), commission: '0.01' };
  return call('CANCEL_PRE_TRANSACTION', wanted);
}

const establish = (projectNo: string, projectAmount: number) =>
  call('ESTABLISH_PROJECT', {
    requestNo: `E-${projectNo}`,
    platformUserNo: 'BOR',
    projectNo,
    projectAmount,
    projectName: projectNo,
    projectType: 'STANDARDPOWDER',
    projectPeriod: 30,
    annnualInterestRate: 8,
    repaymentWay: 'ONE_TIME_SERVICING',
  });

const transfer = (n: number, amount: string) =>
  call('SYNC_TRANSACTION', {
    requestNo: `X-${n}`,
    tradeType: 'FUNDS_TRANSFER',
    details: [
      {
        bizType: 'FUNDS_TRANSFER',
        amount,
        sourcePlatformUserNo: 'SYS_GENERATE_001',
        targetPlatformUserNo: 'SYS_GENERATE_002',
      },
    ],
  });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(anybody, yuan)
    .map(([user, amount]) => named(`deposit ${user} ${amount}`, () => control(`accounts/${user}/deposit`, { amount }))),
  fc.tuple(investor, yuan).map(([user, amount]) => named(`bid ${user}`, (n) => freeze(n, user, 'TENDER', amount))),
  fc
    .tuple(fc.nat(99), fc.nat(105), fc.boolean())
    .map(([which, percent, packet]) => named(`lend ${which} ${percent} %`, (n) => lend(n, which, percent, packet))),
  fc
    .tuple(fc.nat(99), fc.nat(105))
    .map(([which, percent]) => named(`cancel ${which} ${percent} %`, (n) => cancel(n, which, percent))),
  yuan.map((amount) => named(`transfer ${amount}`, (n) => transfer(n, amount))),
  fc.integer({ min: 1, max: 30 }).map((hours) =>
    named(`clock +${hours} h`, async () => {
      const now = (await linked.now()).getTime() + hours * 3_600_000;
      return linked.control('clock', { now: new Date(now).toISOString() });
    }),
  ),
);

test(`whatever a linked platform does, every e-account is its mirror and the custody account is empty (seed ${SEED})`, async () => {
  const members = [
    ...INVESTORS.map((platformUserNo) => ({ platformUserNo, authList: 'TENDER', amount: '500' })),
    { platformUserNo: 'BOR', userRole: 'BORROWERS' },
  ];
  await linked.control('members', { platformNo: 'LINKED', members });
  await establish('P', 2000);
  const done: Record<string, number> = {};
  for (const [n, one] of fc.sample(step, { numRuns: STEPS, seed: SEED }).entries()) {
    const answer = (await one.run(n)) as Record<string, unknown>;
    const kind = one.name.split(' ')[0] ?? '';
    if (answer.status !== 'INIT') done[kind] = (done[kind] ?? 0) + 1;
    const { checks, custodyAccount } = await control('books');
    const failed = Object.entries(checks as object).filter(([, holds]) => holds !== true);
    expect({ failed, custodyAccount }, `step ${n}: ${one.name}`).toEqual({ failed: [], custodyAccount: '0.00' });
  }
  expect(Object.keys(done).sort()).toEqual(['bid', 'cancel', 'clock', 'deposit', 'lend', 'transfer']);
});

test('freezes, trades and deposits at once leave every mirror right, and of twenty alike one is taken', async () => {
  const users = Array.from({ length: 12 }, (_, n) => `MANY-${n}`);
  const opened = users.map((platformUserNo) => ({ platformUserNo, authList: 'TENDER', amount: '50' }));
  await linked.control('members', { platformNo: 'LINKED', members: opened });
  await establish('MANY', 1000);
  const bid = (requestNo: string, platformUserNo: string) =>
    call('USER_AUTO_PRE_TRANSACTION', {
      requestNo,
      platformUserNo,
      bizType: 'TENDER',
      amount: '10',
      projectNo: 'MANY',
    });
  const bids = await Promise.all(users.map((user) => bid(`B-${user}`, user)));
  expect(bids.map((one) => one.status)).toEqual(users.map(() => 'SUCCESS'));
  const trade = (requestNo: string, user: string) => {
    const details = [
      line('TENDER', user, 'BOR', '10', `B-${user}`),
      line('COMMISSION', 'BOR', 'SYS_GENERATE_004', '0.10', `B-${user}`),
    ];
    return call('SYNC_TRANSACTION', { requestNo, tradeType: 'TENDER', projectNo: 'MANY', details });
  };
  const [alike, others] = await Promise.all([
    Promise.all(Array.from({ length: 20 }, () => trade('SAME', 'MANY-0'))),
    Promise.all(users.slice(1).map((user) => trade(`T-${user}`, user))),
    ...users.map((user) => control(`accounts/${user}/deposit`, { amount: '1' })),
  ]);
  expect(alike.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(1);
  expect(alike.filter((answer) => answer.errorCode === '100013')).toHaveLength(19);
  expect(others.map((answer) => answer.status)).toEqual(others.map(() => 'SUCCESS'));
  const { checks, custodyAccount } = await control('books');
  expect({ ...(checks as object), custodyAccount }).toMatchObject({ mirrorsAgree: true, custodyAccount: '0.00' });
  expect(Object.values(checks as object)).not.toContain(false);
});
