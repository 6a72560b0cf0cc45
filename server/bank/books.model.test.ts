import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, press } from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { lenderOf, line } from './testing/lender.ts';
import { type Step, shareSteps, sharesHold } from './testing/share-steps.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

const SEED = Number(process.env.BANK_MODEL_SEED ?? 20_260_331);
const STEPS = process.env.LONG === '1' ? 160 * 5 : 160;
const INVESTORS = ['INV-1', 'INV-2', 'INV-3'];
const PROJECTS = ['P1', 'P2'];

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const call = async (service: string, reqData: Record<string, unknown>) =>
  (await world.platform.call(service, reqData)).body;

const investor = fc.constantFrom(...INVESTORS);
const project = fc.constantFrom(...PROJECTS);
const yuan = fc.integer({ min: 1, max: 30_000 }).map((cents) => (cents / 100).toFixed(2));

type OpenFreeze = { requestNo: string; platformUserNo: string; projectNo: string; left: string };
const freezeOf = (n: number): string => `F-${n}`;

/** One of the freezes for bids that are open just now, and a part of what is left of it, now and then too much. */
async function pick(which: number, percent: number): Promise<OpenFreeze & { amount: string }> {
  const { freezes } = await world.platform.control('freezes?state=open');
  const open = (freezes as (OpenFreeze & { bizType: string })[]).filter((freeze) => freeze.bizType === 'TENDER');
  const none = { requestNo: 'NONE', platformUserNo: 'INV-1', projectNo: 'P1', left: '1.00' };
  const one = open[which % Math.max(1, open.length)] ?? none;
  const cents = (BigInt(one.left.replace('.', '')) * BigInt(percent)) / 100n + 1n;
  return { ...one, amount: `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}` };
}

const named = (name: string, run: Step['run']): Step => ({ name, run });

async function recharge(n: number, platformUserNo: string, amount: string): Promise<void> {
  const expired = soon(await world.platform.now());
  const wanted = {
    requestNo: `R-${n}`,
    platformUserNo,
    amount,
    expired,
    expectPayCompany: 'FUIOU',
    rechargeWay: 'WEB',
  };
  await press(await openGateway(world.platform, 'RECHARGE', wanted), { password: '123456' });
}

const freeze = (n: number, platformUserNo: string, bizType: string, amount: string, projectNo: string) =>
  call('USER_AUTO_PRE_TRANSACTION', { requestNo: freezeOf(n), platformUserNo, bizType, amount, projectNo });

async function lend(n: number, which: number, percent: number, fee: number) {
  const { requestNo: freezeRequestNo, platformUserNo, projectNo, amount } = await pick(which, percent);
  const tender = { bizType: 'TENDER', sourcePlatformUserNo: platformUserNo, targetPlatformUserNo: 'BOR', amount };
  const payee = { sourcePlatformUserNo: 'BOR', targetPlatformUserNo: 'SYS_GENERATE_004' };
  const details = [
    { ...tender, freezeRequestNo },
    { bizType: 'COMMISSION', ...payee, amount: `0.0${fee}` },
  ].slice(0, fee > 0 ? 2 : 1);
  return call('SYNC_TRANSACTION', { requestNo: `T-${n}`, tradeType: 'TENDER', projectNo, details });
}

async function repay(n: number, platformUserNo: string, projectNo: string, amount: string): Promise<void> {
  await freeze(n, 'BOR', 'REPAYMENT', amount, projectNo);
  const payee = { sourcePlatformUserNo: 'BOR', targetPlatformUserNo: platformUserNo };
  const details = [{ bizType: 'REPAYMENT', ...payee, amount, income: '0.01', freezeRequestNo: freezeOf(n) }];
  const bizDetails = [{ requestNo: `A-${n}`, tradeType: 'REPAYMENT', projectNo, details }];
  await call('ASYNC_TRANSACTION', { batchNo: `N-${n}`, bizDetails });
  await eventually(async () => {
    const answer = await call('QUERY_TRANSACTION', { requestNo: `A-${n}`, transactionType: 'TRANSACTION' });
    return (answer.records as { status: string }[])[0]?.status !== 'ACCEPT';
  });
}

async function advance(hours: number): Promise<void> {
  const now = (await world.platform.now()).getTime() + hours * 3_600_000;
  await world.platform.control('clock', { now: new Date(now).toISOString() });
}

