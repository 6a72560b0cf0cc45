import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { bid, claim, instalment, loan, receipt } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { plus, sum } from '#server/primitives/money.ts';
import { queueBid } from './domain/bidding/bid-queue.ts';
import { placeBid } from './domain/bidding/place-bid.ts';
import { LIVE_STATES } from './domain/custody/states.ts';
import { FAILPOINTS, type Failpoint } from './domain/failpoints.ts';
import { checkInvariants } from './domain/ledger/invariants.ts';
import { collectDue } from './domain/repayment/collect-due.ts';
import { fallDue } from './domain/repayment/fall-due.ts';
import { payInstalment } from './domain/repayment/pay-instalment.ts';
import { TICKS } from './jobs/ticks.ts';
import { workRounds } from './jobs/worker.ts';
import { eventually } from './testing/condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from './testing/customers.ts';
import type { Order } from './testing/doomed.ts';
import { type Harness, startHarness } from './testing/harness.ts';
import { openListing } from './testing/listings.ts';
import { mirrorDifferences } from './testing/mirror.ts';
import { type ProcessKeys, writeProcessKeys } from './testing/process-keys.ts';
import { moveClocks } from './testing/time.ts';
import { openWiring } from './wiring.ts';

/**
 * Kills (-9) a process at every failpoint of bid, settlement and repayment, each on a loan of its own, then lets a
 * worker that starts afterwards find out what happened. The process is a plain Node one that runs the verbs through
 * the same wiring as the portal's server, which would take longer to start than all the rest together; a portal and
 * a worker as they are in life are killed in real-processes.race.test.ts.
 */
type Role = 'portal' | 'worker';
type Scenario = Readonly<{ at: Failpoint; role: Role }>;
const BOTH: readonly Role[] = ['portal', 'worker'];
const LONG = process.env.LONG === '1';
const LANES = 3;

/** In the normal run the roles take turns; the long one kills both at each place. */
const everywhere = (places: readonly Failpoint[]): Scenario[] =>
  places.flatMap((at, index) => (LONG ? BOTH : BOTH.slice(index % 2, (index % 2) + 1)).map((role) => ({ at, role })));
/** A bid is placed by the portal; the worker sends what the portal could not. */
const BIDS: readonly Scenario[] = [
  ...FAILPOINTS.bid.map((at) => ({ at, role: 'portal' as const })),
  ...FAILPOINTS.bid.filter((at) => at.startsWith('freeze-bid.')).map((at) => ({ at, role: 'worker' as const })),
];
const SETTLEMENTS = everywhere(FAILPOINTS.settlement);
/** After the borrower's own click there is no dispatching by rule. */
const REPAYMENTS = everywhere(FAILPOINTS.repayment).map(
  ({ at, role }): Scenario => ({ at, role: at === 'collection.dispatched' ? 'worker' : role }),
);
const SETTLEMENT_RULES = ['settle-full-loans', 'advance-projects'];
const REPAYMENT_RULES = ['resume-distributions', 'advance-projects'];
const COUNT = Math.max(BIDS.length, SETTLEMENTS.length, REPAYMENTS.length);

type Subject = Readonly<{ loanId: Uuid; requestId: Uuid; payRequestId: Uuid }>;
let harness: Harness;
let keys: ProcessKeys;
let borrower: Borrower;
let early: Investor;
let last: Investor;
let subjects: readonly Subject[];

beforeAll(async () => {
  harness = await startHarness();
  keys = writeProcessKeys(harness);
  borrower = await openBorrower(harness);
  early = await openInvestor(harness, { funds: yuan(100_000) });
  last = await openInvestor(harness, { funds: yuan(100_000) });
  const made: Subject[] = [];
  for (let index = 0; index < COUNT; index += 1) {
    const loanId = await openListing(harness.wiring, borrower, { amount: yuan(5_000) });
    const ctx = await early.context();
    await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(2_000) });
    made.push({ loanId, requestId: ctx.newId(), payRequestId: ctx.newId() });
  }
  subjects = made;
}, 120_000);
afterAll(async () => {
  await harness?.stop();
  keys?.remove();
});

const idsOf = ({ memberId, personId, accountId }: Investor | Borrower) => ({ memberId, personId, accountId });

/** Runs one order in a process of its own, which must be killed at the failpoint. */
function killAt(at: Failpoint, order: Order): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...keys.variables, FAILPOINT: at };
  const program = join(import.meta.dirname, 'testing/doomed.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk) => {
    words += chunk;
  });
  const limit = setTimeout(() => child.kill('SIGTERM'), 30_000);
  return new Promise((done, fail) =>
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      if (signal === 'SIGKILL') done();
      else fail(new Error(`${order.kind} never came to ${at} (${signal ?? code}) ${words}`));
    }),
  );
}

