import { generateKeyPairSync } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import { startWorker } from '#server/jobs/main.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { eventually } from '#server/testing/condition.ts';
import { type Borrower, type Investor, openBorrower, openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { openWiring, type Wiring } from '#server/wiring.ts';
import { mintSystem, type SystemActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { Conclude, Outcome } from './conclude.ts';
import { dispatch } from './dispatch.ts';
import { enqueue, enqueueMany, type NewInstruction } from './enqueue.ts';
import { newRequestNo } from './request-no.ts';
import { runOutbox } from './run-outbox.ts';

/**
 * The outbox against the running bank. What an instruction is for does not matter here: conclusions only count, under
 * kinds of which no rows exist, so that each test sees exactly how often the bank's word was applied.
 */
let harness: Harness;
let investor: Investor;
let borrower: Borrower;
let system: DomainContext<SystemActor>;
let projectNo: string;
const outcomes: { id: Uuid; outcome: Outcome }[] = [];
const count: Conclude = async (_tx, _ctx, { id }, outcome) => void outcomes.push({ id, outcome });

beforeAll(async () => {
  harness = await startHarness({ conclude });
  investor = await openInvestor(harness, { funds: yuan(100_000) });
  borrower = await openBorrower(harness);
  system = await harness.system();
  projectNo = await establish();
});
afterAll(() => harness.stop());
afterEach(() => harness.control('DELETE', 'faults'));

const conclude = { 'freeze-bid': count, 'release-bid': count, 'register-project': count, distribute: count };
async function countingContext(wiring: Wiring): Promise<DomainContext<SystemActor>> {
  const ctx = await wiring.contextFor(mintSystem());
  return { ...ctx, conclude: { ...ctx.conclude, ...conclude } };
}

const put = (order: Omit<NewInstruction, 'requestNo' | 'channel'> & Partial<NewInstruction>): Promise<Uuid> =>
  transaction(system, (tx) => enqueue(tx, system, { channel: 'direct', requestNo: newRequestNo(system), ...order }));
const outcomesOf = (id: Uuid) => outcomes.filter((entry) => entry.id === id).map(({ outcome }) => outcome.kind);
async function rowOf(id: Uuid) {
  const [row] = await system.db.select().from(instruction).where(eq(instruction.id, id));
  if (!row) throw new Error('gone');
  return row;
}
async function userNoOf(customer: Investor | Borrower): Promise<string> {
  const [row] = await harness.wiring.pool.sql`select platform_user_no from account where id = ${customer.accountId}`;
  return String(row?.platform_user_no);
}
async function establish(): Promise<string> {
  const no = newRequestNo(system).slice(-12);
  const id = await put({
    ...{ kind: 'register-project', service: 'ESTABLISH_PROJECT' },
    reqData: {
      ...{ platformUserNo: await userNoOf(borrower), projectNo: no, projectAmount: '100000.00', projectName: 'test' },
      ...{ projectType: 'STANDARDPOWDER', projectPeriod: '365', annnualInterestRate: '0.085' },
      repaymentWay: 'FIXED_PAYMENT_MORTGAGE',
    },
  });
  expect((await dispatch(system, id)).state).toBe('succeeded');
  return no;
}
const freezeOrder = async (amount = '100.00', more: Partial<NewInstruction> = {}) => ({
  ...{ kind: 'freeze-bid' as const, service: 'USER_AUTO_PRE_TRANSACTION' },
  reqData: { platformUserNo: await userNoOf(investor), bizType: 'TENDER', amount, projectNo },
  ...more,
});
const freeze = async (amount?: string, more?: Partial<NewInstruction>) => put(await freezeOrder(amount, more));

/** How many freezes the bank has of these instructions. */
async function freezesAtBank(ids: readonly Uuid[]): Promise<number> {
  const rows = await system.db
    .select()
    .from(instruction)
    .where(inArray(instruction.id, [...ids]));
  const listed = JSON.stringify(await harness.control('GET', `freezes?projectNo=${projectNo}&limit=1000`));
  return rows.filter(({ requestNo }) => listed.includes(requestNo)).length;
}

test('a success is concluded once, at the bank’s own time', async () => {
  const id = await freeze();
  const ended = await dispatch(system, id);
  expect(ended).toMatchObject({ state: 'succeeded', errorCode: null });
  expect(ended.transactionAt?.getMilliseconds()).toBe(0);
  expect(await dispatch(system, id)).toEqual(ended);
  expect(outcomesOf(id)).toEqual(['succeeded']);
});

test('a definite refusal fails at once with the bank’s words', async () => {
  const id = await freeze('99999999.00');
  const ended = await dispatch(system, id);
  expect(ended.state).toBe('failed');
  expect(ended.errorMessage).not.toBe('');
  expect(outcomesOf(id)).toEqual(['failed']);
  expect(await freezesAtBank([id])).toBe(0);
});

describe('an answer that is lost', () => {
  test.each(['drop-after', 'http-500', 'truncated', 'unsigned', 'wrong-sign'])(
    'after the effect (%s) leaves it in doubt, and asking finds it',
    async (fault) => {
      await harness.fault('USER_AUTO_PRE_TRANSACTION', fault);
      const id = await freeze();
      expect((await dispatch(system, id)).state).toBe('unknown');
      expect(outcomesOf(id)).toEqual([]);
      expect((await dispatch(system, id)).state).toBe('succeeded');
      expect(outcomesOf(id)).toEqual(['succeeded']);
      expect(await freezesAtBank([id])).toBe(1);
    },
  );

  test.each(['drop-before', 'refuse'])('before the effect (%s) is sent again under the same number', async (fault) => {
    await harness.fault('USER_AUTO_PRE_TRANSACTION', fault);
    const id = await freeze();
    const { requestNo } = await rowOf(id);
    expect((await dispatch(system, id)).state).toBe('unknown');
    expect(await freezesAtBank([id])).toBe(0);
    expect(await dispatch(system, id)).toMatchObject({ state: 'succeeded', requestNo });
    expect(outcomesOf(id)).toEqual(['succeeded']);
    expect(await freezesAtBank([id])).toBe(1);
  });

  test('to the question as well leaves it in doubt, for longer each time', async () => {
    await harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-after');
    await harness.fault('QUERY_TRANSACTION', 'drop-before', { next: 3 });
    const id = await freeze();
    const pauses: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const row = await dispatch(system, id);
      expect(row.state).toBe('unknown');
      pauses.push(row.nextAttemptAt.getTime() - system.realNow().getTime());
    }
    expect(pauses).toEqual([...pauses].sort((left, right) => left - right));
    expect((await dispatch(system, id)).state).toBe('succeeded');
    expect(outcomesOf(id)).toEqual(['succeeded']);
  });
});

test('a project and its change are found out about by the project', async () => {
  await harness.fault('ESTABLISH_PROJECT', 'drop-after');
  const no = newRequestNo(system).slice(-12);
  const projectId = await put({
    ...{ kind: 'register-project', service: 'ESTABLISH_PROJECT' },
    reqData: {
      ...{ platformUserNo: await userNoOf(borrower), projectNo: no, projectAmount: '5.00', projectName: 'test' },
      ...{ projectType: 'STANDARDPOWDER', projectPeriod: '30', annnualInterestRate: '0.085' },
      repaymentWay: 'FIXED_PAYMENT_MORTGAGE',
    },
  });
  expect((await dispatch(system, projectId)).state).toBe('unknown');
  expect((await dispatch(system, projectId)).state).toBe('succeeded');
  await harness.fault('MODIFY_PROJECT', 'drop-after');
  const change = {
    kind: 'register-project',
    service: 'MODIFY_PROJECT',
    reqData: { projectNo: no, status: 'MISCARRY' },
  } as const;
  const changeId = await put(change);
  expect((await dispatch(system, changeId)).state).toBe('unknown');
  expect((await dispatch(system, changeId)).state).toBe('succeeded');
  const again = await put(change);
  expect(await dispatch(system, again)).toMatchObject({ state: 'failed', errorCode: '100008' });
});

test('a release is found out about by its own record', async () => {
  const frozen = await freeze('50.00');
  await dispatch(system, frozen);
  await harness.fault('CANCEL_PRE_TRANSACTION', 'drop-after');
  const preTransactionNo = (await rowOf(frozen)).requestNo;
  const id = await put({
    kind: 'release-bid',
    service: 'CANCEL_PRE_TRANSACTION',
    reqData: { preTransactionNo, amount: '50.00' },
  });
  expect((await dispatch(system, id)).state).toBe('unknown');
  expect((await dispatch(system, id)).state).toBe('succeeded');
  expect(outcomesOf(id)).toEqual(['succeeded']);
});

describe('a trade', () => {
  const trade = async () => {
    const frozen = await freeze('200.00');
    await dispatch(system, frozen);
    const detail = {
      ...{ bizType: 'TENDER', freezeRequestNo: (await rowOf(frozen)).requestNo, amount: '200.00' },
      ...{ sourcePlatformUserNo: await userNoOf(investor), targetPlatformUserNo: await userNoOf(borrower) },
    };
    return put({
      kind: 'distribute',
      service: 'ASYNC_TRANSACTION',
      reqData: { tradeType: 'TENDER', projectNo, details: [detail] },
    });
  };
  const ended = (id: Uuid) =>
    eventually('the trade’s end', async () => {
      const row = await dispatch(system, id);
      return row.state === 'succeeded' && row;
    });

  test('is accepted, then concluded once, whoever hears of it first', async () => {
    harness.notifies.hold(true);
    const id = await trade();
    expect((await dispatch(system, id)).state).toBe('accepted');
    await Promise.all([ended(id), ended(id), ended(id)]);
    expect(outcomesOf(id)).toEqual(['succeeded']);
    harness.notifies.hold(false);
  });

  test('whose notify comes before the answer to its sending is concluded by the notify', async () => {
    const id = await trade();
    const notified = () => eventually('the notify', () => outcomesOf(id).length > 0);
    const late: DomainContext = {
      ...system,
      custody: {
        ...system.custody,
        send: async (service, reqData) => {
          const answer = await system.custody.send(service, reqData);
          if (service === 'ASYNC_TRANSACTION') await notified();
          return answer;
        },
      },
    };
    expect((await dispatch(late, id)).state).toBe('succeeded');
    expect(outcomesOf(id)).toEqual(['succeeded']);
  });

  test('whose acceptance was lost is concluded by its notify', async () => {
    await harness.fault('ASYNC_TRANSACTION', 'drop-after');
    const id = await trade();
    await dispatch(system, id);
    await eventually('the notify', async () => (await rowOf(id)).state === 'succeeded');
    expect(outcomesOf(id)).toEqual(['succeeded']);
  });

  test('whose acceptance was lost is found by asking', async () => {
    harness.notifies.hold(true);
    await harness.fault('ASYNC_TRANSACTION', 'drop-after');
    const id = await trade();
    expect((await dispatch(system, id)).state).toBe('unknown');
    await ended(id);
    expect(outcomesOf(id)).toEqual(['succeeded']);
    harness.notifies.hold(false);
  });

  test('that failed at the bank fails here', async () => {
    harness.notifies.hold(true);
    const detail = {
      ...{ bizType: 'TENDER', amount: '1.00' },
      ...{ sourcePlatformUserNo: await userNoOf(investor), targetPlatformUserNo: await userNoOf(borrower) },
    };
    const reqData = { tradeType: 'TENDER', projectNo, details: [detail] };
    const id = await put({ kind: 'distribute', service: 'ASYNC_TRANSACTION', reqData });
    const row = await eventually('the trade’s end', async () => {
      const now = await dispatch(system, id);
      return now.state === 'failed' && now;
    });
    expect(row.errorCode).not.toBe('');
    expect(outcomesOf(id)).toEqual(['failed']);
    harness.notifies.hold(false);
  });
});

test('a holder that was thought dead, and its successor, send twice and conclude once', async () => {
  await harness.fault('USER_AUTO_PRE_TRANSACTION', 'delay', { delayMs: 700 });
  const id = await freeze();
  const slow = dispatch(system, id);
  await eventually('the request has left', async () => (await rowOf(id)).state === 'sent');
  await harness.expireLeases();
  // Asks (the bank knows nothing yet), sends again under the same number: one of the two is taken.
  const successor = dispatch(system, id);
  await Promise.all([slow, successor]);
  await eventually('the end', async () => (await dispatch(system, id)).state === 'succeeded');
  expect(outcomesOf(id)).toEqual(['succeeded']);
  expect(await freezesAtBank([id])).toBe(1);
});

test('twenty dispatches of one instruction at once send it once', async () => {
  const id = await freeze();
  await Promise.all(Array.from({ length: 20 }, () => dispatch(system, id)));
  await eventually('the end', async () => (await rowOf(id)).state === 'succeeded');
  const requests = JSON.stringify(await harness.control('GET', 'requests?limit=500'));
  const { requestNo } = await rowOf(id);
  expect(requests.split(`"requestNo":"${requestNo}"`).length - 1).toBe(1);
  expect(outcomesOf(id)).toEqual(['succeeded']);
});

test('four sweeps at once, through faults of every kind, conclude each of forty freezes once', async () => {
  await harness.control('POST', 'faults', { service: '*', fault: 'drop-after', probability: 0.15, seed: 7 });
  await harness.control('POST', 'faults', { service: '*', fault: 'drop-before', probability: 0.15, seed: 8 });
  await harness.control('POST', 'faults', { service: '*', fault: 'wrong-sign', probability: 0.1, seed: 9 });
  const order = await freezeOrder('1.00');
  const ids = await transaction(system, (tx) =>
    enqueueMany(
      tx,
      system,
      Array.from({ length: 40 }, () => ({
        ...order,
        channel: 'direct',
        requestNo: newRequestNo(system),
        sentBy: 'worker',
      })),
    ),
  );
  await eventually(
    'all forty',
    async () => {
      await harness.hurry();
      const sweeps = await Promise.all(Array.from({ length: 4 }, () => runOutbox(system, 50)));
      expect(sweeps.flatMap(({ errors }) => errors)).toEqual([]);
      const rows = await system.db
        .select({ id: instruction.id })
        .from(instruction)
        .where(and(inArray(instruction.id, ids), eq(instruction.state, 'succeeded')));
      return rows.length === ids.length;
    },
    25_000,
  );
  for (const id of ids) expect(outcomesOf(id)).toEqual(['succeeded']);
  expect(await freezesAtBank(ids)).toBe(40);
});

test('a bank that is down leaves everything in doubt and throws at nobody', async () => {
  const wiring = await openWiring({ ...harness.environment, custodyUrl: 'http://127.0.0.1:1/none' }, harness.secrets);
  const ctx = await countingContext(wiring);
  const id = await freeze();
  expect(await dispatch(ctx, id)).toMatchObject({ state: 'unknown', errorCode: 'UNKNOWN' });
  expect((await dispatch(ctx, id)).state).toBe('unknown');
  await wiring.close();
  expect((await dispatch(system, id)).state).toBe('succeeded');
  expect(outcomesOf(id)).toEqual(['succeeded']);
});

test('with keys that do not fit, the platform’s or the bank’s, nothing is ever concluded', async () => {
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const platformPrivateKeyPem = stranger.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const bankPublicKeyPem = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  for (const wrong of [{ platformPrivateKeyPem }, { bankPublicKeyPem }]) {
    const wiring = await openWiring(harness.environment, { ...harness.secrets, ...wrong });
    const ctx = await countingContext(wiring);
    const id = await freeze();
    expect((await dispatch(ctx, id)).state).toBe('unknown');
    expect((await dispatch(ctx, id)).state).toBe('unknown');
    expect(outcomesOf(id)).toEqual([]);
    await wiring.close();
    expect((await dispatch(system, id)).state).toBe('succeeded');
  }
});

test('a conclusion that throws is tried again, and the sweep goes on with the others', async () => {
  let broken = true;
  const moody: Conclude = async (tx, ctx, row, outcome) => {
    if (broken && row.subject.moody) throw new Error('out of order');
    await count(tx, ctx, row, outcome);
  };
  const ctx = { ...system, conclude: { ...system.conclude, 'freeze-bid': moody } };
  const bad = await freeze('1.00', { subject: { moody: 1 }, sentBy: 'worker' });
  const good = await freeze('1.00', { sentBy: 'worker' });
  const { errors } = await runOutbox(ctx, 10);
  expect(errors.map(String)).toEqual(['Error: out of order']);
  expect((await rowOf(good)).state).toBe('succeeded');
  expect((await rowOf(bad)).state).toBe('unknown');
  broken = false;
  expect((await dispatch(ctx, bad)).state).toBe('succeeded');
  expect(outcomesOf(bad)).toEqual(['succeeded']);
});

test('two workers carry the outbox, rest while time travels and stop when told', async () => {
  const silent = pino({ level: 'silent' });
  const pace = { idleMs: 20, afterErrorMs: 20 };
  await harness.wiring.pool.sql`insert into business_clock values (1, 0, true, now())
    on conflict (id) do update set travelling = true`;
  const ids = await Promise.all(Array.from({ length: 20 }, () => freeze('1.00', { sentBy: 'worker' })));
  const workers = [startWorker(harness.wiring, silent, pace), startWorker(harness.wiring, silent, pace)];
  await harness.wiring.pool.sql`select pg_sleep(0.2)`;
  expect((await Promise.all(ids.map(rowOf))).every(({ state }) => state === 'created')).toBe(true);
  await harness.wiring.pool.sql`update business_clock set travelling = false`;
  await eventually('all twenty', async () =>
    (await Promise.all(ids.map(rowOf))).every(({ state }) => state === 'succeeded'),
  );
  for (const id of ids) expect(outcomesOf(id)).toEqual(['succeeded']);
  await Promise.all(workers.map((worker) => worker.stop()));
  const late = await freeze('1.00', { sentBy: 'worker' });
  await harness.wiring.pool.sql`select pg_sleep(0.1)`;
  expect((await rowOf(late)).state).toBe('created');
});
