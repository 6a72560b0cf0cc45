import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, press } from './testing/browser.ts';
import { soon, testKeys } from './testing/client.ts';
import { openTestWorld, type TestWorld } from './testing/world.ts';

const SEED = Number(process.env.BANK_MODEL_SEED ?? 20_260_331);
const STEPS = process.env.LONG === '1' ? 110 * 5 : 110;
const CARD = '6228480000000000018';
const MEMBERS = ['INV-1', 'INV-2', 'BOR'];

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  const { platformNo } = world.platform;
  await world.platform.control('clock', { now: '2026-03-30T02:00:00.000Z' });
  await world.platform.control('platforms', {
    platformNo,
    publicKeyPem: testKeys().publicKeyPem,
    notifyUrl: 'http://127.0.0.1:1/notify',
    custodyMode: 'joint',
    advanceLimit: '150',
  });
  await world.members(
    MEMBERS.map((platformUserNo) => ({
      platformUserNo,
      userRole: platformUserNo === 'BOR' ? 'BORROWERS' : 'INVESTOR',
      authList: 'TENDER',
      bankcardNo: CARD,
      amount: '60',
    })),
  );
  await world.platform.control('accounts/SYS_GENERATE_001/deposit', { amount: '400' });
  await world.platform.control('accounts/SYS_GENERATE_007/deposit', { amount: '60' });
  await call('ESTABLISH_PROJECT', {
    requestNo: 'E',
    platformUserNo: 'BOR',
    projectNo: 'P',
    projectAmount: 100_000,
    projectName: 'P',
    projectType: 'STANDARDPOWDER',
    projectPeriod: 30,
    annnualInterestRate: 8,
    repaymentWay: 'ONE_TIME_SERVICING',
  });
});
afterAll(() => world.close());

const call = async (service: string, reqData: Record<string, unknown>) =>
  (await world.platform.call(service, reqData)).body;
const control = (path: string, body?: unknown) => world.platform.control(path, body);

type Step = { name: string; run: (n: number) => Promise<unknown> };
const named = (name: string, run: Step['run']): Step => ({ name, run });

async function cash(service: string, wanted: Record<string, unknown>) {
  const expired = soon(await world.platform.now());
  const page = await openGateway(world.platform, service, { expired, ...wanted });
  const open = page.html.includes('id="nextButton"');
  if (open) await press(page, { password: '123456' });
  return open;
}

/** A bid of an investor that goes to the borrower at once. */
async function lend(n: number, platformUserNo: string, amount: string) {
  const requestNo = `F-${n}`;
  await call('USER_AUTO_PRE_TRANSACTION', { requestNo, platformUserNo, bizType: 'TENDER', amount, projectNo: 'P' });
  const line = { bizType: 'TENDER', sourcePlatformUserNo: platformUserNo, targetPlatformUserNo: 'BOR', amount };
  const details = [{ ...line, freezeRequestNo: requestNo }];
  await call('SYNC_TRANSACTION', { requestNo: `T-${n}`, tradeType: 'TENDER', projectNo: 'P', details });
}

async function decideBreak(which: number, verb: 'confirm' | 'reverse') {
  const { breaks } = await control('channel-breaks');
  const open = (breaks as { requestNo: string; state: string }[]).filter((one) => one.state === 'open');
  const one = open[which % Math.max(1, open.length)];
  if (one) await control(`recharges/${one.requestNo}/${verb}`, {});
}

async function advance(hours: number) {
  const now = (await world.platform.now()).getTime() + hours * 3_600_000;
  await control('clock', { now: new Date(now).toISOString() });
}

const member = fc.constantFrom(...MEMBERS);
const yuan = fc.integer({ min: 1, max: 12_000 }).map((cents) => (cents / 100).toFixed(2));
const channel = fc.constantFrom('FUIOU', 'BAOFOO');
const form = fc.constantFrom(
  { withdrawType: 'NORMAL' },
  { withdrawType: 'NORMAL', withdrawForm: 'CONFIRMED' },
  { withdrawType: 'URGENT' },
  { withdrawType: 'NORMAL_URGENT' },
);

/** Payouts that were taken, the latest first. */
const asked: { requestNo: string; waits: boolean }[] = [];