/** Kills each scenario's process on its own loan, a few at a time. */
async function killAll(
  scenarios: readonly Scenario[],
  order: (scenario: Scenario, subject: Subject) => Promise<Order>,
) {
  const waiting = scenarios.map((scenario, index) => ({ scenario, subject: subjects[index] }));
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      if (next.subject) await killAt(next.scenario.at, await order(next.scenario, next.subject));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/**
 * A worker that starts after the deaths, the leases of the dead having run out, works until `until` says enough: on
 * the outbox and by the rules named, so that one journey does not go on into the next.
 */
async function recover(what: string, rules: readonly string[], until: () => Promise<boolean>): Promise<void> {
  const wiring = await openWiring(harness.environment, harness.secrets);
  const stop = new AbortController();
  const ticks = TICKS.filter(({ name }) => name === 'outbox' || rules.includes(name));
  const working = workRounds(wiring, ticks, stop.signal, pino({ level: 'silent' }), { idleMs: 50, afterErrorMs: 50 });
  try {
    await eventually(
      what,
      async () => {
        await harness.hurry();
        return until();
      },
      40_000,
    );
  } finally {
    stop.abort();
    await working;
    await wiring.close();
  }
}

const db = () => harness.wiring.pool.db;

async function nothingLive(): Promise<boolean> {
  const live = await db()
    .select({ id: instruction.id })
    .from(instruction)
    .where(and(inArray(instruction.state, [...LIVE_STATES]), eq(instruction.channel, 'direct')));
  return live.length === 0;
}

const loansIn = async (states: readonly string[]): Promise<boolean> =>
  (await db().select({ state: loan.state }).from(loan)).every(({ state }) => states.includes(state));

async function everythingAgrees(): Promise<void> {
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}

/** How often the bank has carried out instructions of a kind for a loan. */
const succeeded = (loanId: Uuid, kind: 'freeze-bid' | 'settle-chunk' | 'freeze-collection' | 'distribute') =>
  db().$count(
    instruction,
    and(eq(instruction.loanId, loanId), eq(instruction.kind, kind), eq(instruction.state, 'succeeded')),
  );

test(`a bid, killed at ${BIDS.length} places, is frozen once or was never made`, async () => {
  await killAll(BIDS, async ({ role }, { loanId, requestId }) => {
    if (role === 'portal') return { kind: 'bid', by: idsOf(last), requestId, loanId, amountFen: '300000' };
    const ctx = await last.context();
    await queueBid(ctx, { actor: ctx.actor, requestId, loanId, amount: yuan(3_000) });
    return { kind: 'send', loanId };
  });
  await recover('every freeze has been found out', [], nothingLive);
  const bids = await db().select().from(bid).where(eq(bid.investorAccountId, last.accountId));
  expect(new Set(bids.map(({ state }) => state))).toEqual(new Set(['frozen']));
  await everythingAgrees();

  for (const { loanId, requestId } of subjects) {
    const again = await placeBid(await last.context(), { requestId, loanId, amount: yuan(3_000) });
    expect(again.state).toBe('frozen');
    expect(await succeeded(loanId, 'freeze-bid')).toBe(2);
  }
  expect(await db().$count(bid)).toBe(2 * COUNT);
  expect(await loansIn(['full'])).toBe(true);
  await everythingAgrees();
});

test(`a settlement, killed at ${SETTLEMENTS.length} places, moves the money once`, async () => {
  harness.notifies.hold(true);
  await killAll(SETTLEMENTS, async ({ role }, { loanId }) => ({
    ...{ kind: 'settle', by: role === 'portal' ? 'officer' : 'system', loanId },
  }));
  harness.notifies.hold(false);
  await recover('every loan is repaying, here and at the bank', SETTLEMENT_RULES, async () => {
    const rows = await db().select({ state: loan.state, project: loan.projectStatus }).from(loan);
    return (await nothingLive()) && rows.every(({ state, project }) => state === 'repaying' && project === 'REPAYING');
  });
  for (const { loanId } of subjects) {
    const claims = await db().select().from(claim).where(eq(claim.loanId, loanId));
    expect(claims).toHaveLength(2);
    expect(sum(claims.map(({ stake }) => stake))).toBe(yuan(5_000));
    expect(await succeeded(loanId, 'settle-chunk')).toBe(1);
  }
  await everythingAgrees();
});

async function firstInstalment(loanId: Uuid) {
  const rows = await db()
    .select()
    .from(instalment)
    .where(eq(instalment.loanId, loanId))
    .orderBy(asc(instalment.number));
  const [first] = rows;
  if (!first) throw new Error('no schedule');
  return first;
}

test(`a repayment, killed at ${REPAYMENTS.length} places, is paid and shared once`, async () => {
  const on = (await firstInstalment(subjects[0]?.loanId ?? borrower.memberId)).dueOn;
  await moveClocks(harness, on, '00:10');
  await fallDue(await harness.system(), on);
  harness.notifies.hold(true);
  await killAll(REPAYMENTS, async ({ role }, { loanId, payRequestId }) =>
    role === 'worker'
      ? { kind: 'collect', loanId }
      : { kind: 'pay', by: idsOf(borrower), requestId: payRequestId, loanId },
  );
  harness.notifies.hold(false);
  await recover('nothing is under way', REPAYMENT_RULES, async () => {
    const rows = await db().select({ state: instalment.state }).from(instalment);
    return (await nothingLive()) && rows.every(({ state }) => state !== 'collecting');
  });
  await everythingAgrees();

  for (const [index, { role }] of REPAYMENTS.entries()) {
    const { loanId = borrower.memberId, payRequestId = borrower.memberId } = subjects[index] ?? {};
    if (role !== 'portal') continue;
    const again = await payInstalment(await borrower.context(), { requestId: payRequestId, loanId });
    expect(again.state).toBe('paid');
  }
  expect(await collectDue(await harness.system(), { on })).toMatchObject({ errors: [] });
  await recover('every first instalment is paid', REPAYMENT_RULES, nothingLive);
  for (const { loanId } of subjects) {
    const first = await firstInstalment(loanId);
    expect(first).toMatchObject({ number: 1, state: 'paid' });
    const shares = await db().select().from(receipt).where(eq(receipt.loanId, loanId));
    expect(shares).toHaveLength(2);
    expect(sum(shares.map(({ principal, interest }) => plus(principal, interest)))).toBe(
      plus(first.principal, first.interest),
    );
    expect(await succeeded(loanId, 'distribute')).toBe(1);
  }
  await everythingAgrees();
});