/** What a platform may ask for, at random: most of it is right, some of it must be refused. */
const lending: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...INVESTORS, 'BOR'), yuan)
    .map(([user, amount]) => named(`recharge ${user} ${amount}`, (n) => recharge(n, user, amount))),
  fc
    .tuple(investor, project, yuan)
    .map(([user, into, amount]) => named(`bid ${user} ${amount}`, (n) => freeze(n, user, 'TENDER', amount, into))),
  fc.tuple(fc.nat(99), fc.nat(105)).map(([which, percent]) =>
    named(`cancel ${which} ${percent} %`, async (n) => {
      const { requestNo: preTransactionNo, amount } = await pick(which, percent);
      return call('CANCEL_PRE_TRANSACTION', { requestNo: `C-${n}`, preTransactionNo, amount });
    }),
  ),
  fc
    .tuple(fc.nat(99), fc.nat(105), fc.nat(3))
    .map(([which, percent, fee]) => named(`lend ${which} ${percent} %`, (n) => lend(n, which, percent, fee))),
  fc
    .tuple(investor, project, yuan)
    .map(([user, from, amount]) => named(`repay ${user} ${amount}`, (n) => repay(n, user, from, amount))),
  fc.integer({ min: 1, max: 30 }).map((hours) => named(`clock +${hours} h`, () => advance(hours))),
);

const sharing = shareSteps(() => world.platform, { investors: INVESTORS, projects: PROJECTS });
const step: fc.Arbitrary<Step> = fc.oneof({ weight: 5, arbitrary: lending }, { weight: 6, arbitrary: sharing });

/** Both projects have borrowed something already, so that there is something to sell and to repay. */
async function begin(): Promise<void> {
  const bankcardNo = '6228480000000000018';
  await world.members([
    ...INVESTORS.map((platformUserNo) => ({
      platformUserNo,
      authList: 'TENDER,CREDIT_ASSIGNMENT',
      bankcardNo,
      amount: '400',
    })),
    { platformUserNo: 'GUA', userRole: 'GUARANTEECORP', authList: 'COMPENSATORY', amount: '1000' },
    { platformUserNo: 'BOR', userRole: 'BORROWERS', authList: 'REPAYMENT', bankcardNo, amount: '200' },
  ]);
  const { establish, freeze: pledge, sync } = lenderOf(() => world.platform);
  for (const projectNo of PROJECTS) {
    await establish(projectNo, 900);
    for (const user of INVESTORS) await pledge(`${projectNo}-${user}`, projectNo, user, 60);
    const details = INVESTORS.map((user) =>
      line('TENDER', user, 'BOR', 60, { freezeRequestNo: `${projectNo}-${user}` }),
    );
    await sync(`${projectNo}-T`, 'TENDER', projectNo, details);
  }
}

test(`whatever a platform asks for, both equations of the book hold and every cap (seed ${SEED})`, async () => {
  await begin();
  const steps = fc.sample(step, { numRuns: STEPS, seed: SEED });
  for (const [n, one] of steps.entries()) {
    await one.run(n);
    if (n === STEPS / 2) await call('MODIFY_PROJECT', { requestNo: 'M', projectNo: 'P1', status: 'REPAYING' });
    if (n % 8 !== 0) continue;
    const { checks } = await world.platform.control('books');
    const broken = Object.entries(checks as object).filter(([, holds]) => holds !== true);
    const shares = await Promise.all(PROJECTS.map((projectNo) => sharesHold(world.platform, projectNo)));
    expect([...broken, ...shares.flat()], `step ${n}: ${one.name}`).toEqual([]);
  }
  let sold = 0;
  for (const projectNo of PROJECTS) {
    const sheet = await world.platform.control(`projects/${projectNo}`);
    const [amount, pledged, loan, repaid] = ['amount', 'pledged', 'loanAmount', 'repaidPrincipal'].map((name) =>
      BigInt(String(sheet[name]).replace('.', '')),
    );
    expect((pledged ?? 0n) + (loan ?? 0n) <= (amount ?? 0n), projectNo).toBe(true);
    expect((repaid ?? 0n) <= (loan ?? 0n), projectNo).toBe(true);
    sold += (sheet.sales as { confirmed: string }[]).filter((sale) => sale.confirmed !== '0.00').length;
    if (projectNo === 'P1') expect([loan, repaid].every((sum) => (sum ?? 0n) > 0n)).toBe(true);
  }
  expect(sold).toBeGreaterThan(0);
});