/** One of the latest payouts of its kind, whatever has become of it: some of these are refused. */
const onPayout = (service: string, name: string, waits: boolean) =>
  fc.nat(2).map((back) =>
    named(`${service} ${back} ago`, (n) => {
      const one = asked.filter((payout) => payout.waits === waits)[back];
      return call(service, { requestNo: `X-${n}`, [name]: one?.requestNo ?? 'NONE' });
    }),
  );

async function withdraw(requestNo: string, wanted: Record<string, unknown>) {
  const taken = await cash('WITHDRAW', { requestNo, ...wanted });
  if (taken) asked.unshift({ requestNo, waits: wanted.withdrawForm === 'CONFIRMED' });
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(member, yuan, channel, fc.nat(2)).map(([platformUserNo, amount, expectPayCompany, fee]) =>
      named(`recharge ${platformUserNo} ${amount}`, (n) =>
        cash('RECHARGE', {
          requestNo: `S-${n}`,
          platformUserNo,
          amount,
          expectPayCompany,
          rechargeWay: 'WEB',
          commission: `0.0${fee}`,
        }),
      ),
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...MEMBERS, 'SYS_GENERATE_007'), yuan, form, fc.nat(3))
      .map(([platformUserNo, amount, how, fee]) =>
        named(`withdraw ${platformUserNo} ${amount} ${how.withdrawType}`, (n) =>
          withdraw(`S-${n}`, { platformUserNo, amount, commission: `0.0${fee}`, ...how }),
        ),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('INV-1', 'INV-2'), yuan)
      .map(([user, amount]) => named(`lend ${user} ${amount}`, (n) => lend(n, user, amount))),
  },
  { weight: 2, arbitrary: onPayout('CONFIRM_WITHDRAW', 'preTransactionNo', true) },
  { weight: 2, arbitrary: onPayout('CANCEL_WITHDRAW', 'preTransactionNo', true) },
  { weight: 2, arbitrary: onPayout('INTERCEPT_WITHDRAW', 'withdrawRequestNo', false) },
  fc
    .constantFrom(['WITHDRAW', 'remit-fail'], ['RECHARGE', 'channel-missing'])
    .map(([service, fault]) => named(`${fault}`, () => control('faults', { service, fault }))),
  fc
    .tuple(fc.nat(9), fc.constantFrom('confirm' as const, 'reverse' as const))
    .map(([which, verb]) => named(`${verb} a break`, () => decideBreak(which, verb))),
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 20 }).map((hours) => named(`+${hours} h`, () => advance(hours))) },
);

test(`whatever is paid in and out, held back, bounced or missing, the books hold (seed ${SEED})`, async () => {
  const steps = fc.sample(step, { numRuns: STEPS, seed: SEED });
  for (const [n, one] of steps.entries()) {
    await one.run(n);
    if (n % 3 !== 0) continue;
    const { checks } = await control('books');
    expect(Object.values(checks as object), `step ${n}: ${one.name}`).toEqual([true, true, true, true, true]);
  }
  await world.platform.control('faults', undefined, 'DELETE');
  for (const { requestNo } of (
    (await control('channel-breaks')).breaks as { requestNo: string; state: string }[]
  ).filter((one) => one.state === 'open')) {
    await control(`recharges/${requestNo}/confirm`, {});
  }
  await advance(48);
  const sheet = await control('books');
  expect(sheet).toMatchObject({ float: '0.00', inClearing: '0.00', settlement: '0.00', advance: '0.00' });
  const { freezes } = await control('freezes?state=open');
  for (const { requestNo, kind } of freezes as { requestNo: string; kind: string }[]) {
    if (kind !== 'withdrawal') continue;
    const query = { requestNo, transactionType: 'WITHDRAW' };
    expect((await call('QUERY_TRANSACTION', query)).records).toMatchObject([{ status: 'CONFIRMING' }]);
  }
  if (process.env.BANK_MODEL_SEED) return;
  const { notifies } = await control('notifies?limit=1000');
  const told = (notifies as { respData: string }[]).map((one) => JSON.parse(one.respData) as Record<string, unknown>);
  const seen = new Set(told.flatMap((one) => [one.withdrawStatus, one.rollbackType, one.rechargeStatus]));
  const lives = ['CONFIRMING', 'ACCEPT', 'REMITING', 'SUCCESS', 'FAIL'];
  expect(lives.filter((one) => !seen.has(one))).toEqual([]);
});
